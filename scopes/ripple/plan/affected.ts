import type { WorkspaceNode } from '@tessera/workspace.files'

/** Keys of the nodes that own one of `changedFiles` (relative to the workspace) and of all their dependents, in build order. */
export function affectedNodes(_nodes: readonly WorkspaceNode[], _changedFiles: readonly string[]): readonly string[] {
  throw new Error('not yet')
}
