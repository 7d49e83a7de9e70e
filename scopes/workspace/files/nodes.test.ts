import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { commitFiles } from '@tessera/core.disk'
import { sha1 } from '@tessera/core.model'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadNodes, openWorkspace } from './index.ts'
import type { WorkspaceNode } from './index.ts'
import { tempFolder, workspaceFiles, writeFiles } from './rig.ts'

function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const { root, dispose } = tempFolder(files)
  onTestFinished(dispose)
  return root
}

async function load(root: string): Promise<ReadonlyMap<string, WorkspaceNode>> {
  const nodes = await loadNodes(await openWorkspace(root))
  return new Map(nodes.map((node) => [node.key, node]))
}

const one = workspaceFiles({ 'acme.orders/a': { rootDir: 'components/a' } })
const pathsOf = (node: WorkspaceNode | undefined): readonly string[] => (node?.files ?? []).map(({ path }) => path)

test('components and consumers, sorted, with what they are', async () => {
  const derived = { contract: 'acme.orders/api/contract', part: 'client', files: { 'index.ts': 'a'.repeat(64) } }
  const root = folder({
    ...workspaceFiles({
      'acme.orders/api/contract': { rootDir: 'components/api/contract', mainFile: 'contract.ts', version: '0.1.0' },
      'acme.orders/api/client': { rootDir: 'components/api/client' },
      'acme.shared/money': {
        rootDir: 'components/money',
        scope: 'acme.shared',
        version: '1.0.0',
        mainFile: 'contract.json',
      },
    }),
    'components/api/contract/contract.ts': 'export const a = 1',
    'components/api/contract/contract.json': '{}',
    'components/api/client/index.ts': '',
    'components/api/client/derived.json': JSON.stringify(derived),
    'components/money/contract.json': '{}',
    'consumers/shop/package.json': '{ "name": "shop" }',
    'consumers/shop/src/main.ts': '',
    'consumers/no-package/main.ts': '',
  })
  const nodes = await loadNodes(await openWorkspace(root))
  expect(nodes.map(({ key }) => key)).toEqual([
    'acme.orders/api/client',
    'acme.orders/api/contract',
    'acme.shared/money',
    'shop',
  ])
  expect(nodes.flatMap(({ issues }) => issues)).toEqual([])
  const empty = { components: [], devComponents: [], packages: {}, devPackages: {}, peerPackages: {} }
  expect(nodes[0]).toMatchObject({
    kind: 'component',
    id: { scope: 'acme.orders', name: 'api/client' },
    packageName: '@acme/orders.api.client',
    exported: false,
    derived,
    dependencies: empty,
  })
  expect(nodes[1]).toMatchObject({ contract: 'source', id: { version: '0.1.0' }, exported: false })
  expect(nodes[2]).toMatchObject({ contract: 'document', id: { version: '1.0.0' }, exported: true })
  expect(nodes[3]).toEqual({
    kind: 'consumer',
    key: 'shop',
    packageName: 'shop',
    rootDir: 'consumers/shop',
    files: [{ path: 'src/main.ts', hash: sha1(''), dev: false }],
    dependencies: empty,
    issues: [],
  })
})

describe('which files a component has', () => {
  test('all, but what is ignored by Bit, by the workspace and by itself', async () => {
    const root = folder({
      ...one,
      '.gitignore': '# build\n*.log\n/components/a/tmp\n!keep.log\n',
      '.bitignore': 'secret/\n',
      'components/a/index.ts': '',
      'components/a/.bitignore': '/notes.md\n',
      'components/a/.gitignore': 'sub/\n',
      'components/a/.hidden': '',
      'components/a/sub/deep/x.json': '',
      'components/a/sub/tsconfig.json': '',
      'components/a/sub/dist/kept.ts': '',
      'components/a/keep.log': '',
      'components/a/x.log': '',
      'components/a/tmp/x.ts': '',
      'components/a/secret/x.ts': '',
      'components/a/notes.md': '',
      'components/a/sub/notes.md': '',
      'components/a/package.json': '{}',
      'components/a/sub/package.json': '{}',
      'components/a/package-lock.json': '{}',
      'components/a/component.json': '{}',
      'components/a/tsconfig.json': '{}',
      'components/a/.env': '',
      'components/a/.env.test.local': '',
      'components/a/dist/index.js': '',
      'components/a/node_modules/x/index.js': '',
    })
    expect(pathsOf((await load(root)).get('acme.orders/a'))).toEqual([
      '.bitignore',
      '.gitignore',
      '.hidden',
      'index.ts',
      'keep.log',
      'sub/deep/x.json',
      'sub/dist/kept.ts',
      'sub/notes.md',
      'sub/tsconfig.json',
    ])
  })

  test("its .gitignore counts where it has no .bitignore; a consumer's tsconfig.json is its own", async () => {
    const root = folder({
      ...one,
      'components/a/index.ts': '',
      'components/a/.gitignore': 'sub/\n',
      'components/a/sub/x.ts': '',
      'consumers/shop/package.json': '{ "name": "shop" }',
      'consumers/shop/tsconfig.json': '{}',
    })
    const nodes = await load(root)
    expect(pathsOf(nodes.get('acme.orders/a'))).toEqual(['.gitignore', 'index.ts'])
    expect(pathsOf(nodes.get('shop'))).toEqual(['tsconfig.json'])
  })

  test('a linked file counts, a linked folder and a dangling link do not', async () => {
    const root = folder({ ...one, 'components/a/index.ts': 'x', 'other/y.ts': 'y' })
    symlinkSync('../../other/y.ts', join(root, 'components/a/y.ts'))
    symlinkSync('../../other', join(root, 'components/a/folder'))
    symlinkSync('nowhere', join(root, 'components/a/dangling'))
    const node = (await load(root)).get('acme.orders/a')
    expect(node?.files.map(({ path, hash }) => [path, hash])).toEqual([
      ['index.ts', sha1('x')],
      ['y.ts', sha1('y')],
    ])
  })

  test('hashes do not depend on line ends; binary files are as they are', async () => {
    const binary = Uint8Array.from([0, 13, 10, 255, 0])
    const root = folder({ ...one, 'components/a/index.ts': 'a\r\nb\n', 'components/a/x.bin': binary })
    const node = (await load(root)).get('acme.orders/a')
    expect(node?.files.map(({ hash }) => hash)).toEqual([sha1('a\nb\n'), sha1(binary)])
  })

  test('tests and tool configuration are development files', async () => {
    const dev = ['a.test.ts', 'b.spec.tsx', 'c.test-d.ts', '__tests__/x.ts', 'src/test/y.ts', 'vitest.config.ts']
    const runtime = ['index.ts', 'testing.ts', 'test.ts', 'src/latest/z.ts', 'src/x.config.ts']
    const root = folder({
      ...one,
      ...Object.fromEntries([...dev, ...runtime].map((path) => [`components/a/${path}`, ''])),
    })
    const files = (await load(root)).get('acme.orders/a')?.files ?? []
    expect(files.filter((file) => file.dev).map(({ path }) => path)).toEqual(dev.toSorted())
  })

  test('a component in a consumer is its own', async () => {
    const root = folder({
      ...workspaceFiles({ 'acme.orders/a': { rootDir: 'consumers/shop/components/a' } }),
      'consumers/shop/package.json': '{ "name": "shop" }',
      'consumers/shop/main.ts': '',
      'consumers/shop/components/a/index.ts': '',
    })
    expect(pathsOf((await load(root)).get('shop'))).toEqual(['main.ts'])
  })
})

test('of files that are about to change, nodes are what they will be once they changed', async () => {
  const start = {
    ...workspaceFiles({
      'acme.orders/a': { rootDir: 'components/a' },
      'acme.orders/b': { rootDir: 'components/b', mainFile: 'main.ts' },
      'acme.orders/inner': { rootDir: 'components/b-inner' },
    }),
    'components/a/index.ts': "import '@acme/orders.b'",
    'components/a/lib/x.ts': '',
    'components/b/main.ts': '',
    'components/b-inner/index.ts': '',
  }
  const paths = ['a/index.ts', 'a/lib/x.ts', 'a/new/y.ts', 'b/main.ts', 'b-inner/z.ts', '../elsewhere.ts']
  const texts = ['', "import '@acme/orders.a'", "import type { T } from '@acme/orders.inner'", undefined]
  const changesOf = fc.uniqueArray(fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...texts)), {
    selector: ([path]) => path,
  })
  await fc.assert(
    fc.asyncProperty(changesOf, async (changed) => {
      const { root, dispose } = tempFolder(start)
      const changes = changed.map(([path, data]) => {
        const goes = data === undefined && !/(?:index|main)\.ts$/.test(path)
        return { path: join(root, 'components', path), ...(goes ? {} : { data: data ?? '' }) }
      })
      const workspace = await openWorkspace(root)
      const expected = await loadNodes(workspace, changes)
      await commitFiles({ root, folder: join(root, '.tessera') }, changes)
      expect(await loadNodes(workspace)).toEqual(expected)
      dispose()
    }),
    { numRuns: 40 },
  )
})

test('settings say where consumers are; components are none', async () => {
  const root = folder({
    ...workspaceFiles({ 'acme.orders/a': { rootDir: 'apps/a' } }),
    'package.json': '{ "tessera": { "consumers": ["apps/*", "one/"] } }',
    'apps/a/index.ts': '',
    'apps/a/package.json': '{ "name": "@acme/orders.a" }',
    'apps/b/package.json': '{ "name": "b" }',
    'one/package.json': '{ "name": "one" }',
    'one/node_modules/x/package.json': '{ "name": "x" }',
    'consumers/c/package.json': '{ "name": "c" }',
  })
  const nodes = await load(root)
  expect([...nodes].map(([key, { kind }]) => [key, kind])).toEqual([
    ['acme.orders/a', 'component'],
    ['b', 'consumer'],
    ['one', 'consumer'],
  ])
})

describe('what is wrong with a folder', () => {
  test.each<[what: string, files: Readonly<Record<string, string>>, issue: object]>([
    ['it is gone', {}, { code: 'MISSING_FOLDER', location: { file: 'components/a' } }],
    ['it is empty', { 'components/a/package.json': '{}' }, { code: 'EMPTY_COMPONENT' }],
    [
      'it has no main file',
      { 'components/a/indx.ts': '' },
      { code: 'NO_MAIN_FILE', message: expect.stringContaining('"indx.ts"') as string },
    ],
    [
      'its derived.json is broken',
      { 'components/a/index.ts': '', 'components/a/derived.json': '{ "contract": "x" }' },
      { code: 'INVALID_DERIVED', location: { file: 'components/a/derived.json' } },
    ],
    ['two files differ in case', { 'components/a/index.ts': '', 'components/a/Index.ts': '' }, { code: 'CASE_CLASH' }],
    [
      'a file name that Bit refuses',
      { 'components/a/index.ts': '', 'components/a/a:b.ts': '' },
      { code: 'INVALID_FILE_NAME' },
    ],
  ])('%s', async (_what, files, issue) => {
    const node = (await load(folder({ ...one, ...files }))).get('acme.orders/a')
    const whole = { severity: 'error', node: 'acme.orders/a', hint: expect.any(String) as string, ...issue }
    expect(node?.issues).toEqual([expect.objectContaining(whole)])
  })

  test('a consumer without a readable name', async () => {
    const root = folder({ ...workspaceFiles({}), 'consumers/a/package.json': '{', 'consumers/b/package.json': '{}' })
    const nodes = await load(root)
    expect([...nodes.values()].map((node) => [node.key, node.issues.map(({ code }) => code)])).toEqual([
      ['consumers/a', ['INVALID_PACKAGE_JSON']],
      ['consumers/b', ['INVALID_PACKAGE_JSON']],
    ])
  })

  test('two folders of one package name', async () => {
    const root = folder({
      ...workspaceFiles({ 'acme.a/b': { rootDir: 'x' }, 'acme/a/b': { rootDir: 'y' } }),
      'x/index.ts': '',
      'y/index.ts': '',
    })
    const issues = [...(await load(root)).values()].flatMap((node) => node.issues)
    expect(issues).toMatchObject([{ code: 'DUPLICATE_PACKAGE' }])
  })
})

describe('the index remembers, and never lies', () => {
  const old = new Date(Date.now() - 3_600_000)
  const indexOf = (root: string): string => join(root, '.tessera/index.json')
  const hashOf = async (root: string): Promise<string | undefined> =>
    (await load(root)).get('acme.orders/a')?.files[0]?.hash

  /** A file as old as the index trusts: its times are set back, and the clock of this process is set forward. */
  async function remembered(): Promise<string> {
    const root = folder({ ...one, 'components/a/index.ts': `import 'node:fs' // 1` })
    utimesSync(join(root, 'components/a/index.ts'), old, old)
    await atLater(() => load(root))
    expect(JSON.parse(readFileSync(indexOf(root), 'utf8'))).toMatchObject({
      files: { 'components/a/index.ts': [{}, {}, {}] },
    })
    return root
  }

  async function atLater<T>(action: () => Promise<T>): Promise<T> {
    const now = Date.now
    Date.now = () => now() + 10_000
    try {
      return await action()
    } finally {
      Date.now = now
    }
  }

  test('an unchanged file is not read again', async () => {
    const root = await remembered()
    const path = indexOf(root)
    const changed = readFileSync(path, 'utf8').replace(/[0-9a-f]{40}/, 'f'.repeat(40))
    writeFileSync(path, changed)
    expect(await hashOf(root)).toBe('f'.repeat(40))
    expect(readFileSync(path, 'utf8')).toBe(changed)
  })

  test('an edit of the same size is seen, even with its time set back', async () => {
    const root = await remembered()
    writeFileSync(join(root, 'components/a/index.ts'), `import 'node:fs' // 2`)
    utimesSync(join(root, 'components/a/index.ts'), old, old)
    expect(await hashOf(root)).toBe(sha1(`import 'node:fs' // 2`))
  })

  test('another file of the same size and time in its place is seen', async () => {
    const root = await remembered()
    writeFiles(root, { 'other.ts': `import 'node:os' // 1` })
    utimesSync(join(root, 'other.ts'), old, old)
    renameSync(join(root, 'other.ts'), join(root, 'components/a/index.ts'))
    expect(await hashOf(root)).toBe(sha1(`import 'node:os' // 1`))
  })

  test('edits in quick succession are all seen, though the times of files may not tell them apart', async () => {
    const root = folder({ ...one, 'components/a/index.ts': '' })
    for (const digit of '0123456789') {
      const text = `export const a = ${digit}`
      writeFileSync(join(root, 'components/a/index.ts'), text)
      expect(await hashOf(root)).toBe(sha1(text))
    }
  })

  test('a file just written is not remembered', async () => {
    const root = folder({ ...one, 'components/a/index.ts': '' })
    await load(root)
    expect(statSync(indexOf(root), { throwIfNoEntry: false })).toBeUndefined()
  })

  test.each([
    ['cut off', (text: string) => text.slice(0, 40)],
    [
      'of another version',
      (text: string) => text.replace('"version":1', '"version":999').replace(/[0-9a-f]{40}/, '0'.repeat(40)),
    ],
    ['no JSON', () => '\u0000'],
    ['of another shape', () => '{"version":1,"files":[]}'],
    ['with rows of another shape', () => '{"version":1,"files":{"components/a/index.ts":["1"],"b":null}}'],
  ])('an index %s is ignored', async (_what, damage) => {
    const root = await remembered()
    writeFileSync(indexOf(root), damage(readFileSync(indexOf(root), 'utf8')))
    expect(await hashOf(root)).toBe(sha1(`import 'node:fs' // 1`))
  })

  test('what is gone is forgotten', async () => {
    const root = await remembered()
    unlinkSync(join(root, 'components/a/index.ts'))
    await load(root)
    expect(JSON.parse(readFileSync(indexOf(root), 'utf8'))).toEqual({ version: 1, files: {} })
  })

  test('imports and derived.json come from memory as they were read', async () => {
    const root = folder({
      ...one,
      'components/a/index.ts': `import { a } from './b.ts'\nimport x from 'nowhere'`,
      'components/a/b.ts': '',
      'components/a/derived.json': JSON.stringify({ contract: 'a.b/c', part: 'types', files: {} }),
    })
    const first = await atLater(() => load(root))
    rmSync(join(root, '.tessera/none'), { force: true })
    expect(await load(root)).toEqual(first)
    expect(first.get('acme.orders/a')).toMatchObject({
      derived: { part: 'types' },
      issues: [{ code: 'MISSING_PACKAGE' }],
    })
  })

  test('a place that cannot be written is no failure', async () => {
    const root = folder({ ...one, 'components/a/index.ts': 'x', '.tessera': 'a file in the way' })
    expect(await atLater(() => hashOf(root))).toBe(sha1('x'))
    rmSync(join(root, '.tessera'))
    mkdirSync(indexOf(root), { recursive: true })
    expect(await atLater(() => hashOf(root))).toBe(sha1('x'))
  })
})
