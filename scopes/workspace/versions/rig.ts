import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { normaliseText, versionHash } from '@tessera/scope.objects'
import type { VersionObject } from '@tessera/scope.objects'
import { openLocalScope } from '@tessera/scope.store'
import type { Scope } from '@tessera/scope.store'
import { formatBitmap, loadNodes, openWorkspace, writeBitmap } from '@tessera/workspace.files'
import type { BitmapEntry, ComponentNode, Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { versionHashOf } from './baseline.ts'
import { versionOf } from './version-of.ts'

/** Of tests: what is in a workspace, opened afresh as each command does. */
export interface Session {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly nodes: readonly WorkspaceNode[]
}

/** Of tests: a workspace of components in the scope `acme.x`, in a temporary folder. */
export interface Rig {
  readonly root: string
  write(files: Readonly<Record<string, string>>): void
  read(path: string): string
  /** Paths below a folder, sorted. */
  paths(folder: string): readonly string[]
  open(): Promise<Session>
  /** Records what lies in these components as this version, or as a `snap`; `exported` if the remote is to have it too. */
  record(version: string, names: readonly string[], options?: RecordOptions): Promise<void>
  dispose(): void
}

export interface RecordOptions {
  readonly exported?: boolean
  /** On top of this version rather than the head, which only the remote gets then. */
  readonly elsewhere?: string
}

/** Of tests: each component's name with its files. */
export function createRig(components: Readonly<Record<string, Readonly<Record<string, string>>>>): Rig {
  const root = mkdtempSync(join(tmpdir(), 'tessera-versions-'))
  const write = (files: Readonly<Record<string, string>>): void => writeFiles(root, files)
  write({
    'workspace.jsonc': '{ "teambit.workspace/workspace": { "name": "rig", "defaultScope": "acme.x" } }',
    'package.json': '{ "name": "rig", "private": true }',
    '.bitmap': formatBitmap({ entries: Object.keys(components).map(newEntry) }),
  })
  for (const [name, files] of Object.entries(components)) {
    for (const [path, text] of Object.entries(files)) write({ [`components/${name}/${path}`]: text })
  }
  return {
    root,
    write,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    paths: (folder) => filesBelow(join(root, folder)),
    open: () => openSession(root),
    record: async (version, names, { exported = false, elsewhere } = {}) => {
      const session = await openSession(root)
      const hashes = new Map<string, string>()
      for (const name of names) {
        hashes.set(name, await recordOne(session, { name, version, exported, elsewhere }))
      }
      if (elsewhere !== undefined) return
      const entries = session.workspace.bitmap.entries.map((entry) =>
        recordedEntry(entry, { version: version === 'snap' ? hashes.get(entry.name) : version, hashes, exported }),
      )
      await writeBitmap(session.workspace, entries)
    },
    dispose: () => rmSync(root, { recursive: true, force: true }),
  }
}

interface Recording {
  readonly name: string
  readonly version: string
  readonly exported: boolean
  readonly elsewhere: string | undefined
}

let clock = 1000

/** Answers the hash. */
async function recordOne(
  { workspace, scope, nodes }: Session,
  { name, version, exported, elsewhere }: Recording,
): Promise<string> {
  const node = nodes.find((each): each is ComponentNode => each.kind === 'component' && each.id.name === name)
  if (node === undefined) throw new Error(`no component ${name}`)
  const previous = await scope.readComponent(node.id)
  const parent = elsewhere === undefined ? previous?.head : previous && versionHashOf(previous, elsewhere)
  const object: VersionObject = {
    ...versionOf(node),
    ...{ schema: '1.0.0', extensions: [], flattenedDependencies: versionOf(node).dependencies.map(({ id }) => id) },
    log: { message: `${name} ${version}`, date: String(clock++), username: 'Ana', email: 'ana@acme.dev' },
    parents: parent === undefined ? [] : [parent],
  }
  const hash = versionHash(object)
  const sources = node.files.map((file) => ({
    hash: file.hash,
    body: normaliseText(readFileSync(join(workspace.root, node.rootDir, file.path))),
  }))
  const isTagged = version !== 'snap'
  const state =
    exported || !isTagged || elsewhere !== undefined ? {} : { state: { versions: { [version]: { local: true } } } }
  const versions = isTagged ? { ...previous?.versions, [version]: hash } : { ...previous?.versions }
  const head = elsewhere === undefined ? hash : (previous?.head as string)
  const component = { name, scope: node.id.scope, versions, schema: '1.0.0', head, ...state }
  await scope.write({ sources, versions: [{ hash, version: object }], components: [component] })
  if (exported || elsewhere !== undefined) await scope.setRemoteHeads(node.id.scope, new Map([[node.key, hash]]))
  return hash
}

function recordedEntry(
  entry: BitmapEntry,
  {
    hashes,
    version,
    exported,
  }: { hashes: ReadonlyMap<string, string>; version: string | undefined; exported: boolean },
): BitmapEntry {
  if (!hashes.has(entry.name) || version === undefined) return entry
  const { defaultScope = 'acme.x', ...rest } = entry
  return exported ? { ...rest, scope: defaultScope, version } : { ...entry, version }
}

function newEntry(name: string): BitmapEntry {
  return { name, scope: '', version: '', defaultScope: 'acme.x', mainFile: 'index.ts', rootDir: `components/${name}` }
}

async function openSession(root: string): Promise<Session> {
  const workspace = await openWorkspace(root)
  return { workspace, scope: await openLocalScope(root, 'rig-local'), nodes: await loadNodes(workspace) }
}

function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path).replaceAll('\\', '/'))
    .toSorted()
}
