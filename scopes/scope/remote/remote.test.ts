import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pathToFileURL } from 'node:url'
import { objectPath, sourceHash, versionHash, type ComponentObject, type VersionObject } from '@tessera/scope.objects'
import { initScope, type ObjectBatch, type Scope } from '@tessera/scope.store'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openRemote, type Remote } from './index.ts'

const home = mkdtempSync(join(tmpdir(), 'tessera-remote-'))
const shared = 'acme.shared'
let root = ''
let scope: Scope
let remote: Remote
let count = 0

beforeEach(async () => {
  root = join(home, String(count++))
  scope = await initScope(root, { name: shared, bare: true })
  remote = await openRemote(pathToFileURL(root).href)
})
afterAll(() => rmSync(home, { recursive: true }))

describe('opening', () => {
  test('an absolute URL, and one from the workspace', async () => {
    const url = `file:../${count - 1}`
    expect(remote).toMatchObject({ name: shared, url: pathToFileURL(root).href })
    expect(await openRemote(url, { base: join(home, 'workspace') })).toMatchObject({ name: shared, url })
  })

  test.each(['file:../nothing', 'file:///nothing/here', 'file://host/share'])('%s is not there', async (url) => {
    await expect(openRemote(url, { base: root })).rejects.toMatchObject({
      code: 'REMOTE_NOT_FOUND',
      hint: expect.any(String),
    })
  })

  test.each(['http://localhost:3000', 'ssh://git@host/scope', '../scope', ''])(
    '"%s" is spoken by nobody',
    async (url) => {
      await expect(openRemote(url)).rejects.toMatchObject({
        code: 'UNKNOWN_REMOTE_PROTOCOL',
        hint: expect.stringContaining('file:'),
      })
    },
  )
})

test('a version that comes after itself, at once or in a circle, is not taken', async () => {
  const first = tag(undefined, 'money', '1.0.0')
  const second = tag(first, 'money', '1.1.0')
  const after = (parent: string): ObjectBatch => ({
    ...joined(first, second),
    versions: joined(first, second).versions.map(({ hash, version }) =>
      hash === headOf(first) ? { hash, version: { ...version, parents: [parent] } } : { hash, version },
    ),
  })
  for (const parent of [headOf(first), headOf(second)]) {
    await expect(remote.push(after(parent))).rejects.toMatchObject({
      code: 'INVALID_OBJECT',
      diagnostics: expect.arrayContaining([
        expect.objectContaining({
          message: expect.stringMatching(/^acme\.shared\/money@1\.[01]\.0 comes after itself$/),
        }),
      ]),
    })
    expect(await remote.list()).toEqual([])
  }
})

describe('fetching', () => {
  const money = tag(undefined, 'money', '1.0.0')
  const money2 = tag(money, 'money', '1.1.0')
  const price = tag(undefined, 'price', '1.0.0', [{ scope: shared, name: 'money', version: '1.0.0' }])

  beforeEach(async () => {
    await remote.push(joined(money, money2))
    await remote.push(price)
  })

  test('the head, with its sources', async () => {
    const batch = await remote.fetch([{ scope: shared, name: 'money' }])
    expect(batch.versions.map(({ hash }) => hash)).toEqual([headOf(money2)])
    expect(batch.sources).toEqual(money2.sources)
    expect(batch.components[0]?.versions).toEqual({ '1.0.0': headOf(money), '1.1.0': headOf(money2) })
  })

  test('a given version, by tag or by hash', async () => {
    const byTag = await remote.fetch([{ scope: shared, name: 'money', version: '1.0.0' }])
    expect(byTag.sources).toEqual(money.sources)
    expect(await remote.fetch([{ scope: shared, name: 'money', version: headOf(money) }])).toEqual(byTag)
  })

  test('the history', async () => {
    const batch = await remote.fetch([{ scope: shared, name: 'money' }], { history: true })
    expect(new Set(batch.versions.map(({ hash }) => hash))).toEqual(new Set([headOf(money), headOf(money2)]))
    expect(batch.sources).toHaveLength(2)
  })

  test('the dependencies of the same scope', async () => {
    const id = { scope: shared, name: 'price' }
    expect((await remote.fetch([id])).components).toHaveLength(1)
    const batch = await remote.fetch([id], { dependencies: true })
    expect(batch.components.map(({ name }) => name)).toEqual(['price', 'money'])
    expect(batch.versions.map(({ hash }) => hash)).toEqual([headOf(price), headOf(money)])
  })

  test('only what is not there yet', async () => {
    const has = async (hash: string): Promise<boolean> => [headOf(money), money.sources[0]?.hash].includes(hash)
    const batch = await remote.fetch([{ scope: shared, name: 'money' }], { history: true, has })
    expect(batch.versions.map(({ hash }) => hash)).toEqual([headOf(money2)])
    expect(batch.sources).toEqual(money2.sources)
    expect(batch.components).toHaveLength(1)
  })

  test('a component that is not there, with the nearest name', async () => {
    await expect(remote.fetch([{ scope: shared, name: 'monye' }])).rejects.toMatchObject({
      code: 'COMPONENT_NOT_FOUND',
      message: expect.stringContaining('did you mean "acme.shared/money"'),
    })
  })

  test('a version that is not there, with those that are', async () => {
    await expect(remote.fetch([{ scope: shared, name: 'money', version: '3.0.0' }])).rejects.toMatchObject({
      code: 'VERSION_NOT_FOUND',
      hint: 'it has 1.0.0, 1.1.0',
    })
    await expect(remote.fetch([{ scope: shared, name: 'money', version: 'a'.repeat(40) }])).rejects.toMatchObject({
      code: 'VERSION_NOT_FOUND',
    })
  })

  test('what the remote has lost is named', async () => {
    rmSync(join(root, 'objects', objectPath(headOf(money2))))
    await expect(remote.fetch([{ scope: shared, name: 'money' }])).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
  })

  test('the list', async () => {
    expect((await remote.list()).map(({ name }) => name)).toEqual(['money', 'price'])
  })
})

describe('pushing', () => {
  const first = tag(undefined, 'money', '1.0.0')
  const second = tag(first, 'money', '1.1.0')

  test('a version, then the next one', async () => {
    await remote.push(first)
    await remote.push(second)
    expect(await scope.readComponent({ scope: shared, name: 'money' })).toMatchObject({
      versions: { '1.0.0': headOf(first), '1.1.0': headOf(second) },
      head: headOf(second),
    })
    expect(readdirSync(join(root, 'pending-objects'))).toEqual([])
  })

  test('twice is as once', async () => {
    await remote.push(first)
    const before = await scope.readComponent({ scope: shared, name: 'money' })
    await remote.push(first)
    expect(await scope.readComponent({ scope: shared, name: 'money' })).toEqual(before)
  })

  test('what is only local stays local', async () => {
    const [component] = first.components as [ComponentObject]
    const local = { ...component, state: { versions: { '1.0.0': { local: true } } }, rest: { local: true, lane: 'x' } }
    await remote.push({ ...first, components: [local] })
    const pushed = await scope.readComponent(component)
    expect(pushed).not.toHaveProperty('state')
    expect(pushed?.rest).toEqual({ lane: 'x' })
  })

  test('urls of a component are joined', async () => {
    const [component] = first.components as [ComponentObject]
    const at = (url: string): ComponentObject => ({ ...component, remotes: [{ url, name: shared, date: '1' }] })
    await remote.push({ ...first, components: [at('file:///a')] })
    await remote.push({ ...first, components: [at('file:///b')] })
    await remote.push({ ...first, components: [at('file:///a')] })
    expect((await scope.readComponent(component))?.remotes?.map(({ url }) => url)).toEqual(['file:///a', 'file:///b'])
  })

  describe('is refused', () => {
    const refusal = async (batch: ObjectBatch): Promise<unknown> => {
      const error: unknown = await remote.push(batch).catch((reason: unknown) => reason)
      expect(existsSync(join(root, 'pending-objects')) && readdirSync(join(root, 'pending-objects'))).toEqual([])
      return error
    }
    const refused = (code: string, ...words: string[]): object => {
      const message: unknown = expect.stringMatching(words.map(escape).join('.*'))
      return { code, message, diagnostics: expect.arrayContaining([expect.objectContaining({ code })]) }
    }

    test('a tag that the remote has with other content', async () => {
      await remote.push(first)
      const other = tag(undefined, 'money', '1.0.0', [], 'other content')
      expect(await refusal(other)).toMatchObject(
        refused('MERGE_CONFLICT', 'acme.shared/money@1.0.0', headOf(first), headOf(other)),
      )
      expect((await scope.readComponent({ scope: shared, name: 'money' }))?.head).toBe(headOf(first))
    })

    test('a version that does not come after that of the remote', async () => {
      await remote.push(joined(first, second))
      expect(await refusal(tag(first, 'money', '1.2.0'))).toMatchObject(
        refused('COMPONENT_NEEDS_UPDATE', 'is at 1.1.0'),
      )
      await expect(remote.push(tag(first, 'money', '1.2.0'))).rejects.toMatchObject({
        hint: expect.stringContaining('tessera import'),
      })
    })

    test('a version without the one before it', async () => {
      expect(await refusal({ ...second, versions: second.versions.slice(-1) })).toMatchObject(
        refused('MISSING_OBJECTS', 'acme.shared/money@1.0.0'),
      )
    })

    test('a version without its sources', async () => {
      expect(await refusal({ ...first, sources: [] })).toMatchObject(
        refused('MISSING_OBJECTS', 'index.ts of acme.shared/money@1.0.0'),
      )
    })

    test('a version without a dependency of the same scope; that of another is not asked for', async () => {
      const rate = { scope: 'acme.bank', name: 'rate', version: '1.0.0' }
      await remote.push(tag(undefined, 'free', '1.0.0', [rate]))
      const price = tag(undefined, 'price', '1.0.0', [{ scope: shared, name: 'money', version: '1.0.0' }])
      expect(await refusal(price)).toMatchObject(refused('MISSING_DEPENDENCY', 'acme.shared/money@1.0.0'))
      await remote.push(joined(price, first))
      expect(await remote.list()).toHaveLength(3)
    })

    test('a component of another scope', async () => {
      const components = first.components.map((component) => ({ ...component, scope: 'acme.orders' }))
      expect(await refusal({ ...first, components })).toMatchObject(refused('WRONG_SCOPE', 'acme.orders'))
    })

    test('what Bit would refuse', async () => {
      const [{ hash, version }] = first.versions as [ObjectBatch['versions'][0]]
      expect(
        await refusal({ ...first, versions: [{ hash, version: { ...version, mainFile: 'gone.ts' } }] }),
      ).toMatchObject(refused('INVALID_OBJECT', 'gone.ts'))
    })

    test('all at once: one bad component keeps the good ones out', async () => {
      await remote.push(first)
      expect(
        await refusal(joined(tag(undefined, 'good', '1.0.0'), tag(undefined, 'money', '1.0.0', [], 'other'))),
      ).toMatchObject(refused('MERGE_CONFLICT'))
      expect((await remote.list()).map(({ name }) => name)).toEqual(['money'])
    })
  })
})

describe('the queue', () => {
  const batch = tag(undefined, 'money', '1.0.0')
  const pending = (id: string): string => join(root, 'pending-objects', id)
  const owned = (id: string, owner: object): string => {
    mkdirSync(pending(id), { recursive: true })
    writeFileSync(join(pending(id), 'owner.json'), JSON.stringify(owner))
    return pending(id)
  }

  test('an export of Bit that is under way is waited for, then reported', async () => {
    mkdirSync(pending('1700000000000-abc'), { recursive: true })
    await expect(remote.push(batch, { waitMs: 60 })).rejects.toMatchObject({
      code: 'SCOPE_BUSY',
      message: expect.stringContaining('an export of Bit'),
      hint: expect.stringContaining(pending('1700000000000-abc')),
    })
    expect(readdirSync(join(root, 'pending-objects'))).toEqual(['1700000000000-abc'])
    const pushed = remote.push(batch)
    rmSync(pending('1700000000000-abc'), { recursive: true })
    await pushed
    expect(await remote.list()).toHaveLength(1)
  })

  test('a crashed export of this host blocks nobody', async () => {
    const ended = promisify(execFile)(process.execPath, ['-e', ''])
    await ended
    owned('1700000000000-abc', { ...(await ownerOfThisHost()), pid: ended.child.pid })
    await remote.push(batch, { waitMs: 60 })
    expect(readdirSync(join(root, 'pending-objects'))).toEqual([])
  })

  test('a silent export of another host blocks nobody, one that gives signs of life does', async () => {
    const dir = owned('1700000000000-abc', { pid: 1, host: 'elsewhere' })
    await expect(remote.push(batch, { waitMs: 60 })).rejects.toMatchObject({
      code: 'SCOPE_BUSY',
      message: expect.stringContaining('process 1 on elsewhere'),
    })
    utimesSync(join(dir, 'owner.json'), new Date(0), new Date(0))
    await remote.push(batch, { waitMs: 60 })
    expect(await remote.list()).toHaveLength(1)
  })

  test('of eight exports of different components at once, all arrive', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `part-${index}`)
    const remotes = await Promise.all(names.map(() => openRemote(remote.url)))
    await Promise.all(names.map((name, index) => (remotes[index] as Remote).push(tag(undefined, name, '1.0.0'))))
    expect((await remote.list()).map(({ name }) => name)).toEqual(names)
  })

  test('of eight exports of the same tag at once, one arrives', async () => {
    const batches = Array.from({ length: 8 }, (_, index) => tag(undefined, 'money', '1.0.0', [], `content ${index}`))
    const results = await Promise.allSettled(batches.map((one) => remote.push(one)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const reasons = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown)
    expect(reasons).toEqual(Array.from({ length: 7 }, () => expect.objectContaining({ code: 'MERGE_CONFLICT' })))
  })

  /** The owner that this process writes, caught while it holds the turn. */
  async function ownerOfThisHost(): Promise<object> {
    const pushed = remote.push(tag(undefined, 'probe', '1.0.0'))
    const [id] = readdirSync(join(root, 'pending-objects'))
    const owner: unknown = JSON.parse(readFileSync(join(pending(id ?? ''), 'owner.json'), 'utf8'))
    await pushed
    return owner as object
  }
})

/** One more version of a component, on top of what `before` ends with. */
function tag(
  before: ObjectBatch | undefined,
  name: string,
  version: string,
  dependencies: VersionObject['flattenedDependencies'] = [],
  content = `${name} ${version}\n`,
): ObjectBatch {
  const body = Buffer.from(content)
  const [previous] = before?.components ?? []
  const object: VersionObject = {
    files: [{ file: sourceHash(body), relativePath: 'index.ts', name: 'index.ts', test: false }],
    mainFile: 'index.ts',
    bindingPrefix: '@acme',
    schema: '1.0.0',
    log: { message: '', date: '1700000000000' },
    dependencies: dependencies.map((id) => ({ id, relativePaths: [] })),
    devDependencies: [],
    flattenedDependencies: dependencies,
    packageDependencies: {},
    devPackageDependencies: {},
    peerPackageDependencies: {},
    extensions: [],
    parents: previous?.head === undefined ? [] : [previous.head],
  }
  const hash = versionHash(object)
  const component = {
    name,
    scope: shared,
    versions: { ...previous?.versions, [version]: hash },
    schema: '1.0.0',
    head: hash,
  }
  return { sources: [{ hash: sourceHash(body), body }], versions: [{ hash, version: object }], components: [component] }
}

function headOf(batch: ObjectBatch): string {
  return batch.versions.at(-1)?.hash ?? ''
}

/** Both batches; of a component in both, the later state. */
function joined(one: ObjectBatch, two: ObjectBatch): ObjectBatch {
  const components = new Map([...one.components, ...two.components].map((component) => [component.name, component]))
  return {
    sources: [...one.sources, ...two.sources],
    versions: [...one.versions, ...two.versions],
    components: [...components.values()],
  }
}

/** The text as a pattern. */
function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
