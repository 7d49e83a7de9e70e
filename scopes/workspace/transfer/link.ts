import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'

export interface LinkResult {
  /** Key of the node. */
  readonly node: string
  readonly packageName: string
  /** Relative to the workspace: `node_modules/@acme/orders.orders-api.types`. */
  readonly path: string
  /** `blocked`: something stands there that was not generated. */
  readonly status: 'linked' | 'unchanged' | 'blocked'
}

/**
 * Makes `node_modules/<package>` of every component and consumer a link to its folder, as npm would, and brings the
 * generated manifests up to date. A directory that npm or Tessera did not put there is left alone and reported.
 */
export async function linkWorkspace(
  workspace: Workspace,
  nodes: readonly WorkspaceNode[],
): Promise<readonly LinkResult[]> {
  throw new Error(`not built yet: ${workspace.root} ${nodes.length}`)
}
