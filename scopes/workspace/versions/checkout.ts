import type { Scope } from '@tessera/scope.store'
import type { Workspace } from '@tessera/workspace.files'

export interface CheckoutOptions {
  /** `head`, `latest` (highest tag), `reset` (the recorded version again), or a version. */
  readonly to: string
  /** May be empty for `head` and `latest`: all components. */
  readonly patterns: readonly string[]
  readonly dryRun?: boolean | undefined
}

export interface CheckoutResult {
  readonly workspace: Workspace
  readonly components: readonly {
    /** `scope/name` */
    readonly id: string
    readonly from: string
    readonly to: string
    /** Relative to the workspace. */
    readonly written: readonly string[]
    readonly deleted: readonly string[]
    /** Files that no version has; they stay where they are. */
    readonly kept: readonly string[]
  }[]
}

/**
 * Puts components at another version: files, then `.bitmap`, then manifests. Refuses over local changes, except `reset`,
 * which drops them.
 * @throws TesseraError `LOCAL_CHANGES`, `VERSION_NOT_FOUND`, `NO_BASELINE`, `PATTERN_REQUIRED`, and those of `matchComponents`
 */
export async function checkout(workspace: Workspace, scope: Scope, options: CheckoutOptions): Promise<CheckoutResult> {
  throw new Error(`not built yet: ${workspace.root} ${scope.name} ${options.to}`)
}
