import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { componentKey, parseComponentId } from '@tessera/core.model'
import type { Diagnostic, Event } from '@tessera/core.model'
import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import { openLocalScope } from '@tessera/scope.store'
import type { Scope } from '@tessera/scope.store'
import { formatBitmap, loadNodes, openWorkspace } from '@tessera/workspace.files'
import type { BitmapEntry, Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { status } from '@tessera/workspace.versions'
import type { StatusResult } from '@tessera/workspace.versions'
import type { TagOptions } from './plan-tag.ts'
import { tag } from './tag.ts'
import type { TagContext, TagResult } from './tag.ts'

/** Of tests: what is in a workspace, opened afresh as each command does. */
export interface Session {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly nodes: readonly WorkspaceNode[]
}

/** Of tests: a workspace in a temporary folder, and the tags made in it. */
export interface Rig {
  readonly root: string
  /** The keys of each build that was asked for. */
  readonly builds: string[][]
  readonly events: Event[]
  write(files: Readonly<Record<string, string>>): void
  open(): Promise<Session>
  tag(options?: TagOptions, context?: Partial<TagContext>): Promise<TagResult>
  status(): Promise<StatusResult>
  /** `scope/name` to version, from `.bitmap` on disk. */
  versions(): Promise<Readonly<Record<string, string>>>
  component(key: string): Promise<ComponentObject>
  version(id: string): Promise<VersionObject>
  /** Every file with its content, but for the index of file hashes. */
  snapshot(): ReadonlyMap<string, string>
  dispose(): void
}

/** Of tests: a workspace of components in the scope `acme.x`, each name with its files. */
export function createRig(components: Readonly<Record<string, Readonly<Record<string, string>>>>): Rig {
  const root = mkdtempSync(join(tmpdir(), 'tessera-release-'))
  const write = (files: Readonly<Record<string, string>>): void => writeFiles(root, files)
  const entries = Object.keys(components).map(newEntry)
  write({
    'workspace.jsonc': '{ "teambit.workspace/workspace": { "name": "rig", "defaultScope": "acme.x" } }',
    'package.json': '{ "name": "rig", "private": true }',
    '.bitmap': formatBitmap({ entries }),
  })
  for (const [name, files] of Object.entries(components)) {
    for (const [path, text] of Object.entries(files)) write({ [`components/${name}/${path}`]: text })
  }
  const builds: string[][] = []
  const events: Event[] = []
  const open = (): Promise<Session> => openSession(root)
  const component = async (key: string): Promise<ComponentObject> => {
    const found = await (await open()).scope.readComponent(parseComponentId(key))
    if (found === undefined) throw new Error(`no component ${key}`)
    return found
  }
  return {
    ...{ root, builds, events, write, open, component },
    tag: async (options = {}, context = {}) => {
      const build = async (keys: readonly string[]): Promise<{ ok: boolean; diagnostics: readonly Diagnostic[] }> => {
        builds.push([...keys])
        return { ok: true, diagnostics: [] }
      }
      const emit = (event: Event): void => void events.push(event)
      return tag({ ...(await open()), emit, build, ...context }, options)
    },
    status: async () => {
      const { workspace, scope, nodes } = await open()
      return status(workspace, scope, nodes)
    },
    versions: async () => bitmapVersions((await open()).workspace),
    version: async (id) => {
      const { version = '' } = parseComponentId(id)
      const hash = (await component(componentKey(parseComponentId(id)))).versions[version] ?? ''
      return (await open()).scope.readVersion(hash)
    },
    snapshot: () => readFiles(root),
    dispose: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Of tests: `comp1` imports `comp2`, and so on to the last, which imports nothing. */
export function chain(length: number): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const names = Array.from({ length }, (_, at) => at + 1)
  return Object.fromEntries(
    names.map((at) => [`comp${at}`, { 'index.ts': importing(at < length ? [`comp${at + 1}`] : []) }]),
  )
}

/** Of tests: a source that imports these components. */
export function importing(names: readonly string[], text = 'export const own = 1'): string {
  return [...names.map((name) => `import '@acme/x.${name}'`), text, ''].join('\n')
}

function newEntry(name: string): BitmapEntry {
  return { name, scope: '', version: '', defaultScope: 'acme.x', mainFile: 'index.ts', rootDir: `components/${name}` }
}

async function openSession(root: string): Promise<Session> {
  const workspace = await openWorkspace(root)
  return { workspace, scope: await openLocalScope(root, 'rig-local'), nodes: await loadNodes(workspace) }
}

function bitmapVersions(workspace: Workspace): Readonly<Record<string, string>> {
  return Object.fromEntries(workspace.bitmap.entries.map((entry) => [entry.name, entry.version]))
}

function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function readFiles(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).isFile() && !path.includes('.tessera'))
  return new Map(paths.toSorted().map((path) => [relative(root, path), readFileSync(path, 'latin1')]))
}
