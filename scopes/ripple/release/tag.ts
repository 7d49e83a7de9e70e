import type { Diagnostic, Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import type { PlannedTag, TagOptions } from './plan-tag.ts'

export interface TagContext {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly nodes: readonly WorkspaceNode[]
  readonly emit: Emit
  /** Builds these nodes: what is tagged and everything that depends on it, consumers included. */
  readonly build: (
    keys: readonly string[],
  ) => Promise<{ readonly ok: boolean; readonly diagnostics: readonly Diagnostic[] }>
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined
  readonly author?: { readonly username?: string | undefined; readonly email?: string | undefined } | undefined
}

export interface TagResult {
  readonly dryRun: boolean
  /** What was tagged, or would be. Dependencies before dependents. */
  readonly tags: readonly PlannedTag[]
  /** Ids of versions that an interrupted tag had written and `.bitmap` did not know yet. */
  readonly adopted: readonly string[]
  /** With the new versions. */
  readonly workspace: Workspace
}

/**
 * Makes new versions of what changed and of what depends on it: plan, build, objects, `.bitmap`, manifests. All or
 * nothing: a plan or build that fails leaves everything as it was.
 * @throws TesseraError `BUILD_FAILED` (exit code 1), `NO_BASELINE`, `SOURCES_CHANGED`, and those of `planTag`
 */
export async function tag(context: TagContext, options: TagOptions = {}): Promise<TagResult> {
  throw new Error(`not built yet: ${context.workspace.root} ${JSON.stringify(options)}`)
}
