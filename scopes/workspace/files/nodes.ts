import { relative, sep } from 'node:path'
import type { FileChange } from '@tessera/core.disk'
import { componentKey, isRecord, packageName } from '@tessera/core.model'
import type { Diagnostic } from '@tessera/core.model'
import { entryId } from './bitmap.ts'
import { componentIssues, duplicatePackages, pathIssues } from './component-issues.ts'
import { contractKind } from './contract-kind.ts'
import { findConsumers } from './consumers.ts'
import type { Consumer } from './consumers.ts'
import { resolveDependencies } from './dependencies.ts'
import { isDevFile } from './dev-files.ts'
import { readFacts, type FileFacts } from './facts.ts'
import { openFileIndex } from './file-index.ts'
import type { FileIndex } from './file-index.ts'
import { listFolder } from './folder.ts'
import type { FolderQuery } from './folder.ts'
import { workspaceIgnore } from './ignore-rules.ts'
import { packageLookup } from './package-lookup.ts'
import type { Seed } from './seed.ts'
import type { BitmapEntry, ComponentNode, SourceFile, Workspace, WorkspaceNode } from './types.ts'

/**
 * Every component of `.bitmap` and every consumer, sorted by key, with files, dependencies and what is wrong with them.
 * Reads only files that changed since the last call; what it knows of the others lies in `.tessera/index.json`.
 * @param changes files that are about to change: the nodes are as they will be then
 */
export async function loadNodes(
  workspace: Workspace,
  changes: readonly FileChange[] = [],
): Promise<readonly WorkspaceNode[]> {
  const index = openFileIndex(workspace.root)
  const found = [...findComponentSeeds(workspace, index, changes), ...findConsumerSeeds(workspace, index)]
  const byPackage = new Map(found.map(({ seed }) => [seed.packageName, seed]))
  const context = {
    root: workspace.root,
    byFolder: new Map(found.map(({ seed }) => [seed.rootDir, seed])),
    lookup: packageLookup(workspace, byPackage),
    names: knownNames(workspace, found),
  }
  const twins = duplicatePackages(found.map(({ seed }) => seed))
  const nodes = found.map(({ seed, issues, finish }) => {
    const resolved = resolveDependencies(seed, context)
    return finish({
      key: seed.key,
      packageName: seed.packageName,
      rootDir: seed.rootDir,
      files: [...seed.files].map(([path, { hash }]): SourceFile => ({ path, hash, dev: isDevFile(path) })),
      dependencies: resolved.dependencies,
      issues: [...issues, ...(twins.get(seed) ?? []), ...pathIssues(seed), ...resolved.issues],
    })
  })
  await index.save()
  return nodes.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

type Base = Omit<ComponentNode, 'kind' | 'id' | 'exported' | 'mainFile' | 'contract' | 'derived' | 'config'>

interface Found {
  readonly seed: Seed
  readonly issues: readonly Diagnostic[]
  readonly finish: (base: Base) => WorkspaceNode
}

function findComponentSeeds(workspace: Workspace, index: FileIndex, changes: readonly FileChange[]): readonly Found[] {
  const read = reader(workspace, index, { changes })
  return workspace.bitmap.entries.map((entry): Found => {
    const id = entryId(workspace, entry)
    const { files, hasModules, exists } = read(entry.rootDir, 'component')
    const key = componentKey(id)
    const seed: Seed = {
      ...{ kind: 'component', key, packageName: packageName(id) },
      ...{ rootDir: entry.rootDir, id, files, hasModules },
    }
    return {
      seed,
      issues: componentIssues(seed, { mainFile: entry.mainFile, exists }),
      finish: (base) => ({ ...base, kind: 'component', id, ...componentParts(entry, files) }),
    }
  })
}

type ComponentParts = Pick<ComponentNode, 'exported' | 'mainFile' | 'contract' | 'derived' | 'config'>

function componentParts(entry: BitmapEntry, files: ReadonlyMap<string, FileFacts>): ComponentParts {
  const contract = contractKind(files.keys(), entry.mainFile)
  const derived = files.get('derived.json')?.derived
  return {
    exported: entry.scope !== '',
    mainFile: entry.mainFile,
    ...(contract === undefined ? {} : { contract }),
    ...(derived === undefined || typeof derived === 'string' ? {} : { derived }),
    ...configPart(entry),
  }
}

/** Other aspects than Bit's own are components themselves; without their versions they cannot be recorded. */
function configPart({ rest }: BitmapEntry): Pick<ComponentNode, 'config'> {
  if (!isRecord(rest?.['config'])) return {}
  const own = Object.entries(rest['config']).filter(
    (each): each is [string, Record<string, unknown>] => each[0].startsWith('teambit.') && isRecord(each[1]),
  )
  return own.length === 0 ? {} : { config: Object.fromEntries(own) }
}

function findConsumerSeeds(workspace: Workspace, index: FileIndex): readonly Found[] {
  const consumers = findConsumers(workspace)
  const read = reader(workspace, index, { consumers })
  return consumers.map(({ rootDir, packageName: name, manifest, issues }): Found => {
    const { files, hasModules } = read(rootDir, 'consumer')
    const seed: Seed = { kind: 'consumer', key: name, packageName: name, rootDir, files, hasModules, manifest }
    return { seed, issues, finish: (base) => ({ ...base, kind: 'consumer' }) }
  })
}

interface ReadFolder {
  readonly files: ReadonlyMap<string, FileFacts>
  readonly hasModules: boolean
  readonly exists: boolean
}

type Reader = (rootDir: string, kind: FolderQuery['kind']) => ReadFolder

interface Surroundings {
  readonly consumers?: readonly Consumer[]
  readonly changes?: readonly FileChange[]
}

function reader(workspace: Workspace, index: FileIndex, { consumers = [], changes = [] }: Surroundings): Reader {
  const ignored = workspaceIgnore(workspace.root)
  const others = new Set([...workspace.bitmap.entries, ...consumers].map((node) => node.rootDir))
  const byFolder = changesByFolder(workspace.root, others, changes)
  return (rootDir, kind) => {
    const folder = listFolder({ root: workspace.root, rootDir, ignored, kind, others })
    const files = new Map<string, FileFacts>()
    const changed = byFolder.get(rootDir)
    for (const path of changed === undefined ? (folder?.paths ?? []) : pathsAfter(folder?.paths ?? [], changed)) {
      const data = changed?.get(path)
      const facts = data === undefined ? index.facts(`${rootDir}/${path}`) : readFacts(path, Buffer.from(data))
      if (facts !== undefined) files.set(path, facts)
    }
    return { files, hasModules: folder?.hasModules ?? false, exists: folder !== undefined }
  }
}

/** Of each node's folder what will change in it, by path in the folder. */
function changesByFolder(
  root: string,
  folders: ReadonlySet<string>,
  changes: readonly FileChange[],
): ReadonlyMap<string, ReadonlyMap<string, FileChange['data']>> {
  const found = new Map<string, Map<string, FileChange['data']>>()
  for (const { path, data } of changes) {
    const file = relative(root, path).split(sep).join('/')
    const folder = folderAround(file, folders)
    if (folder === undefined) continue
    const inFolder = found.get(folder) ?? new Map<string, FileChange['data']>()
    found.set(folder, inFolder.set(file.slice(folder.length + 1), data))
  }
  return found
}

function folderAround(file: string, folders: ReadonlySet<string>): string | undefined {
  for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
    if (folders.has(file.slice(0, at))) return file.slice(0, at)
  }
  return undefined
}

function pathsAfter(paths: readonly string[], changes: ReadonlyMap<string, FileChange['data']>): readonly string[] {
  const kept = paths.filter((path) => !changes.has(path))
  const written = [...changes].flatMap(([path, data]) => (data === undefined ? [] : [path]))
  return [...kept, ...written].toSorted()
}

function knownNames(workspace: Workspace, found: readonly Found[]) {
  const ids = found.flatMap(({ seed }) => (seed.id === undefined ? [] : [seed]))
  const scopes = [...ids.map(({ id }) => id?.scope ?? ''), ...Object.keys(workspace.settings.remotes)]
  return {
    packages: ids.map((seed) => seed.packageName),
    scopes: [...new Set([...scopes, workspace.defaultScope])].filter((scope) => scope !== ''),
  }
}
