import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { componentKey, formatId, TesseraError } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import {
  assertRealFolders,
  assertSafePaths,
  componentDirectory,
  type BitmapEntry,
  type ComponentNode,
  type Workspace,
} from '@tessera/workspace.files'
import {
  generatedTest,
  mergeFiles,
  mergeReports,
  recordedSide,
  remoteHeadReader,
  shortVersion,
  splitMerged,
  workspaceSide,
  type MergedFile,
  type MergeStrategy,
  type RemoteHeads,
} from '@tessera/workspace.versions'
import type { LocalVersion } from './fetch.ts'
import { stagedVersions } from './staged.ts'
import { takenFolders, type TakenFolders } from './taken-folders.ts'
import type { ImportedComponent, ImportOptions } from './types.ts'

/** One component to be written as source. */
export interface WriteStep {
  readonly target: LocalVersion
  readonly rootDir: string
  /** What the workspace has of it now. */
  readonly node?: ComponentNode
  /** Files of the version before that go. */
  readonly removed: readonly string[]
  /** What is written in place of the files of the version, where they were merged with what lies there. */
  readonly merged?: readonly MergedFile[]
}

export interface WriteContext {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly components: readonly ComponentNode[]
  /** The versions of `.bitmap` of the components that are there already, by key. */
  readonly previous: ReadonlyMap<string, LocalVersion>
  readonly options: ImportOptions
}

/**
 * Where each version goes, after all that could forbid it was looked at. Writes nothing.
 * @throws TesseraError `UNSAFE_PATH`, `LOCAL_CHANGES`, `FOLDER_NOT_EMPTY`, `NESTED_COMPONENT`, `OUTSIDE_WORKSPACE`
 */
export async function planWrites(
  context: WriteContext,
  targets: readonly LocalVersion[],
): Promise<readonly WriteStep[]> {
  for (const { id, version } of targets) {
    const paths = version.files.map((file) => file.relativePath)
    assertSafePaths(id, paths)
  }
  const present = new Map(context.components.map((node) => [node.key, node]))
  const taken = takenFolders(context.components.map((node) => node.rootDir))
  const remoteHeads = remoteHeadReader(context.scope)
  const steps: WriteStep[] = []
  for (const target of targets) {
    const node = present.get(componentKey(target.id))
    const step =
      node === undefined
        ? newStep(context, target, taken)
        : await existingStep({ ...context, remoteHeads }, target, node)
    taken.add(step.rootDir)
    const paths = target.version.files.map((file) => posix.join(step.rootDir, file.relativePath))
    await assertRealFolders(context.workspace.root, target.id, paths)
    if (node === undefined && context.options.override !== true) await assertFree(context, step)
    steps.push(step)
  }
  return steps
}

/** A step as callers see it. */
export function describeStep({ target, rootDir, node, removed, merged }: WriteStep): ImportedComponent {
  const previous = node?.id.version
  return {
    id: target.id,
    rootDir,
    files: target.version.files.map((file) => posix.join(rootDir, file.relativePath)).toSorted(),
    removed: removed.map((path) => posix.join(rootDir, path)),
    ...(previous === undefined ? {} : { previousVersion: previous }),
    ...(merged === undefined || node === undefined
      ? {}
      : { merged: mergeReports({ component: node, merged: splitMerged(merged).merged }) }),
  }
}

/** The `.bitmap` with these steps done. */
export function entriesAfter(workspace: Workspace, steps: readonly WriteStep[]): readonly BitmapEntry[] {
  const byFolder = new Map(steps.map((step) => [step.rootDir, step]))
  const before = new Map(workspace.bitmap.entries.map((entry) => [entry.rootDir, entry]))
  const kept = workspace.bitmap.entries.filter((entry) => !byFolder.has(entry.rootDir))
  const written = steps.map(({ target, rootDir }): BitmapEntry => {
    const rest = before.get(rootDir)?.rest
    const { id, version } = target
    return {
      name: id.name,
      scope: id.scope,
      version: id.version ?? target.hash,
      mainFile: version.mainFile,
      rootDir,
      ...(rest === undefined ? {} : { rest }),
    }
  })
  return [...kept, ...written]
}

type Updating = WriteContext & { readonly remoteHeads: RemoteHeads }

async function existingStep(context: Updating, target: LocalVersion, node: ComponentNode): Promise<WriteStep> {
  const { previous, options } = context
  const before = previous.get(node.key)
  const next = new Set(target.version.files.map((file) => file.relativePath))
  if (options.merge !== undefined) return mergedStep(context, { target, node, before }, options.merge)
  const removed = node.files.map((file) => file.path).filter((path) => !next.has(path))
  if (options.override !== true) {
    await assertExported(context, node)
    const changed = changedFiles(node, before, target)
    if (changed.length > 0) throw localChanges(node, changed)
  }
  return { target, rootDir: node.rootDir, node, removed }
}

interface Merging {
  readonly target: LocalVersion
  readonly node: ComponentNode
  readonly before: LocalVersion | undefined
}

/** What lies there is merged with the version, from the version that it was made from. */
async function mergedStep(
  context: Updating,
  { target, node, before }: Merging,
  strategy: MergeStrategy,
): Promise<WriteStep> {
  await assertExported(context, node)
  const { workspace, scope } = context
  const merged = await mergeFiles({
    base: recordedSide(scope, before?.version),
    ours: workspaceSide(workspace, node),
    theirs: recordedSide(scope, target.version),
    labels: { ours: `${shortVersion(node.id.version ?? '')} modified`, theirs: shortVersion(target.id.version ?? '') },
    strategy,
    isGenerated: generatedTest(node),
  })
  return { target, rootDir: node.rootDir, node, removed: splitMerged(merged).remove, merged }
}

/** A file that is as in the version before, or already as in the next one (an import that was cut short), is no change. */
function changedFiles(node: ComponentNode, before: LocalVersion | undefined, target: LocalVersion): readonly string[] {
  const old = new Map(before?.version.files.map((file) => [file.relativePath, file.file]))
  const next = new Map(target.version.files.map((file) => [file.relativePath, file.file]))
  const changed = node.files.filter(({ path, hash }) => old.get(path) !== hash && next.get(path) !== hash)
  const present = new Set(node.files.map((file) => file.path))
  const deleted = [...old.keys()].filter(
    (path) => !present.has(path) && next.has(path) && next.get(path) === old.get(path),
  )
  return [...changed.map((file) => file.path), ...deleted].toSorted()
}

async function assertExported({ scope, remoteHeads }: Updating, node: ComponentNode): Promise<void> {
  const component = await scope.readComponent(node.id)
  if (component === undefined) return
  const staged = await stagedVersions(scope, component, await remoteHeads(node.id))
  if (staged.length === 0) return
  const versions = staged.map(({ tag, hash }) => tag ?? hash).join(', ')
  throw new TesseraError('LOCAL_CHANGES', `${node.key} has versions that were not exported: ${versions}`, {
    hint: 'run tessera export first, or import with --override to put other files in their place',
  })
}

function localChanges(node: ComponentNode, files: readonly string[]): TesseraError {
  const shown = files.slice(0, 10).join(', ')
  const more = files.length > 10 ? ` and ${files.length - 10} more` : ''
  return new TesseraError('LOCAL_CHANGES', `${node.key} was changed here: ${shown}${more}`, {
    hint: 'tag it, or drop the changes with tessera checkout reset, or import with --override',
    location: { file: posix.join(node.rootDir, files[0] ?? '') },
    diagnostics: files.map((file) => ({
      severity: 'error',
      code: 'LOCAL_CHANGES',
      message: 'changed since it was recorded',
      location: { file: posix.join(node.rootDir, file) },
      node: node.key,
    })),
  })
}

function newStep({ workspace, options }: WriteContext, target: LocalVersion, taken: TakenFolders): WriteStep {
  const base = options.path === undefined ? componentDirectory(workspace, target.id) : folderOf(options.path, target)
  let rootDir = base
  for (let suffix = 1; taken.has(rootDir); suffix++) rootDir = `${base}_${suffix}`
  const around = taken.around(rootDir)
  if (around !== undefined) {
    throw new TesseraError(
      'NESTED_COMPONENT',
      `${rootDir}, for ${formatId(target.id)}, overlaps the component in ${around}`,
      {
        hint: 'name another folder with --path',
      },
    )
  }
  return { target, rootDir, removed: [] }
}

/** `{name}` and its like are filled in, so that several components can be put below one folder. */
function folderOf(path: string, target: LocalVersion): string {
  const folder = componentDirectory({ defaultDirectory: path.replaceAll('\\', '/') }, target.id)
  const normal = posix.normalize(folder)
  if (!posix.isAbsolute(path) && !/^[a-z]:/i.test(path) && normal !== '.' && !normal.startsWith('..')) return normal
  throw new TesseraError('OUTSIDE_WORKSPACE', `"${path}" is no folder inside the workspace`, {
    hint: 'name one relative to it: --path components/orders-client',
  })
}

/** What npm and builds leave, and files that are what would be written (an import that was cut short), do not count. */
async function assertFree({ workspace, scope }: WriteContext, { target, rootDir }: WriteStep): Promise<void> {
  const dir = join(workspace.root, rootDir)
  const wanted = new Map(target.version.files.map((file) => [file.relativePath, file.file]))
  for (const path of await walk(dir, '')) {
    const hash = wanted.get(path)
    if (hash === undefined && path === 'package.json') continue
    if (hash !== undefined && (await readFile(join(dir, path))).equals(await scope.readSource(hash))) continue
    throw new TesseraError('FOLDER_NOT_EMPTY', `${rootDir}, for ${formatId(target.id)}, holds other files: ${path}`, {
      hint: 'move them away, name another folder with --path, or import with --override',
      location: { file: posix.join(rootDir, path) },
    })
  }
}

async function walk(dir: string, below: string): Promise<string[]> {
  const entries = await readdir(join(dir, below), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const found: string[] = []
  for (const entry of entries) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue
    const path = posix.join(below, entry.name)
    if (entry.isDirectory()) found.push(...(await walk(dir, path)))
    else found.push(path)
  }
  return found
}
