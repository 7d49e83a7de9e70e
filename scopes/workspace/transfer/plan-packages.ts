import type { Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { planVendor } from './plan-vendor.ts'
import { remoteOpener } from './remotes.ts'
import { packVendor, planVendorUpdate, type VendorUpdate } from './vendor.ts'

/**
 * What becomes of `vendor/` and the root manifest where some nodes leave and the others are all that the workspace holds as
 * source.
 * @throws TesseraError `UNKNOWN_REMOTE`, `VERSION_NOT_FOUND`, `COMPILE_FAILED`
 */
export async function planPackages(
  workspace: Workspace,
  scope: Scope,
  { nodes, leaving }: { readonly nodes: readonly WorkspaceNode[]; readonly leaving: readonly WorkspaceNode[] },
  emit: Emit,
): Promise<VendorUpdate> {
  const plan = await planVendor({
    workspace,
    nodes,
    targets: [],
    leaving: leaving.map(({ packageName }) => packageName),
    fetcher: { scope, open: remoteOpener(workspace, scope) },
  })
  return planVendorUpdate(workspace, plan, { tarballs: await packVendor(workspace, scope, plan, emit), steps: [] })
}
