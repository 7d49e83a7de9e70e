import type { Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import type { ExportOptions, ExportPlan, ExportResult } from './types.ts'

/**
 * What an export would send: the versions reachable from each local head that the remote is not known to have.
 * @throws TesseraError `UNKNOWN_REMOTE`, `NO_MATCH`
 */
export async function planExport(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ExportOptions = {},
): Promise<ExportPlan> {
  throw new Error(`not built yet: ${workspace.root} ${scope.name} ${nodes.length} ${JSON.stringify(options)}`)
}

/**
 * Sends what `planExport` says, scope by scope, and records each as soon as its remote has it.
 * @throws TesseraError `EXPORT_FAILED` that names what was exported and what was not, `MERGE_CONFLICT`, and those of
 * `planExport`
 */
export async function exportComponents(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ExportOptions,
  emit: Emit,
): Promise<ExportResult> {
  throw new Error(`not built yet: ${workspace.root} ${scope.name} ${nodes.length} ${JSON.stringify(options)} ${emit}`)
}
