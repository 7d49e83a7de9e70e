import { lstat, readdir, rm, rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { commitFiles, type FileChange } from '@tessera/core.disk'
import { TesseraError } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import {
  loadNodes,
  planBitmap,
  workspaceCommits,
  type BitmapEntry,
  type ComponentNode,
  type Workspace,
} from '@tessera/workspace.files'
import { divergence, isModifiedSince, matchComponents, readBaseline } from '@tessera/workspace.versions'
import { refuseUsed, usesOf } from './dependents.ts'

export interface RemoveOptions {
  /** As in `matchComponents`; at least one. */
  readonly patterns: readonly string[]
  /** Leaves the files where they are. */
  readonly keepFiles?: boolean | undefined
  /** Keeps the folder as a component that is new. */
  readonly track?: boolean | undefined
  /** Also what others use, and what was never exported. */
  readonly force?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

export interface RemovedComponent {
  /** `scope/name` */
  readonly id: string
  readonly rootDir: string
  /** Relative to the workspace. */
  readonly deleted: readonly string[]
}

export interface RemoveResult {
  readonly workspace: Workspace
  readonly removed: readonly RemovedComponent[]
}

/**
 * Takes components out of the workspace; their scopes keep them. Files and `.bitmap` change together.
 * @throws TesseraError `COMPONENT_IN_USE`, `LOCAL_CHANGES`, `PATTERN_REQUIRED`, and those of `matchComponents`
 */
export async function removeComponents(
  workspace: Workspace,
  scope: Scope,
  options: RemoveOptions,
): Promise<RemoveResult> {
  const nodes = await loadNodes(workspace)
  const components = named(options.patterns, nodes)
  const keepsFiles = options.keepFiles === true || options.track === true
  if (options.force !== true) {
    if (options.track !== true) {
      const uses = usesOf(nodes, new Set(components.map(({ key }) => key)))
      refuseUsed(uses, 'remove it too, or use --force and mend its imports')
    }
    if (!keepsFiles) await refuseUnsaved(scope, components)
  }
  const plan = planLeaving(workspace, components, options)
  if (options.dryRun === true) return { workspace, removed: plan.removed }
  await commitFiles(workspaceCommits(workspace.root), plan.changes)
  if (options.track !== true) await clearAway(workspace, components, keepsFiles)
  return { workspace: plan.workspace, removed: plan.removed }
}

/** The components that patterns name; with no pattern none, rather than all. @throws TesseraError `PATTERN_REQUIRED` */
export function named(
  patterns: readonly string[],
  nodes: Parameters<typeof matchComponents>[1],
): readonly ComponentNode[] {
  if (patterns.length > 0) return matchComponents(patterns, nodes)
  throw new TesseraError('PATTERN_REQUIRED', 'it has to be told which components', {
    hint: 'name them by id, name, package or folder, or by a glob in quotes',
  })
}

export interface LeavingPlan {
  readonly workspace: Workspace
  readonly changes: readonly FileChange[]
  readonly removed: readonly RemovedComponent[]
}

/** What it takes for components to leave: their files, and their entries of `.bitmap`. */
export function planLeaving(
  workspace: Workspace,
  components: readonly ComponentNode[],
  { keepFiles = false, track = false }: Pick<RemoveOptions, 'keepFiles' | 'track'> = {},
): LeavingPlan {
  const folders = new Set(components.map(({ rootDir }) => rootDir))
  const entries = workspace.bitmap.entries.flatMap((entry) => {
    if (!folders.has(entry.rootDir)) return [entry]
    return track ? [asNew(workspace, entry)] : []
  })
  const bitmap = planBitmap(workspace, entries)
  const removed = components.map((component) => ({
    id: component.key,
    rootDir: component.rootDir,
    deleted: keepFiles || track ? [] : filesOf(component),
  }))
  const gone = removed.flatMap(({ deleted }) => deleted.map((path) => ({ path: join(workspace.root, path) })))
  return { workspace: bitmap.workspace, changes: [...gone, bitmap.change], removed }
}

/** What was generated for them, which is no file of theirs: the link of the package, the manifest, what was built. */
export async function clearAway(
  { root }: Workspace,
  components: readonly ComponentNode[],
  keepsFiles = false,
): Promise<void> {
  for (const { packageName, rootDir } of components) {
    const link = join(root, 'node_modules', packageName)
    if ((await lstat(link).catch(() => undefined))?.isSymbolicLink() === true) await unlink(link)
    if (keepsFiles) continue
    await rm(join(root, rootDir, 'package.json'), { force: true })
    await rm(join(root, rootDir, 'dist'), { recursive: true, force: true })
    await removeEmpty(root, rootDir)
  }
}

/** What nobody tracked (ignored files, say) keeps its folder. */
async function removeEmpty(root: string, rootDir: string): Promise<void> {
  const parts = rootDir.split('/')
  for (let depth = parts.length; depth > 0; depth--) {
    const folder = join(root, ...parts.slice(0, depth))
    const found = await readdir(folder).catch(() => [])
    if (found.length > 0) return
    await rmdir(folder).catch(() => undefined)
  }
}

function filesOf({ rootDir, files }: ComponentNode): readonly string[] {
  return files.map(({ path }) => `${rootDir}/${path}`)
}

function asNew(workspace: Workspace, { name, scope, defaultScope, mainFile, rootDir }: BitmapEntry): BitmapEntry {
  const lives = scope || defaultScope || workspace.defaultScope
  return { name, scope: '', version: '', defaultScope: lives, mainFile, rootDir }
}

/**
 * What no scope has would be lost with the files.
 * @throws TesseraError `LOCAL_CHANGES`
 */
export async function refuseUnsaved(scope: Scope, components: readonly ComponentNode[]): Promise<void> {
  for (const component of components) {
    const why = await unsaved(scope, component)
    if (why === undefined) continue
    throw new TesseraError('LOCAL_CHANGES', `${component.key} ${why}: its files would be lost`, {
      hint: 'tag and export it first, keep the files with --keep-files, or use --force',
      location: { file: component.rootDir },
    })
  }
}

async function unsaved(scope: Scope, component: ComponentNode): Promise<string | undefined> {
  const baseline = await readBaseline(scope, component)
  if (baseline.state === 'new') return 'was never tagged'
  if (!component.exported) return 'was never exported'
  if (baseline.state === 'absent') return 'has a version whose objects were not fetched (tessera import)'
  if (isModifiedSince(component, baseline)) return 'is modified'
  const remoteHead = (await scope.remoteHeads(component.id.scope)).get(component.key)
  const { ahead } = await divergence(scope, baseline.component, remoteHead)
  return ahead.length > 0 ? 'has versions that were not exported' : undefined
}
