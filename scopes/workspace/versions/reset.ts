import { commitFiles } from '@tessera/core.disk'
import { TesseraError } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { entryId, loadNodes, planBitmap, planManifests, workspaceCommits, writeBitmap } from '@tessera/workspace.files'
import type { BitmapEntry, Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { matchComponents } from './match.ts'
import { planReset, type PlannedReset } from './plan-reset.ts'
import { softTagOf, withoutSoftTag } from './soft-tag.ts'

export interface ResetOptions {
  readonly patterns: readonly string[]
  /** Every component, where there is no pattern. */
  readonly all?: boolean | undefined
  /** Only the newest version of each. */
  readonly head?: boolean | undefined
  /** Only components that were never exported. */
  readonly neverExported?: boolean | undefined
  /** Takes back soft tags instead of versions. */
  readonly soft?: boolean | undefined
  /** Also what a version that stays depends on. */
  readonly force?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

export interface ResetComponent {
  /** `scope/name` */
  readonly id: string
  /** The versions that were dropped, oldest first. */
  readonly versions: readonly string[]
  /** The version of `.bitmap` before; absent while new. */
  readonly from?: string
  /** The version of `.bitmap` now; absent where the component is new again. */
  readonly to?: string
}

export interface ResetResult {
  /** With the versions that are left. */
  readonly workspace: Workspace
  readonly dryRun: boolean
  readonly components: readonly ResetComponent[]
}

/**
 * Drops versions that were made here and not exported. `.bitmap`, the manifests and the local scope go back to the version
 * before them, files stay as they are: the components are new or modified then.
 * @throws TesseraError `PATTERN_REQUIRED`, `VERSION_IN_USE`, and those of `matchComponents`
 */
export async function reset(workspace: Workspace, scope: Scope, options: ResetOptions): Promise<ResetResult> {
  if ((options.patterns.length === 0) !== (options.all === true)) throw patternRequired(options)
  const nodes = await loadNodes(workspace)
  if (options.soft === true) return resetSoft(workspace, nodes, options)
  const plan = await planReset(scope, nodes, options)
  const dryRun = options.dryRun === true
  const components = plan.map(report)
  if (dryRun || plan.length === 0) return { workspace, dryRun, components }
  return { workspace: await applyReset(workspace, scope, { plan, nodes }), dryRun, components }
}

/** The local scope, `.bitmap` and manifests, all or none. */
async function applyReset(
  workspace: Workspace,
  scope: Scope,
  { plan, nodes }: { readonly plan: readonly PlannedReset[]; readonly nodes: readonly WorkspaceNode[] },
): Promise<Workspace> {
  const bitmap = planBitmap(workspace, entriesAfter(workspace, plan))
  const ids = new Map(bitmap.workspace.bitmap.entries.map((entry) => [entry.rootDir, entryId(workspace, entry)]))
  const after = nodes.map((node) =>
    node.kind === 'component' ? { ...node, id: ids.get(node.rootDir) ?? node.id } : node,
  )
  const manifests = planManifests(bitmap.workspace, after)
  const gone = scope.planRemoval(plan.flatMap(({ object, component }) => (object === undefined ? [component.id] : [])))
  const components = plan.flatMap(({ object }) => (object === undefined ? [] : [object]))
  await scope.write({ sources: [], versions: [], components }, (changes) =>
    commitFiles(workspaceCommits(workspace.root), [...changes, ...gone, ...manifests, bitmap.change], { fsync: true }),
  )
  return bitmap.workspace
}

/** Forgets which versions a soft tag noted. */
async function resetSoft(
  workspace: Workspace,
  nodes: readonly WorkspaceNode[],
  { patterns, dryRun = false }: ResetOptions,
): Promise<ResetResult> {
  const folders = new Map(matchComponents(patterns, nodes).map((component) => [component.rootDir, component]))
  const components: ResetComponent[] = []
  const entries = workspace.bitmap.entries.map((entry) => {
    const component = folders.get(entry.rootDir)
    const soft = softTagOf(entry)
    if (component === undefined || soft === undefined) return entry
    const { version } = component.id
    components.push({
      id: component.key,
      versions: [soft.version],
      ...(version === undefined ? {} : { from: version, to: version }),
    })
    return withoutSoftTag(entry)
  })
  if (dryRun || components.length === 0) return { workspace, dryRun, components }
  return { workspace: await writeBitmap(workspace, entries), dryRun, components }
}

function entriesAfter(workspace: Workspace, plan: readonly PlannedReset[]): readonly BitmapEntry[] {
  const byFolder = new Map(plan.map((each) => [each.component.rootDir, each]))
  return workspace.bitmap.entries.map((entry) => {
    const planned = byFolder.get(entry.rootDir)
    if (planned === undefined || planned.to === planned.component.id.version) return entry
    if (planned.to !== undefined) return { ...entry, version: planned.to }
    return { ...entry, version: '', scope: '', defaultScope: planned.component.id.scope }
  })
}

function report({ component, dropped, to }: PlannedReset): ResetComponent {
  const from = component.id.version
  return {
    id: component.key,
    versions: dropped.map(({ id }) => id.version as string),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

function patternRequired({ patterns }: ResetOptions): TesseraError {
  const what = patterns.length === 0 ? 'reset needs to be told which components' : 'reset is told both --all and names'
  return new TesseraError('PATTERN_REQUIRED', what, {
    hint: 'name them: `tessera reset <id>`, or `tessera reset --all` for every version that was not exported',
  })
}
