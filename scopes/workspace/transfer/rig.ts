import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { buildOrder } from '@tessera/core.graph'
import { componentKey, scopeOwner, type ComponentId, type Event } from '@tessera/core.model'
import { normaliseText, sourceHash, versionHash, type VersionObject } from '@tessera/scope.objects'
import { initScope, openLocalScope, type Scope } from '@tessera/scope.store'
import {
  importGraph,
  formatBitmap,
  loadNodes,
  openWorkspace,
  writeBitmap,
  type ComponentNode,
  type Workspace,
  type WorkspaceNode,
} from '@tessera/workspace.files'
import { versionOf } from '@tessera/workspace.versions'
import { exportComponents } from './export.ts'
import { importComponents, writeImport } from './import.ts'
import { addRemote } from './remotes.ts'
import type { ExportOptions, ExportResult, ImportOptions, ImportResult } from './types.ts'

export type Files = Readonly<Record<string, string | Uint8Array>>

/** Of tests: a folder with workspaces and scopes in it, taken away by `dispose`. */
export interface Rig {
  readonly dir: string
  readonly dispose: () => Promise<void>
  /** Makes a bare scope, and answers its URL. */
  readonly bareScope: (name: string) => Promise<string>
  readonly workspace: (
    name: string,
    files?: Files,
    components?: Readonly<Record<string, string>>,
  ) => Promise<TestWorkspace>
}

/** Of tests: one workspace, read anew before each step as a command does. */
export interface TestWorkspace {
  readonly root: string
  readonly events: Event[]
  readonly open: () => Promise<{ workspace: Workspace; scope: Scope; nodes: readonly WorkspaceNode[] }>
  readonly write: (files: Files) => Promise<void>
  readonly read: (path: string) => Promise<string>
  readonly addRemotes: (...urls: readonly string[]) => Promise<void>
  /** Records the components (all, or those with these keys) under one version, dependencies first. */
  readonly tag: (version: string, keys?: readonly string[]) => Promise<void>
  readonly export: (options?: ExportOptions) => Promise<ExportResult>
  /** Without npm's part, which takes a second or more. */
  readonly import: (patterns: readonly string[], options?: ImportOptions) => Promise<ImportResult>
  readonly importWithNpm: (patterns: readonly string[], options?: ImportOptions) => Promise<ImportResult>
  /** Every file but what lies in folders of npm, git and the tool, as text or its size. */
  readonly files: (below?: string) => Promise<readonly string[]>
}

export async function makeRig(template?: Rig): Promise<Rig> {
  const dir = await mkdtemp(join(tmpdir(), 'tessera-transfer-'))
  if (template !== undefined) await cp(template.dir, dir, { recursive: true })
  return {
    dir,
    dispose: () => rm(dir, { recursive: true, force: true }),
    bareScope: async (name) => {
      await initScope(join(dir, 'scopes', name), { name, bare: true })
      return `file:../scopes/${name}`
    },
    workspace: (name, files = {}, components = {}) => makeWorkspace(join(dir, name), files, components),
  }
}

/** A workspace `owner` that exported a chain of components over two scopes, and a workspace `user` that knows these. */
export async function makeExportedChain(): Promise<Rig> {
  const rig = await makeRig()
  const urls = [await rig.bareScope('acme.orders'), await rig.bareScope('acme.shared')]
  const owner = await rig.workspace('owner', CHAIN_FILES, CHAIN_COMPONENTS)
  await owner.addRemotes(...urls)
  await owner.tag('0.1.0')
  await owner.export()
  await (await rig.workspace('user')).addRemotes(...urls)
  return rig
}

async function makeWorkspace(root: string, files: Files, components: Readonly<Record<string, string>>) {
  if (existsSync(join(root, 'workspace.jsonc'))) return testWorkspace(root)
  const entries = Object.entries(components).map(([id, rootDir]) => {
    const slash = id.indexOf('/')
    const mainFile = ['index.ts', 'index.js'].find((file) => `${rootDir}/${file}` in files) ?? 'index.ts'
    return { name: id.slice(slash + 1), scope: '', version: '', defaultScope: id.slice(0, slash), mainFile, rootDir }
  })
  await writeFiles(root, {
    'workspace.jsonc': '{ "teambit.workspace/workspace": { "name": "test", "defaultScope": "acme.orders" } }',
    '.bitmap': formatBitmap({ entries }),
    'package.json':
      '{ "name": "test", "private": true, "workspaces": ["components/*", "components/*/*", "consumers/*"] }',
    ...files,
  })
  return testWorkspace(root)
}

function testWorkspace(root: string): TestWorkspace {
  const events: Event[] = []
  const emit = (event: Event): void => void events.push(event)
  const open = async () => {
    const workspace = await openWorkspace(root)
    return { workspace, scope: await openLocalScope(root, 'test'), nodes: await loadNodes(workspace) }
  }
  return {
    root,
    events,
    open,
    write: (files) => writeFiles(root, files),
    read: (path) => readFile(join(root, path), 'utf8'),
    addRemotes: async (...urls) => {
      for (const url of urls) {
        const { workspace, scope } = await open()
        await addRemote(workspace, scope, url)
      }
    },
    tag: async (version, keys) => {
      const { workspace, scope, nodes } = await open()
      await tag({ workspace, scope, nodes }, version, keys)
    },
    export: async (options = {}) => {
      const { workspace, scope, nodes } = await open()
      return exportComponents(workspace, scope, nodes, options, emit)
    },
    import: async (patterns, options = {}) => {
      const { workspace, scope, nodes } = await open()
      return writeImport(workspace, scope, nodes, { ...options, patterns }, emit)
    },
    importWithNpm: async (patterns, options = {}) => {
      const { workspace, scope, nodes } = await open()
      return importComponents(workspace, scope, nodes, { ...options, patterns }, emit)
    },
    files: (below = '.') => listFiles(root, below),
  }
}

type Opened = Awaited<ReturnType<TestWorkspace['open']>>

let clock = 1_700_000_000_000

async function tag({ workspace, scope, nodes }: Opened, version: string, keys?: readonly string[]): Promise<void> {
  const components = new Map(nodes.flatMap((node) => (node.kind === 'component' ? [[node.key, node]] : [])))
  const versions = new Map([...components].map(([key, node]) => [key, node.id.version]))
  for (const key of buildOrder(importGraph([...components.values()])).flat()) {
    const node = components.get(key)
    if (node === undefined || (keys !== undefined && !keys.includes(key))) continue
    versions.set(key, version)
    await record({ workspace, scope, nodes }, node, versions)
  }
  const entries = workspace.bitmap.entries.map((entry) => {
    const key = `${entry.scope || entry.defaultScope}/${entry.name}`
    return { ...entry, version: versions.get(key) ?? entry.version }
  })
  await writeBitmap(workspace, entries)
}

async function record(
  { workspace, scope }: Opened,
  node: ComponentNode,
  versions: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  const exact = (id: ComponentId): ComponentId => {
    const version = versions.get(componentKey(id)) ?? id.version
    return version === undefined ? id : { ...id, version }
  }
  const content = versionOf(node)
  const dependencies = content.dependencies.map(({ id }) => ({ id: exact(id), relativePaths: [] }))
  const devDependencies = content.devDependencies.map(({ id }) => ({ id: exact(id), relativePaths: [] }))
  const before = await scope.readComponent(node.id)
  const flattened = new Map<string, ComponentId>()
  for (const { id } of [...dependencies, ...devDependencies]) {
    flattened.set(componentKey(id), id)
    const hash = (await scope.readComponent(id))?.versions[id.version ?? '']
    for (const other of hash === undefined ? [] : (await scope.readVersion(hash)).flattenedDependencies) {
      if (!flattened.has(componentKey(other))) flattened.set(componentKey(other), other)
    }
  }
  const object: VersionObject = {
    ...content,
    dependencies,
    devDependencies,
    bindingPrefix: `@${scopeOwner(node.id.scope)}`,
    schema: '1.0.0',
    log: { message: 'test', date: String((clock += 1)), username: 'ana', email: 'ana@acme.dev' },
    flattenedDependencies: [...flattened.values()],
    extensions: [],
    parents: before?.head === undefined ? [] : [before.head],
  }
  const hash = versionHash(object)
  const version = versions.get(node.key) as string
  const bodies = await Promise.all(node.files.map(({ path }) => readFile(join(workspace.root, node.rootDir, path))))
  const sources = bodies.map((body) => normaliseText(body)).map((body) => ({ hash: sourceHash(body), body }))
  const local = { ...before?.state?.versions, [version]: { local: true } }
  await scope.write({
    sources,
    versions: [{ hash, version: object }],
    components: [
      {
        name: node.id.name,
        scope: node.id.scope,
        lang: 'javascript',
        deprecated: false,
        bindingPrefix: `@${scopeOwner(node.id.scope)}`,
        remotes: before?.remotes ?? [],
        schema: '1.0.0',
        versions: { ...before?.versions, [version]: hash },
        head: hash,
        state: { versions: local },
      },
    ],
  })
}

export async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
}

async function listFiles(root: string, below: string): Promise<readonly string[]> {
  if (!existsSync(join(root, below))) return []
  const entries = await readdir(join(root, below), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(root, below), join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/^(\.bit|\.tessera|node_modules)\//.test(path))
    .toSorted()
}

/** Of tests: a chain of small components over two scopes, with files of every sort. */
export const CHAIN_FILES: Files = {
  'components/money/types/index.ts':
    'export interface Money {\n  readonly amount: number\n}\nexport const zero: Money = { amount: 0 }\n',
  'components/api/types/index.ts':
    "import type { Money } from '@acme/shared.money.types'\nexport interface Order {\n  readonly id: string\n  readonly total: Money\n}\n",
  'components/api/mocks/index.ts':
    "import { zero } from '@acme/shared.money.types'\nimport type { Order } from '@acme/orders.api.types'\n/** An order. */\nexport const order = (id: string): Order => ({ id, total: zero })\nexport const inferred = { zero }\n",
  'components/api/client/index.ts':
    "import type { Order } from '@acme/orders.api.types'\nexport { label } from './lib/label.ts'\nexport const total = (order: Order): number => order.total.amount\n",
  'components/api/client/lib/label.ts': "export const label = 'client'\n",
  'components/api/client/index.test.ts':
    "import { order } from '@acme/orders.api.mocks'\nimport { total } from './index.ts'\nif (total(order('1')) !== 0) throw new Error('not zero')\n",
  'components/api/client/data/blob.bin': Uint8Array.from([0, 255, 13, 10, 0, 1]),
  'components/api/client/data/日本.txt': 'こんにちは\n',
  'components/api/client/data/empty.txt': '',
}

export const CHAIN_COMPONENTS = {
  'acme.shared/money/types': 'components/money/types',
  'acme.orders/api/types': 'components/api/types',
  'acme.orders/api/mocks': 'components/api/mocks',
  'acme.orders/api/client': 'components/api/client',
}
