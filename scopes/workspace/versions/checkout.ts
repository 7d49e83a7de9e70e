import { commitFiles, type FileChange } from '@tessera/core.disk'
import type { Scope } from '@tessera/scope.store'
import { loadNodes, planBitmap, planManifests, workspaceCommits } from '@tessera/workspace.files'
import type { BitmapEntry, Workspace } from '@tessera/workspace.files'
import type { MergeStatus, MergeStrategy } from './merge-files.ts'
import { planCheckout } from './plan-checkout.ts'
import type { CheckoutPlan, PlannedCheckout } from './plan-checkout.ts'
import { planFiles } from './write-files.ts'

export interface CheckoutOptions {
  /** `head`, `latest` (highest tag), `reset` (the recorded version again), or a version. */
  readonly to: string
  /** May be empty for `head` and `latest`: all components. */
  readonly patterns: readonly string[]
  /** What becomes of files where edits and the version cannot be merged. Without it they are a reason to refuse. */
  readonly resolve?: MergeStrategy | undefined
  /**
   * Merges nothing: `ours` leaves files that were edited here as they are and takes the others from the version,
   * `theirs` takes all from the version.
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
  /** Files that were edited here and that the version has otherwise. */
  readonly merged: readonly MergeReport[]
}

export interface MergeReport {
  /** Relative to the workspace. */
  readonly file: string
  readonly status: MergeStatus
  /** Why it could not be merged. */
  readonly conflict?: string
}

/**
 * Puts components at another version: files, manifests and `.bitmap` change together. What was edited here is
 * merged with what the version changed; where both changed the same it refuses, unless told what to do (`reset` drops
 * what was edited). New components are left out, and so are those that are where they should be.
 * @throws TesseraError `LOCAL_CHANGES`, `VERSION_NOT_FOUND`, `NO_BASELINE`, `PATTERN_REQUIRED`, `UNSAFE_PATH`, and those
 * of `matchComponents`
 */
export async function checkout(workspace: Workspace, scope: Scope, options: CheckoutOptions): Promise<CheckoutResult> {
  const plan = await planCheckout({ workspace, scope, nodes: await loadNodes(workspace) }, options)
  const components = plan.map(report)
  if (options.dryRun === true || plan.length === 0) return { workspace, components }
  return { workspace: await applyCheckout(workspace, plan), components }
}

/** Files, manifests and `.bitmap` all or none, with what changes along with them. */
export async function applyCheckout(
  workspace: Workspace,
  plan: CheckoutPlan,
  along: readonly FileChange[] = [],
): Promise<Workspace> {
  const changes = [...along]
  for (const each of plan) changes.push(...(await planFiles(workspace, each)))
  const bitmap = planBitmap(workspace, movedEntries(workspace, plan))
  const manifests = planManifests(bitmap.workspace, await loadNodes(bitmap.workspace, changes))
  await commitFiles(workspaceCommits(workspace.root), [...changes, ...manifests, bitmap.change])
  return bitmap.workspace
}

/** Of files that were merged, as callers see them. */
export function mergeReports({
  component,
  merged,
}: Pick<PlannedCheckout, 'component' | 'merged'>): readonly MergeReport[] {
  return merged.map(({ path, status, conflict }) => ({
    file: `${component.rootDir}/${path}`,
    status,
    ...(conflict === undefined ? {} : { conflict }),
  }))
}

function report({ component, to, write, remove, kept, merged }: PlannedCheckout): CheckedOut {
  const inWorkspace = (path: string): string => `${component.rootDir}/${path}`
  return {
    id: component.key,
    from: component.id.version ?? '',
    to,
    written: write.map((file) => inWorkspace(file.path)),
    deleted: remove.map(inWorkspace),
    kept: kept.map(inWorkspace),
    merged: mergeReports({ component, merged }),
  }
}

function movedEntries(workspace: Workspace, plan: CheckoutPlan): readonly BitmapEntry[] {
  const moved = new Map(plan.map((each) => [each.component.rootDir, each]))
  return workspace.bitmap.entries.map((entry) => {
    const to = moved.get(entry.rootDir)
    return to === undefined ? entry : { ...entry, version: to.to, mainFile: to.mainFile }
  })
}
