import { readFile, rm, symlink, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { versionHash, type VersionFile } from '@tessera/scope.objects'
import { openScope } from '@tessera/scope.store'
import { isModified } from '@tessera/workspace.versions'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { planImport } from './import.ts'
import { CHAIN_FILES, makeExportedChain, makeRig, type Rig, type TestWorkspace } from './rig.ts'

const MONEY = 'acme.shared/money/types'
const TYPES = 'acme.orders/api/types'
const CLIENT = 'acme.orders/api/client'

vi.setConfig({ testTimeout: 30_000 })

let template: Rig
let rig: Rig
let owner: TestWorkspace
let user: TestWorkspace

beforeAll(async () => {
  template = await makeExportedChain()
})

beforeEach(async () => {
  rig = await makeRig(template)
  owner = await rig.workspace('owner')
  user = await rig.workspace('user')
})

afterAll(() => template.dispose())
afterEach(() => rig.dispose())

const bytes = (workspace: TestWorkspace, path: string) => readFile(join(workspace.root, path))

/** What no tag would record: a version whose files go by such a name. */
async function makeHostile(scopePath: string, path: string): Promise<void> {
  const scope = await openScope(scopePath)
  const client = await scope.readComponent({ scope: 'acme.orders', name: 'api/client' })
  const good = await scope.readVersion(client?.head as string)
  const [file] = good.files as [VersionFile]
  const version = { ...good, files: [...good.files, { ...file, relativePath: path, name: path }], dependencies: [] }
  const hash = versionHash(version)
  const component = { scope: 'acme.orders', name: 'hostile', versions: { '0.1.0': hash }, head: hash, schema: '1.0.0' }
  await scope.write({ sources: [], versions: [{ hash, version }], components: [component] })
}

describe('sources', () => {
  it('writes every file byte for byte, the .bitmap entry and the manifest', async () => {
    const { imported, fetched } = await user.import([CLIENT])
    expect(fetched).toEqual([{ scope: 'acme.orders', name: 'api/client', version: '0.1.0' }])
    expect(imported[0]?.rootDir).toBe('components/api/client')
    const files = Object.keys(CHAIN_FILES).filter((path) => path.startsWith('components/api/client/'))
    expect(imported[0]?.files).toEqual(files.toSorted())
    for (const path of files) expect(await bytes(user, path)).toEqual(await bytes(owner, path))
    expect(JSON.parse(await user.read('components/api/client/package.json'))).toMatchObject({
      name: '@acme/orders.api.client',
      version: '0.1.0',
      dependencies: { '@acme/orders.api.types': '*' },
      devDependencies: { '@acme/orders.api.mocks': '*' },
    })
    expect((await user.open()).workspace.bitmap.entries).toEqual([
      {
        name: 'api/client',
        scope: 'acme.orders',
        version: '0.1.0',
        mainFile: 'index.ts',
        rootDir: 'components/api/client',
      },
    ])
  })

  it('takes package names, globs over a scope, and folders', async () => {
    await user.import(['@acme/shared.money.types@0.1.0'], { path: 'shared/{name}' })
    await user.import(['acme.orders/api/{types,mocks}'])
    const { workspace } = await user.open()
    expect(workspace.bitmap.entries.map(({ rootDir }) => rootDir)).toEqual([
      'components/api/mocks',
      'components/api/types',
      'shared/money/types',
    ])
    expect(JSON.parse(await user.read('package.json')).workspaces).toContain('shared/money/types')
  })

  it('updates to the newest version, and removes files that are gone', async () => {
    await user.import([CLIENT])
    await owner.write({ 'components/api/client/lib/label.ts': "export const label = 'second'\n" })
    await rm(join(owner.root, 'components/api/client/data'), { recursive: true })
    await owner.tag('0.2.0', [CLIENT])
    await owner.export()
    const { imported } = await user.import([CLIENT])
    expect(imported[0]).toMatchObject({ previousVersion: '0.1.0', id: { version: '0.2.0' } })
    expect(imported[0]?.removed).toHaveLength(3)
    expect(await user.files('components/api/client')).toEqual([
      'index.test.ts',
      'index.ts',
      'lib/label.ts',
      'package.json',
    ])
    expect(await user.read('components/api/client/lib/label.ts')).toContain('second')
    expect((await user.import([`${CLIENT}@0.1.0`])).imported[0]?.files).toHaveLength(6)
  })

  it('imports twice to the same bytes, the second time over what was cut short before .bitmap was written', async () => {
    const bitmap = await user.read('.bitmap')
    const state = async () => Promise.all((await user.files()).map(async (path) => [path, await user.read(path)]))
    await user.import([CLIENT])
    const first = await state()
    await user.write({ '.bitmap': bitmap })
    const { vendored } = await user.import([CLIENT])
    expect(await state()).toEqual(first)
    expect(vendored.map(({ status }) => status)).toEqual(['kept', 'kept', 'kept'])
  })
})

it('plans an import as data, and writes no file', async () => {
  const { workspace, scope, nodes } = await user.open()
  const before = await user.files()
  const plan = await planImport(workspace, scope, nodes, { patterns: [CLIENT] }, () => {})
  expect(plan.components.map(({ id, rootDir }) => [id.version, rootDir])).toEqual([['0.1.0', 'components/api/client']])
  expect(plan.vendor).toEqual([
    '@acme/orders.api.mocks@0.1.0',
    '@acme/orders.api.types@0.1.0',
    '@acme/shared.money.types@0.1.0',
  ])
  expect(await user.files()).toEqual(before)
})

describe('what it refuses', () => {
  it('local changes, naming the files, unless told to override', async () => {
    await user.import([MONEY])
    await user.write({
      'components/money/types/index.ts': 'export const mine = 1\n',
      'components/money/types/new.ts': '',
    })
    await expect(user.import([MONEY])).rejects.toMatchObject({
      code: 'LOCAL_CHANGES',
      message: 'acme.shared/money/types was changed here: index.ts, new.ts',
    })
    expect(await user.read('components/money/types/index.ts')).toBe('export const mine = 1\n')
    await user.import([MONEY], { override: true })
    expect(await user.files('components/money/types')).toEqual(['index.ts', 'package.json'])
  })

  it('versions that were not exported', async () => {
    await user.import([MONEY])
    await user.write({ 'components/money/types/index.ts': 'export const zero = 1\n' })
    await user.tag('0.9.0')
    await expect(user.import([MONEY])).rejects.toMatchObject({
      code: 'LOCAL_CHANGES',
      message: expect.stringContaining('not exported: 0.9.0'),
    })
  })

  it('a folder with other files', async () => {
    await user.write({ 'components/api/client/notes.md': 'mine' })
    await expect(user.import([CLIENT])).rejects.toMatchObject({
      code: 'FOLDER_NOT_EMPTY',
      message: expect.stringContaining('notes.md'),
    })
    expect(await user.files('components')).toEqual(['api/client/notes.md'])
  })

  it.each(['components/api', 'components/api/client'])('a file where a folder is to be: %s', async (path) => {
    await user.write({ [path]: 'mine' })
    await expect(user.import([CLIENT])).rejects.toMatchObject({
      code: expect.stringMatching(/^(FOLDER_NOT_EMPTY|UNSAFE_PATH)$/),
      message: expect.stringContaining(path),
    })
    expect(await user.files('components')).toEqual([path.slice('components/'.length)])
    expect(await user.read('.bitmap')).not.toContain('api/client')
  })

  it('a way out of the workspace, by option or by a link', async () => {
    await expect(user.import([CLIENT], { path: '../elsewhere' })).rejects.toMatchObject({ code: 'OUTSIDE_WORKSPACE' })
    await mkdir(join(rig.dir, 'elsewhere'))
    await symlink(join(rig.dir, 'elsewhere'), join(user.root, 'components'), 'junction')
    await expect(user.import([CLIENT])).rejects.toMatchObject({
      code: 'UNSAFE_PATH',
      message: expect.stringContaining('goes through the link components'),
    })
  })

  it.each(['../../escape.ts', '/absolute.ts', 'nul\0byte.ts', '.git/config', 'index.TS'])(
    'the file name %j, before anything is written',
    async (path) => {
      await makeHostile(join(rig.dir, 'scopes/acme.orders'), path)
      const before = await user.files()
      await expect(user.import(['acme.orders/hostile'])).rejects.toMatchObject({
        code: expect.stringMatching(/^(UNSAFE_PATH|INVALID_OBJECT|CORRUPT_OBJECT)$/),
        message: expect.stringContaining(JSON.stringify(path).slice(1, -1)),
      })
      expect(await user.files()).toEqual(before)
    },
  )

  it('unknown components, versions, scopes and patterns, with what was meant', async () => {
    const failures = [
      'acme.orders/api/clinet',
      `${CLIENT}@9.9.9`,
      'acme.order/api/client',
      'acme.orders/x/**',
      '**/types',
    ]
    const errors = await Promise.all(failures.map((pattern) => user.import([pattern]).catch((error: unknown) => error)))
    expect(errors.map((error) => [(error as { code: string }).code, (error as Error).message])).toMatchInlineSnapshot(`
      [
        [
          "COMPONENT_NOT_FOUND",
          "scope acme.orders has no component acme.orders/api/clinet, did you mean "acme.orders/api/client"?",
        ],
        [
          "VERSION_NOT_FOUND",
          "scope acme.orders has no acme.orders/api/client@9.9.9",
        ],
        [
          "UNKNOWN_REMOTE",
          "no remote holds the scope "acme.order", did you mean "acme.orders"? (import acme.order/api/client)",
        ],
        [
          "NO_MATCH",
          "no component of acme.orders matches "acme.orders/x/**"",
        ],
        [
          "INVALID_PATTERN",
          ""**/types" names no scope",
        ],
      ]
    `)
    expect(await user.files('.')).not.toContain('vendor')
  })

  it('a remote that a dependency needs and nobody named', async () => {
    const lonely = await rig.workspace('lonely')
    await lonely.addRemotes('file:../scopes/acme.orders')
    await expect(lonely.import([CLIENT])).rejects.toMatchObject({
      code: 'UNKNOWN_REMOTE',
      message:
        'no remote holds the scope "acme.shared" (acme.orders/api/types@0.1.0 depends on acme.shared/money/types@0.1.0)',
    })
    expect(await lonely.files('.')).toEqual(['.bitmap', 'package.json', 'workspace.jsonc'])
  })
})

describe('objects', () => {
  it('fetches baselines of a fresh clone, and touches no file', async () => {
    await user.import([MONEY])
    await rm(join(user.root, '.bit'), { recursive: true })
    const before = await user.files()
    const { fetched, imported } = await user.import([])
    expect(fetched).toEqual([{ scope: 'acme.shared', name: 'money/types', version: '0.1.0' }])
    expect(imported).toEqual([])
    expect(await user.files()).toEqual(before)
    const { scope } = await user.open()
    const hash = (await scope.readComponent({ scope: 'acme.shared', name: 'money/types' }))?.head as string
    expect((await scope.readVersion(hash)).files).toHaveLength(1)
  })

  it('fetches objects alone when asked to', async () => {
    await user.import([CLIENT], { objectsOnly: true })
    expect(await user.files()).toEqual(['.bitmap', 'package.json', 'workspace.jsonc'])
  })

  it('fetches every version of what is imported, and of what it depends on only where that is asked for', async () => {
    await owner.write({ 'components/money/types/index.ts': 'export const zero = 0\n' })
    await owner.tag('0.2.0', [MONEY, TYPES])
    await owner.write({ 'components/money/types/index.ts': 'export const zero = 1\n' })
    await owner.tag('0.3.0', [MONEY])
    await owner.export()
    const versionsHere = async (key: string): Promise<readonly string[]> => {
      const { scope } = await user.open()
      const [scopeName = '', ...name] = key.split('/')
      const component = await scope.readComponent({ scope: scopeName, name: name.join('/') })
      const all = Object.entries(component?.versions ?? {})
      const there = await Promise.all(all.map(([, hash]) => scope.has(hash)))
      return all.flatMap(([tag], index) => (there[index] === true ? [tag] : []))
    }
    await user.import([TYPES])
    expect([await versionsHere(TYPES), await versionsHere(MONEY)]).toEqual([['0.1.0', '0.2.0'], ['0.2.0']])
    await user.import([TYPES], { allHistory: true })
    expect(await versionsHere(MONEY)).toEqual(['0.1.0', '0.2.0', '0.3.0'])
    expect(await user.read('.bitmap')).not.toContain('money')
  })

  it('keeps what was tagged here when the remote has moved on', async () => {
    await user.import([MONEY])
    await user.write({ 'components/money/types/index.ts': 'export const zero = 1\n' })
    await user.tag('0.9.0')
    await owner.tag('0.2.0', [MONEY])
    await owner.export()
    await user.import([])
    const { scope } = await user.open()
    const component = await scope.readComponent({ scope: 'acme.shared', name: 'money/types' })
    expect(Object.keys(component?.versions ?? {})).toEqual(['0.1.0', '0.2.0', '0.9.0'])
    expect(component?.head).toBe(component?.versions['0.9.0'])
    expect((await scope.remoteHeads('acme.shared')).get(MONEY)).toBe(component?.versions['0.2.0'])
  })
})

it('leaves an imported component unmodified once npm installed what it needs', async () => {
  await user.importWithNpm([CLIENT])
  const { nodes, scope } = await user.open()
  const node = nodes.find(({ key }) => key === CLIENT)
  const hash = (await scope.readComponent({ scope: 'acme.orders', name: 'api/client' }))?.head as string
  expect(node?.issues).toEqual([])
  expect(node?.kind === 'component' && isModified(node, await scope.readVersion(hash))).toBe(false)
})
