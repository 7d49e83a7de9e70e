import { commitFiles } from '@tessera/core.disk'
import type { Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { loadNodes, workspaceCommits, type Workspace } from '@tessera/workspace.files'
import { planPackages, npmInstall, type VendoredPackage } from '@tessera/workspace.transfer'
import { clearAway, named, planLeaving, refuseUnsaved, type RemovedComponent } from './remove.ts'

export interface EjectOptions {
  /** As in `matchComponents`; at least one. */
  readonly patterns: readonly string[]
  /** Also what is modified, or has versions that were not exported: the package is that of its version. */
  readonly force?: boolean | undefined
  /** Leaves the files where they are. */
  readonly keepFiles?: boolean | undefined
  /** Write manifests and refresh the lock, but install nothing. */
  readonly skipInstall?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

export interface EjectResult {
  readonly workspace: Workspace
  readonly ejected: readonly RemovedComponent[]
  /** What the workspace takes from `vendor/` instead; nothing for what nobody here uses. */
  readonly vendored: readonly VendoredPackage[]
}

/**
 * Puts packages in the place of sources: who used the component uses its version in `vendor/`. Sources, `.bitmap`,
 * manifests and `vendor/` change together.
 * @throws TesseraError `LOCAL_CHANGES`, `PATTERN_REQUIRED`, `COMPILE_FAILED`, `INSTALL_FAILED`, and those of
 * `matchComponents`
 */
export async function ejectComponents(
  workspace: Workspace,
  scope: Scope,
  { patterns, force = false, keepFiles = false, skipInstall = false, dryRun = false }: EjectOptions,
  emit: Emit,
): Promise<EjectResult> {
  const nodes = await loadNodes(workspace)
  const components = named(patterns, nodes)
  if (!force) await refuseUnsaved(scope, components)
  const leaving = planLeaving(workspace, components, { keepFiles })
  if (dryRun) return { workspace, ejected: leaving.removed, vendored: [] }
  const keys = new Set(components.map(({ key }) => key))
  const staying = nodes.filter(({ key }) => !keys.has(key))
  const { changes, result } = await planPackages(
    leaving.workspace,
    scope,
    { nodes: staying, leaving: components },
    emit,
  )
  await commitFiles(workspaceCommits(workspace.root), [...changes, ...leaving.changes])
  await clearAway(workspace, components, keepFiles)
  await npmInstall(leaving.workspace, skipInstall, emit)
  return { workspace: leaving.workspace, ejected: leaving.removed, vendored: result.vendored }
}
