import { isSnap } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { importGraph, type ComponentNode, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'
import { issueLine, issueReporter } from './issues.ts'
import type { IssueRow } from './issues.ts'
import { mapLimited } from './map-limited.ts'
import { remoteHeadReader } from './remote-heads.ts'
import { openStandingMemo } from './standing-memo.ts'
import type { Outdated, Standing } from './standing.ts'
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
  readonly outdatedComponents: readonly (Outdated & { readonly id: string })[]
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

/** How the workspace stands against its local scope and the last known remotes. Works without any objects. */
export async function status(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
): Promise<StatusResult> {
  const components = nodes.filter((node) => node.kind === 'component').toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const memo = openStandingMemo(workspace.root, scope, remoteHeadReader(scope))
  const standings = await mapLimited(components, async (component) => ({ component, ...(await memo.read(component)) }))
  memo.save()
  const keysWhere = (test: (placed: Placed) => boolean): string[] =>
    standings.filter(test).map(({ component }) => component.key)
  const modifiedComponents = keysWhere(({ state }) => state === 'modified')
  const unmerged = readUnmerged(scope)
  const soft = new Set(workspace.bitmap.entries.filter((entry) => softTagOf(entry)).map((entry) => entry.rootDir))
  return {
    newComponents: keysWhere(({ state }) => state === 'new'),
    modifiedComponents,
    stagedComponents: standings.flatMap(({ component, staged }) =>
      staged.length === 0 ? [] : [{ id: component.key, versions: staged }],
    ),
    unavailableOnMain: [],
    componentsWithIssues: components.flatMap(issueReporter(nodes)),
    importPendingComponents: keysWhere(({ state }) => state === 'absent'),
    autoTagPendingComponents: autoTagPending(nodes, standings, modifiedComponents),
    invalidComponents: standings.flatMap(({ component, error }) => (error ? [{ id: component.key, error }] : [])),
    locallySoftRemoved: keysWhere(({ removedHere }) => removedHere === true),
    remotelySoftRemoved: keysWhere(({ removedThere }) => removedThere === true),
    outdatedComponents: standings.flatMap(({ component, outdated }) =>
      outdated === undefined ? [] : [{ id: component.key, ...outdated }],
    ),
    mergePendingComponents: keysWhere(({ component, diverged }) => diverged === true && !unmerged.has(component.key)),
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

type Placed = Standing & { readonly component: ComponentNode }

function autoTagPending(
  nodes: readonly WorkspaceNode[],
  standings: readonly Placed[],
  modified: readonly string[],
): readonly string[] {
  const above = importGraph(nodes).transitiveDependents(modified)
  return standings
    .filter(({ component, state }) => state === 'unmodified' && above.has(component.key))
    .map(({ component }) => component.key)
}
