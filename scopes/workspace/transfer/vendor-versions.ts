import { componentKey, type ComponentId, type Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { fetchVersions, type LocalVersion } from './fetch.ts'
import { npmInstall } from './install.ts'
import { componentTarballPath, planVendor, type VendorPlan } from './plan-vendor.ts'
import { remoteOpener } from './remotes.ts'
import { applyVendor, packVendor, type VendorResult } from './vendor.ts'

/** What components need beside them at the versions they are about to be put at. */
export interface VersionNeeds {
  readonly targets: readonly LocalVersion[]
  readonly vendor: VendorPlan
}

/**
 * Looks up what components need at these versions, and fetches it into the local scope. Undefined where the tarballs of
 * `vendor/` and the sources of the workspace hold it all.
 * @throws TesseraError `UNKNOWN_REMOTE`, `COMPONENT_NOT_FOUND`, `VERSION_NOT_FOUND`, `DUPLICATE_VERSION`
 */
export async function planVersionNeeds(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  ids: readonly ComponentId[],
): Promise<VersionNeeds | undefined> {
  const fetcher = { scope, open: remoteOpener(workspace, scope) }
  const requests = ids.map((id) => ({ id, why: `${componentKey(id)} is in this workspace` }))
  const targets = await fetchVersions(fetcher, requests)
  const keys = new Set(ids.map(componentKey))
  const others = nodes.filter((node) => !keys.has(node.key))
  const vendor = await planVendor({ workspace, nodes: others, targets, fetcher })
  const present = new Set(vendor.present.map(({ path }) => path))
  const isComplete = vendor.closure.entries.every(({ component }) => present.has(componentTarballPath(component.id)))
  return isComplete ? undefined : { targets, vendor }
}

/**
 * Puts the tarballs into `vendor/`, lists them in the root manifest, and has npm follow.
 * @throws TesseraError `COMPILE_FAILED`, `INSTALL_FAILED`
 */
export async function vendorVersions(
  workspace: Workspace,
  scope: Scope,
  { targets, vendor }: VersionNeeds,
  options: { readonly skipInstall?: boolean; readonly emit: Emit },
): Promise<VendorResult> {
  const tarballs = await packVendor(workspace, scope, vendor, options.emit)
  const steps = targets.map((target) => ({ target, rootDir: folderOf(workspace, target), removed: [] }))
  const result = await applyVendor(workspace, vendor, { tarballs, steps })
  await npmInstall(workspace, options.skipInstall === true, options.emit)
  return result
}

function folderOf(workspace: Workspace, { id }: LocalVersion): string {
  const isIt = (entry: Workspace['bitmap']['entries'][number]): boolean =>
    entry.name === id.name && (entry.scope || entry.defaultScope) === id.scope
  return workspace.bitmap.entries.find(isIt)?.rootDir ?? ''
}
