import { isSnap } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { importGraph, type ComponentNode, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'
import { latestTag, tagOf } from './baseline.ts'
import { issueLine, issueReporter } from './issues.ts'
import type { IssueRow } from './issues.ts'
import { mapLimited } from './map-limited.ts'
import { REMOVE } from './marks.ts'
import { remoteHeadReader } from './remote-heads.ts'
import { readStanding } from './standing.ts'
import type { Standing } from './standing.ts'
import { softTagOf } from './soft-tag.ts'
import { readUnmerged } from './unmerged.ts'

/**
 * The keys of Bit's `status --json`; every id is `scope/name`. Those of lanes are always empty here.
 */
export interface StatusResult {
  readonly newComponents: readonly string[]
  readonly modifiedComponents: readonly string[]
  /** Versions that the component's scope was not sent yet, oldest first. */
  readonly stagedComponents: readonly { readonly id: string; readonly versions: readonly string[] }[]
  readonly unavailableOnMain: readonly string[]
  readonly componentsWithIssues: readonly IssueRow[]
  /** `.bitmap` has a version of them that the local scope lacks. */
  readonly importPendingComponents: readonly string[]
  /** What a tag would bump because of a modified component below it. */
  readonly autoTagPendingComponents: readonly string[]
  /** Their objects cannot be read. */
  readonly invalidComponents: readonly { readonly id: string; readonly error: InvalidReason }[]
  readonly locallySoftRemoved: readonly string[]
  readonly remotelySoftRemoved: readonly string[]
  readonly outdatedComponents: readonly Outdated[]
  /** The local history and the remote's have both moved on. */
  readonly mergePendingComponents: readonly string[]
  /** A merge has written their files; the next snap or tag ends it. */
  readonly componentsDuringMergeState: readonly string[]
  /** `tag --soft` noted versions for them. */
  readonly softTaggedComponents: readonly string[]
  /** Their version is a snap: no tag has what it holds. */
  readonly snappedComponents: readonly string[]
  readonly localOnly: readonly string[]
  readonly pendingUpdatesFromMain: readonly string[]
  readonly updatesFromForked: readonly string[]
  readonly currentLaneId: string
  /** Issues of consumers: `consumers/storefront/src/basket.ts:4:1 …`. */
  readonly workspaceIssues: readonly string[]
  readonly pendingUpdateDependents: readonly string[]
}

export interface InvalidReason {
  readonly name: string
  readonly message: string
}

export interface Outdated {
  readonly id: string
  readonly headVersion: string
  /** The highest tag, where it is not the head. */
  readonly latestVersion?: string
}

/** How the workspace stands against its local scope and the last known remotes. Works without any objects. */
export async function status(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
): Promise<StatusResult> {
  const components = nodes.filter((node) => node.kind === 'component').toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const remoteHead = remoteHeadReader(scope)
  const read = (component: ComponentNode): Promise<Standing> => readStanding(scope, component, remoteHead)
  const standings = await mapLimited(components, read)
  const keysWhere = (test: (standing: Standing) => boolean): string[] =>
    standings.filter(test).map((standing) => standing.component.key)
  const modifiedComponents = keysWhere(({ state }) => state === 'modified')
  const unmerged = readUnmerged(scope)
  const soft = new Set(workspace.bitmap.entries.filter((entry) => softTagOf(entry)).map((entry) => entry.rootDir))
  return {
    newComponents: keysWhere(({ state }) => state === 'new'),
    modifiedComponents,
    stagedComponents: standings.flatMap(stagedRow),
    unavailableOnMain: [],
    componentsWithIssues: components.flatMap(issueReporter(nodes)),
    importPendingComponents: keysWhere(({ state }) => state === 'absent'),
    autoTagPendingComponents: autoTagPending(nodes, standings, modifiedComponents),
    invalidComponents: standings.flatMap(({ component, error }) => (error ? [{ id: component.key, error }] : [])),
    locallySoftRemoved: keysWhere(({ marks, remoteMarks }) => marks?.removed === true && remoteMarks?.removed !== true),
    remotelySoftRemoved: keysWhere(isRemotelyRemoved),
    outdatedComponents: standings.flatMap(outdatedRow),
    mergePendingComponents: keysWhere((standing) => isDiverged(standing) && !unmerged.has(standing.component.key)),
    componentsDuringMergeState: keysWhere(({ component }) => unmerged.has(component.key)),
    softTaggedComponents: keysWhere(({ component }) => soft.has(component.rootDir)),
    snappedComponents: keysWhere(({ component }) => isSnap(component.id.version ?? '')),
    localOnly: [],
    pendingUpdatesFromMain: [],
    updatesFromForked: [],
    currentLaneId: `${workspace.defaultScope}/main`,
    workspaceIssues: nodes.flatMap((node) => (node.kind === 'consumer' ? node.issues.map(issueLine) : [])),
    pendingUpdateDependents: [],
  }
}

function stagedRow({ component, object, divergence: { ahead } }: Standing): StatusResult['stagedComponents'] {
  if (object === undefined || ahead.length === 0) return []
  return [{ id: component.key, versions: ahead.map((hash) => tagOf(object, hash)) }]
}

/** Unless it is recovered here. */
function isRemotelyRemoved({ component, remoteMarks }: Standing): boolean {
  return remoteMarks?.removed === true && component.config?.[REMOVE]?.['removed'] !== false
}

function isDiverged({ divergence: { ahead, behind } }: Standing): boolean {
  return ahead.length > 0 && behind.length > 0
}

function outdatedRow(standing: Standing): Outdated[] {
  const { component, object, current } = standing
  if (object === undefined || current === undefined || isDiverged(standing)) return []
  const head = standing.divergence.behind.length > 0 ? standing.remoteHead : object.head
  if (head === undefined || head === current) return []
  const [headVersion, latest] = [tagOf(object, head), latestTag(object)]
  const more = latest === undefined || latest === headVersion ? {} : { latestVersion: latest }
  return [{ id: component.key, headVersion, ...more }]
}

function autoTagPending(
  nodes: readonly WorkspaceNode[],
  standings: readonly Standing[],
  modified: readonly string[],
): readonly string[] {
  const above = importGraph(nodes).transitiveDependents(modified)
  return standings
    .filter(({ component, state }) => state === 'unmodified' && above.has(component.key))
    .map(({ component }) => component.key)
}
