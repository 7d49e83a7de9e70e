import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'

export interface ComponentIssue {
  readonly type: string
  readonly description: string
  readonly data?: unknown
}

/** The keys of Bit's `status --json`. Those of lanes, soft tags and snaps are always empty here. */
export interface StatusResult {
  readonly newComponents: readonly string[]
  readonly modifiedComponents: readonly string[]
  readonly stagedComponents: readonly { readonly id: string; readonly versions: readonly string[] }[]
  readonly unavailableOnMain: readonly string[]
  readonly componentsWithIssues: readonly { readonly id: string; readonly issues: readonly ComponentIssue[] }[]
  readonly importPendingComponents: readonly string[]
  readonly autoTagPendingComponents: readonly string[]
  readonly invalidComponents: readonly {
    readonly id: string
    readonly error: { readonly name: string; readonly message: string }
  }[]
  readonly locallySoftRemoved: readonly string[]
  readonly remotelySoftRemoved: readonly string[]
  readonly outdatedComponents: readonly {
    readonly id: string
    readonly headVersion: string
    readonly latestVersion?: string
  }[]
  readonly mergePendingComponents: readonly { readonly id: string; readonly divergeData: unknown }[]
  readonly componentsDuringMergeState: readonly string[]
  readonly softTaggedComponents: readonly string[]
  readonly snappedComponents: readonly string[]
  readonly localOnly: readonly string[]
  readonly pendingUpdatesFromMain: readonly unknown[]
  readonly updatesFromForked: readonly unknown[]
  readonly currentLaneId: string
  readonly workspaceIssues: readonly string[]
  readonly pendingUpdateDependents: readonly unknown[]
}

/** How the workspace stands against its local scope and the last known remotes. Works without any objects. */
export async function status(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
): Promise<StatusResult> {
  throw new Error(`not built yet: ${workspace.root} ${scope.name} ${nodes.length}`)
}
