import type { Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import type { ImportOptions, ImportPlan, ImportResult } from './types.ts'

/**
 * What an import would write, checked as the import itself is; objects are fetched into the local scope, no file changes.
 * @throws TesseraError as `importComponents`, but for `INSTALL_FAILED`
 */
export async function planImport(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ImportOptions,
  emit: Emit,
): Promise<ImportPlan> {
  throw new Error(`not built yet: ${workspace.root} ${scope.name} ${nodes.length} ${JSON.stringify(options)} ${emit}`)
}

/**
 * Writes components of remote scopes as source, vendors what they need, and refreshes npm's lock. Without patterns it
 * fetches the objects of every component of `.bitmap` and changes no file.
 * @throws TesseraError `UNKNOWN_REMOTE`, `NO_MATCH`, `COMPONENT_NOT_FOUND`, `LOCAL_CHANGES`, `FOLDER_NOT_EMPTY`,
 * `UNSAFE_PATH`, `DUPLICATE_VERSION`, `INSTALL_FAILED`
 */
export async function importComponents(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ImportOptions,
  emit: Emit,
): Promise<ImportResult> {
  throw new Error(`not built yet: ${workspace.root} ${scope.name} ${nodes.length} ${JSON.stringify(options)} ${emit}`)
}
