import type { Scope } from '@tessera/scope.store'
import type { WorkspaceNode } from '@tessera/workspace.files'

/** A row of Bit's `list --json`. */
export interface ListRow {
  /** `scope/name` */
  readonly id: string
  /** What the local scope has as newest, or `<new>`. */
  readonly localVersion: string
  readonly deprecated: boolean
  /** The version of `.bitmap`, or `N/A`. */
  readonly currentVersion: string
  /** What the remote was last known to have, or `N/A`. */
  readonly remoteVersion: string
  readonly removed: boolean
}

/** The components of a workspace. Sorted by id. */
export async function list(scope: Scope, nodes: readonly WorkspaceNode[]): Promise<readonly ListRow[]> {
  throw new Error(`not built yet: ${scope.name} ${nodes.length}`)
}

/** The components that a scope holds. Sorted by id. */
export async function listScope(scope: Scope): Promise<readonly ListRow[]> {
  throw new Error(`not built yet: ${scope.name}`)
}
