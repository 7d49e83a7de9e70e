import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'

export interface DiffOptions {
  readonly patterns?: readonly string[] | undefined
  /** Compare with this version rather than with the one of `.bitmap`. */
  readonly version?: string | undefined
  /** Compare `version` with this one rather than with the files of the workspace. */
  readonly toVersion?: string | undefined
}

export interface ComponentDiff {
  /** `scope/name[@version]` as in `.bitmap`. */
  readonly id: string
  readonly hasDiff: boolean
  readonly filesDiff: readonly {
    readonly filePath: string
    readonly status: 'ADDED' | 'DELETED' | 'MODIFIED'
    /** Unified diff. */
    readonly diffOutput: string
  }[]
  readonly fieldsDiff: readonly { readonly fieldName: string; readonly diffOutput: string }[]
}

/**
 * What changed in the components that the patterns name; without patterns, in every modified one. A new component is
 * compared with nothing.
 * @throws TesseraError `NO_BASELINE`, `VERSION_NOT_FOUND`, and those of `matchComponents`
 */
export async function diff(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: DiffOptions = {},
): Promise<readonly ComponentDiff[]> {
  throw new Error(`not built yet: ${workspace.root} ${scope.name} ${nodes.length} ${JSON.stringify(options)}`)
}
