import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import {
  encodeComponent,
  encodeObject,
  encodeVersion,
  objectPath,
  sourceHash,
  versionHash,
} from '@tessera/scope.objects'
import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import { temporaryPath } from '@tessera/core.disk'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  findScope,
  initScope,
  localScopePath,
  openLocalScope,
  openScope,
  type ObjectBatch,
  type Scope,
} from './index.ts'

const home = mkdtempSync(join(tmpdir(), 'tessera-store-'))
let root = ''
let count = 0

beforeEach(() => {
  root = join(home, String(count++))
  mkdirSync(root)
})
afterAll(() => rmSync(home, { recursive: true }))

describe('where a scope lies', () => {
  test('in .bit where there is no git, or where .git is a file', () => {
    expect(localScopePath(root)).toBe(join(root, '.bit'))
    writeFileSync(join(root, '.git'), 'gitdir: elsewhere')
    expect(localScopePath(root)).toBe(join(root, '.bit'))
  })

  test('in .git/bit where .git is a folder, unless .bit is there', async () => {
    mkdirSync(join(root, '.git'))
    expect(localScopePath(root)).toBe(join(root, '.git', 'bit'))
    mkdirSync(join(root, '.bit'))
    expect(localScopePath(root)).toBe(join(root, '.bit'))
  })

  test('it is found from any folder below', async () => {
    const below = join(root, 'a', 'b')
    mkdirSync(below, { recursive: true })
    expect(await findScope(below)).toBeUndefined()
    mkdirSync(join(root, '.git'))
    await openLocalScope(root, 'shop-local')
    expect((await findScope(below))?.path).toBe(join(root, '.git', 'bit'))
    await initScope(join(root, 'a'), { name: 'acme.shop', bare: true })
    expect((await findScope(below))?.name).toBe('acme.shop')
  })
})

describe('a new scope', () => {
  test('has the files of Bit', async () => {
    await initScope(root, { name: 'acme.orders', bare: true })
    expect(readdirSync(root).toSorted()).toEqual(['index.json', 'objects', 'scope.json', 'tmp'])
    expect(json('scope.json')).toEqual({
      name: 'acme.orders',
      version: '2.2.6',
      lanes: { current: 'main', tracking: [], new: [] },
    })
    expect(json('index.json')).toEqual({ components: [], lanes: [] })
  })

  test('is opened again under its name, and under no other', async () => {
    const scope = await initScope(root, { name: 'acme.orders', bare: true })
    await scope.setRemotes({ 'acme.shared': 'file:../shared' })
    expect((await initScope(root, { name: 'acme.orders', bare: true })).remotes).toEqual({
      'acme.shared': 'file:../shared',
    })
    await expect(initScope(root, { name: 'acme.other', bare: true })).rejects.toMatchObject({ code: 'SCOPE_EXISTS' })
  })

  test('needs a name and a folder', async () => {
    await expect(initScope(root, { name: 'Acme Orders', bare: true })).rejects.toMatchObject({
      code: 'INVALID_SCOPE_NAME',
    })
    writeFileSync(join(root, 'file'), '')
    await expect(initScope(join(root, 'file'), { name: 'acme.a', bare: true })).rejects.toMatchObject({
      code: 'SCOPE_EXISTS',
    })
  })

  test('of a workspace is called as near to its name as a scope can be', async () => {
    expect((await openLocalScope(root, 'My Shop 2-local')).name).toBe('my-shop-2-local')
    expect((await openLocalScope(root, 'other')).name).toBe('my-shop-2-local')
  })
})

describe('opening', () => {
  test('what is no scope', async () => {
    await expect(openScope(root)).rejects.toMatchObject({
      code: 'SCOPE_NOT_FOUND',
      hint: expect.stringContaining('init --bare'),
    })
  })

  test.each(['{', '[]', '{"version":"1"}'])('a scope.json of %s', async (content) => {
    writeFileSync(join(root, 'scope.json'), content)
    await expect(openScope(root)).rejects.toMatchObject({
      code: 'INVALID_SCOPE',
      location: { file: join(root, 'scope.json') },
    })
  })

  test('a scope that git cloned, without its empty folders', async () => {
    writeFileSync(join(root, 'scope.json'), '{"name":"acme.bare"}')
    const scope = await openScope(root)
    expect(await scope.listComponents()).toEqual([])
    await scope.write(batchOf('a', '1.0.0'))
    expect(await scope.listComponents()).toHaveLength(1)
  })

  test('keeps what another Bit wrote into scope.json', async () => {
    writeFileSync(
      join(root, 'scope.json'),
      '{"name":"acme.bare","version":"1.0.0","groupName":"devs","remotes":{"a":"file:///a"}}',
    )
    const scope = await openScope(root)
    await scope.setRemotes({ b: 'file:///b' })
    expect(scope.remotes).toEqual({ b: 'file:///b' })
    expect(json('scope.json')).toEqual({
      name: 'acme.bare',
      version: '1.0.0',
      groupName: 'devs',
      remotes: { b: 'file:///b' },
    })
  })
})

describe('writing and reading', () => {
  let scope: Scope
  const batch = batchOf('money', '1.0.0')
  const [source] = batch.sources as [ObjectBatch['sources'][0]]
  const [version] = batch.versions as [ObjectBatch['versions'][0]]
  const [component] = batch.components as [ComponentObject]

  beforeEach(async () => {
    scope = await initScope(root, { name: 'acme.shared', bare: true })
    await scope.write(batch)
  })

  test('what was written is there', async () => {
    expect(await scope.readSource(source.hash)).toEqual(source.body)
    expect(await scope.readVersion(version.hash)).toEqual({ ...version.version, schema: '1.0.0' })
    expect(await scope.readComponent({ scope: 'acme.shared', name: 'money', version: '9.9.9' })).toEqual({
      ...component,
      schema: '1.0.0',
    })
    expect(await scope.readComponent({ scope: 'acme.shared', name: 'mony' })).toBeUndefined()
    expect(await scope.has(source.hash)).toBe(true)
    expect(await scope.has('a'.repeat(40))).toBe(false)
    expect(await scope.has('../../scope.json')).toBe(false)
  })

  test('nothing is left beside it', () => {
    expect(objectFiles().every((file) => /^[0-9a-f]{2}[/\\][0-9a-f]{38}$/.test(file))).toBe(true)
    expect(objectFiles()).toHaveLength(3)
  })

  test('nor in the folder for temporary files, but by writers that live', async () => {
    expect(readdirSync(join(root, 'tmp'))).toEqual([])
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    const mine = temporaryPath(join(root, 'tmp'))
    writeFileSync(mine, 'half')
    writeFileSync(join(root, 'tmp', basename(mine).replace(/-\d+\./, `-${pid}.`)), 'half')
    const elsewhere = join(root, 'tmp', basename(mine).replace(/-[0-9a-f]{8}-/, '-00000000-'))
    for (const [path, age] of [
      [elsewhere, 0],
      [elsewhere.replace('.tmp', '0.tmp'), 2 * 86_400],
    ] as const) {
      writeFileSync(path, 'half')
      utimesSync(path, Date.now() / 1000 - age, Date.now() / 1000 - age)
    }
    await scope.write(batch)
    expect(readdirSync(join(root, 'tmp')).toSorted()).toEqual([basename(mine), basename(elsewhere)].toSorted())
  })

  test('a component that is removed is gone, its versions are not', async () => {
    await scope.write(batchOf('price', '1.0.0'))
    await scope.removeComponents([component, { scope: 'acme.shared', name: 'never-there' }])
    expect(await scope.readComponent(component)).toBeUndefined()
    expect((await scope.listComponents()).map(({ name }) => name)).toEqual(['price'])
    expect(await (await openScope(root)).listComponents()).toHaveLength(1)
    expect(await scope.has(version.hash)).toBe(true)
    await scope.write(batch)
    expect(await scope.listComponents()).toHaveLength(2)
  })

  test('writing the same again touches no object', async () => {
    const before = objectFiles().map((file) => statSync(join(root, 'objects', file)).ino)
    await scope.write(batch)
    expect(objectFiles().map((file) => statSync(join(root, 'objects', file)).ino)).toEqual(before)
  })

  test('what is not there, is not there', async () => {
    await expect(scope.readObject('a'.repeat(40))).rejects.toMatchObject({
      code: 'OBJECT_NOT_FOUND',
      hint: expect.any(String),
    })
    await expect(scope.readVersion('../scope.json')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
  })

  test('an object of another type is not taken for a Version', async () => {
    await expect(scope.readVersion(source.hash)).rejects.toMatchObject({ code: 'CORRUPT_OBJECT' })
  })

  test('a damaged file is named, with its remedy', async () => {
    const file = join(root, 'objects', objectPath(source.hash))
    writeFileSync(file, 'broken')
    await expect(scope.readSource(source.hash)).rejects.toMatchObject({
      code: 'CORRUPT_OBJECT',
      location: { file },
      hint: expect.stringContaining('tessera import'),
    })
    writeFileSync(
      join(root, 'objects', objectPath(version.hash)),
      encodeObject(encodeVersion(version.version, source.hash)),
    )
    await expect(scope.readVersion(version.hash)).rejects.toMatchObject({ code: 'CORRUPT_OBJECT' })
  })

  test('an emptied file counts as missing, and is repaired by the next write', async () => {
    writeFileSync(join(root, 'objects', objectPath(source.hash)), '')
    expect(await scope.has(source.hash)).toBe(false)
    await scope.write(batch)
    expect(await scope.readSource(source.hash)).toEqual(source.body)
  })

  test('a source under a wrong hash is refused', async () => {
    await expect(
      scope.write({ ...batch, sources: [{ hash: 'a'.repeat(40), body: source.body }] }),
    ).rejects.toMatchObject({
      code: 'CORRUPT_OBJECT',
    })
  })

  test('a Version may have a hash that is not its content, as those of Bit 2', async () => {
    const hash = 'e'.repeat(40)
    await scope.write({ sources: [], versions: [{ hash, version: version.version }], components: [] })
    expect((await scope.readVersion(hash)).mainFile).toBe('index.ts')
  })

  test('a batch that fails in its sources leaves the old head', async () => {
    const next = batchOf('money', '2.0.0')
    const broken = { ...next, sources: [...next.sources, { hash: 'f'.repeat(40), body: Buffer.from('x') }] }
    await expect(scope.write(broken)).rejects.toMatchObject({ code: 'CORRUPT_OBJECT' })
    expect((await scope.readComponent(component))?.head).toBe(component.head)
  })

  test('many objects', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `part-${index}`)
    const batches = names.map((name) => batchOf(name, '1.0.0'))
    await scope.write({
      sources: batches.flatMap(({ sources }) => sources),
      versions: batches.flatMap(({ versions }) => versions),
      components: batches.flatMap(({ components }) => components),
    })
    const listed = await scope.listComponents()
    expect(listed.map(({ name }) => name)).toEqual(['money', ...names].toSorted())
  })
})

describe('index.json', () => {
  let scope: Scope
  const names = async (): Promise<string[]> => (await scope.listComponents()).map(({ name }) => name)

  beforeEach(async () => {
    scope = await initScope(root, { name: 'acme.shared', bare: true })
    await scope.write(batchOf('a', '1.0.0'))
    await scope.write(batchOf('b', '1.0.0'))
  })

  test('lists the components as Bit does', () => {
    expect(json('index.json')).toEqual({
      components: ['a', 'b'].map((name) => ({
        id: { scope: 'acme.shared', name },
        isSymlink: false,
        hash: encodeComponent({ scope: 'acme.shared', name, versions: {} }).hash,
      })),
      lanes: [],
    })
  })

  test.each<[string, string | undefined]>([
    ['missing', undefined],
    ['no JSON', '{'],
    ['as Bit 14 wrote it', '[]'],
    ['of no shape', '{"components":[1]}'],
  ])('is made again where it is %s', async (_what, content) => {
    const right = json('index.json')
    rmSync(join(root, 'index.json'))
    if (content !== undefined) writeFileSync(join(root, 'index.json'), content)
    expect(await names()).toEqual(['a', 'b'])
    expect(json('index.json')).toEqual(right)
  })

  test('an entry without its object goes', async () => {
    rmSync(join(root, 'objects', objectPath(encodeComponent({ scope: 'acme.shared', name: 'a', versions: {} }).hash)))
    expect(await names()).toEqual(['b'])
    expect(json('index.json')).toMatchObject({ components: [{ id: { name: 'b' } }] })
  })

  test('a component that another tool added comes', async () => {
    const object = encodeComponent({ scope: 'acme.shared', name: 'c', versions: {} })
    mkdirSync(join(root, 'objects', object.hash.slice(0, 2)), { recursive: true })
    writeFileSync(join(root, 'objects', objectPath(object.hash)), encodeObject(object))
    expect(await names()).toEqual(['a', 'b', 'c'])
    expect(json('index.json')).toMatchObject({ components: [{}, {}, { id: { name: 'c' } }] })
  })

  test('a damaged source does not keep it from being made', async () => {
    const { sources } = batchOf('a', '1.0.0')
    writeFileSync(join(root, 'objects', objectPath(sources[0]?.hash ?? '')), 'broken')
    rmSync(join(root, 'index.json'))
    expect(await names()).toEqual(['a', 'b'])
  })

  test('lanes of Bit are kept', async () => {
    const lane = {
      type: 'Lane' as const,
      hash: '1'.repeat(40),
      body: Buffer.from('{"name":"dev","scope":"acme.shared"}'),
    }
    mkdirSync(join(root, 'objects', '11'), { recursive: true })
    writeFileSync(join(root, 'objects', objectPath(lane.hash)), encodeObject(lane))
    await scope.write(batchOf('c', '1.0.0'))
    await scope.write(batchOf('d', '1.0.0'))
    expect(json('index.json')).toMatchObject({
      lanes: [{ id: { scope: 'acme.shared', name: 'dev' }, hash: lane.hash }],
    })
    expect(await names()).toEqual(['a', 'b', 'c', 'd'])
  })

  test('writers that do not know of each other lose nothing', async () => {
    const writers = await Promise.all(Array.from({ length: 8 }, () => openScope(root)))
    const written = Array.from({ length: 24 }, (_, index) => `w${index}`)
    await Promise.all(written.map((name, index) => (writers[index % 8] as Scope).write(batchOf(name, '1.0.0'))))
    expect(await names()).toEqual(['a', 'b', ...written].toSorted())
    expect((json('index.json') as { components: unknown[] }).components).toHaveLength(26)
  })
})

describe('heads of remotes', () => {
  test('are merged, and written as Bit does', async () => {
    const scope = await openLocalScope(root, 'shop-local')
    expect(await scope.remoteHeads('acme.shared')).toEqual(new Map())
    await scope.setRemoteHeads('acme.shared', new Map([['acme.shared/money/types', 'a'.repeat(40)]]))
    await Promise.all([
      scope.setRemoteHeads('acme.shared', new Map([['acme.shared/a', 'b'.repeat(40)]])),
      scope.setRemoteHeads('acme.shared', new Map([['acme.shared/money/types', 'c'.repeat(40)]])),
    ])
    expect(JSON.parse(readFileSync(join(scope.path, 'refs/remotes/acme.shared/main'), 'utf8'))).toEqual([
      { id: { scope: 'acme.shared', name: 'a' }, head: 'b'.repeat(40) },
      { id: { scope: 'acme.shared', name: 'money/types' }, head: 'c'.repeat(40) },
    ])
    expect((await scope.remoteHeads('acme.shared')).get('acme.shared/a')).toBe('b'.repeat(40))
    expect(await scope.remoteHeads('acme.other')).toEqual(new Map())
  })

  test('a damaged file is named; a name that leaves the folder is refused', async () => {
    const scope = await openLocalScope(root, 'shop-local')
    await scope.setRemoteHeads('acme.shared', new Map())
    writeFileSync(join(scope.path, 'refs/remotes/acme.shared/main'), '{')
    await expect(scope.remoteHeads('acme.shared')).rejects.toMatchObject({ code: 'INVALID_SCOPE' })
    await expect(scope.setRemoteHeads('../../x', new Map())).rejects.toMatchObject({ code: 'INVALID_SCOPE_NAME' })
    expect(existsSync(join(scope.path, 'x'))).toBe(false)
  })
})

function batchOf(name: string, tag: string): ObjectBatch {
  const body = Buffer.from(`export const ${name.replaceAll('-', '_')} = '${tag}'\n`)
  const version: VersionObject = {
    files: [{ file: sourceHash(body), relativePath: 'index.ts', name: 'index.ts', test: false }],
    mainFile: 'index.ts',
    bindingPrefix: '@acme',
    log: { message: '', date: '1700000000000' },
    dependencies: [],
    devDependencies: [],
    flattenedDependencies: [],
    packageDependencies: {},
    devPackageDependencies: {},
    peerPackageDependencies: {},
    extensions: [],
    parents: [],
  }
  const hash = versionHash(version)
  return {
    sources: [{ hash: sourceHash(body), body }],
    versions: [{ hash, version }],
    components: [{ name, scope: 'acme.shared', versions: { [tag]: hash }, head: hash }],
  }
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
}

function objectFiles(): string[] {
  return readdirSync(join(root, 'objects')).flatMap((shard) =>
    readdirSync(join(root, 'objects', shard)).map((name) => join(shard, name)),
  )
}
