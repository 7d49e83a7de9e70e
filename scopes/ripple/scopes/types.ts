import type { Diagnostic, Emit } from '@tessera/core.model'
import type { Breakage, Update } from '@tessera/scope.remote'

export interface RippleContext {
  /** Scope name to URL, of scopes that are known beside those that are named. */
  readonly remotes: Readonly<Record<string, string>>
  /** Absolute folder that relative URLs start from. */
  readonly base: string
  /** Absolute folders in whose `node_modules` packages of npm may be found. */
  readonly packages: readonly string[]
  readonly emit: Emit
  readonly signal?: AbortSignal | undefined
}

export interface RippleOptions {
  /** Names of known scopes, or URLs: what lies in these may get new versions. */
  readonly scopes: readonly string[]
  /** Only versions made since then set it off: a date, or a file with what an earlier ripple printed with `--json`. */
  readonly since?: string | undefined
  readonly dryRun?: boolean | undefined
  /** Try again what is recorded as broken with the very same versions. */
  readonly retry?: boolean | undefined
  /** How many components are built in one capsule. Default 100. */
  readonly atOnce?: number | undefined
}

/** A component that is behind, or will be. */
export interface PlannedComponent {
  /** With the version of its head. */
  readonly id: string
  /** 0: it depends on nothing else that is planned. */
  readonly level: number
  /** What is newer already: dependencies, and the contract that it was generated from. */
  readonly updates: readonly Update[]
  /** Planned components that it depends on or was generated from: `scope/name`. */
  readonly after: readonly string[]
  /** Others that it forms a cycle with: they pass or fail as one. */
  readonly cycle: readonly string[]
  /** False: it gets a version only if what is generated for it changes. */
  readonly certain: boolean
  /** Why it is not tried: what it waits for, or itself where it failed with the very same before. */
  readonly heldBy?: string
}

export interface RipplePlan {
  /** Dependencies before dependents. */
  readonly components: readonly PlannedComponent[]
  readonly warnings: readonly Diagnostic[]
}

export interface UpdatedComponent {
  /** With its new version. */
  readonly id: string
  readonly from: string
  readonly updates: readonly Update[]
}

export interface RippleResult {
  readonly dryRun: boolean
  readonly plan: RipplePlan
  /** Tagged and exported. */
  readonly updated: readonly UpdatedComponent[]
  /** What did not pass, earlier ripples included; their scopes are as they were. */
  readonly broken: readonly Breakage[]
  /** What was not tried because something below it is broken. */
  readonly waiting: readonly { readonly id: string; readonly by: string }[]
  /** Looked at, and its generated sources are equal: `scope/name`. */
  readonly unchanged: readonly string[]
  /** Somebody else exported other versions of these meanwhile, time and again: `scope/name`. */
  readonly overtaken: readonly string[]
  /** Heads of all scopes that were read, for `since`. */
  readonly state: Readonly<Record<string, string>>
}
