import type { Scope } from '@tessera/scope.store'
import { loadNodes, writeBitmap, writeManifests } from '@tessera/workspace.files'
import type { BitmapEntry, Workspace } from '@tessera/workspace.files'
import { planCheckout } from './plan-checkout.ts'
import type { CheckoutPlan, PlannedCheckout } from './plan-checkout.ts'
import { applyFiles } from './write-files.ts'

export interface CheckoutOptions {
  /** `head`, `latest` (highest tag), `reset` (the recorded version again), or a version. */
  readonly to: string
  /** May be empty for `head` and `latest`: all components. */
  readonly patterns: readonly string[]
  /**
   * What becomes of files that were edited here: `ours` leaves them as they are and takes the others from the version,
   * `theirs` takes all from the version. Without it they are a reason to refuse.
   */
  readonly force?: 'ours' | 'theirs' | undefined
  readonly dryRun?: boolean | undefined
}

export interface CheckoutResult {
  /** With the versions checked out. */
  readonly workspace: Workspace
  readonly components: readonly CheckedOut[]
}

export interface CheckedOut {
  /** `scope/name` */
  readonly id: string
  readonly from: string
  readonly to: string
  /** Relative to the workspace. */
  readonly written: readonly string[]
  readonly deleted: readonly string[]
  /** Files that neither version has; they stay where they are. */
  readonly kept: readonly string[]
}

/**
 * Puts components at another version: files, then `.bitmap`, then manifests. Refuses over local changes, except `reset`,
 * which drops them, and where `force` is set. New components are left out, and so are those that are where they should be.
 * @throws TesseraError `LOCAL_CHANGES`, `VERSION_NOT_FOUND`, `NO_BASELINE`, `PATTERN_REQUIRED`, `UNSAFE_PATH`, and those
 * of `matchComponents`
 */
export async function checkout(workspace: Workspace, scope: Scope, options: CheckoutOptions): Promise<CheckoutResult> {
  const plan = await planCheckout(scope, await loadNodes(workspace), options)
  const components = plan.map(report)
  if (options.dryRun === true || plan.length === 0) return { workspace, components }
  for (const each of plan) await applyFiles(workspace, each)
  const updated = await writeBitmap(workspace, movedEntries(workspace, plan))
  await writeManifests(updated, await loadNodes(updated))
  return { workspace: updated, components }
}

function report({ component, to, write, remove, kept }: PlannedCheckout): CheckedOut {
  const inWorkspace = (path: string): string => `${component.rootDir}/${path}`
  return {
    id: component.key,
    from: component.id.version ?? '',
    to,
    written: write.map((file) => inWorkspace(file.path)),
    deleted: remove.map(inWorkspace),
    kept: kept.map(inWorkspace),
  }
}

function movedEntries(workspace: Workspace, plan: CheckoutPlan): readonly BitmapEntry[] {
  const moved = new Map(plan.map((each) => [each.component.rootDir, each]))
  return workspace.bitmap.entries.map((entry) => {
    const to = moved.get(entry.rootDir)
    return to === undefined ? entry : { ...entry, version: to.to, mainFile: to.mainFile }
  })
}
