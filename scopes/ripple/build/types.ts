import type { Diagnostic, Emit, NodeStatus } from '@tessera/core.model'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'

export interface BuildOptions {
  /** Keys of the nodes wanted; what they depend on is built too. All nodes where absent. */
  readonly only?: readonly string[] | undefined
  /** Run the tests of what changed, too. */
  readonly test?: boolean | undefined
  /** Ignore the cache: everything wanted is generated, checked and tested again. */
  readonly force?: boolean | undefined
  /** How many compilers may run at once. Default: the cores. */
  readonly jobs?: number | undefined
  /** Ends the build early; what was finished stays in the cache. The build then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Compile dependents together with what changed, before it is known whether the change reaches them: sooner, for more work. */
  readonly eager?: boolean | undefined
  /** How long one contract may run, in milliseconds. Default 10,000. */
  readonly contractTimeoutMs?: number | undefined
  /** Nodes as loaded by the caller; loaded from disk where absent. */
  readonly nodes?: readonly WorkspaceNode[] | undefined
}

export interface TestCounts {
  readonly passed: number
  readonly failed: number
}

export interface NodeResult {
  readonly key: string
  readonly status: NodeStatus | 'untouched'
  /** Why it was looked at, or why the ripple stopped, in words. */
  readonly reason?: string
  /** Wall milliseconds of the batch it was compiled in. */
  readonly ms?: number
  /** `blocked`: the failed node it waits for. */
  readonly by?: string
  readonly tests?: TestCounts
}

export interface BuildResult {
  readonly ok: boolean
  /** In build order. */
  readonly nodes: readonly NodeResult[]
  readonly diagnostics: readonly Diagnostic[]
  readonly ms: number
}

export interface GenerateOptions {
  /** Keys of contracts or of their parts. */
  readonly only?: readonly string[] | undefined
  /** Regenerate the parts though their contract did not change: takes what a newer generator writes. */
  readonly upgrade?: boolean | undefined
  /** Overwrite generated files that were edited by hand. */
  readonly overwrite?: boolean | undefined
  /** Execute contracts though their sources did not change. */
  readonly force?: boolean | undefined
  readonly contractTimeoutMs?: number | undefined
  readonly nodes?: readonly WorkspaceNode[] | undefined
  readonly signal?: AbortSignal | undefined
}

export interface GenerateResult {
  readonly ok: boolean
  /** Contracts whose `contract.json` changed, and parts of which a file was written. */
  readonly written: readonly GeneratedNode[]
  readonly diagnostics: readonly Diagnostic[]
  readonly ms: number
}

export interface GeneratedNode {
  readonly key: string
  /** Relative to the workspace. */
  readonly files: readonly string[]
}

/** A builder that stays warm: it keeps the child that evaluates contracts and what it learnt about the workspace. */
export interface Engine {
  build(workspace: Workspace, options: BuildOptions, emit: Emit): Promise<BuildResult>
  /** Runs the tests that are due, of a workspace that was just built; `force` runs all. */
  test(workspace: Workspace, options: BuildOptions, emit: Emit): Promise<BuildResult>
  generate(workspace: Workspace, options: GenerateOptions, emit: Emit): Promise<GenerateResult>
  /** Loads what the next change of a contract will need, so that it need not wait. */
  warm(workspace: Workspace, signal?: AbortSignal): Promise<void>
  /** Ends the child processes. */
  close(): Promise<void>
}
