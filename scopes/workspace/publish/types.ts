import type { ComponentId } from '@tessera/core.model'

export interface PublishOptions {
  /** As in `matchComponents`; none: every component that is tagged. */
  readonly patterns?: readonly string[] | undefined
  /** URL; else what `.npmrc` says for the packages' scope, or for all. */
  readonly registry?: string | undefined
  /** npm's dist-tag; else `distTag` of each version. */
  readonly tag?: string | undefined
  readonly dryRun?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * `published`: it was sent, or with `dryRun` would be. `present`: the registry has it, made from the same Version.
 */
export type PublishStatus = 'published' | 'present'

export interface PackageReport {
  /** With its version. */
  readonly id: ComponentId
  readonly packageName: string
  readonly version: string
  /** Of the Version it is made from. */
  readonly hash: string
  /** URL, without credentials. */
  readonly registry: string
  readonly status: PublishStatus
  /** The dist-tag it gets; absent where it is there already. */
  readonly tag?: string
  /** The package that needs it, where it was not asked for. */
  readonly neededBy?: string
  /** Of the packed tarball; absent where it is there already. */
  readonly bytes?: number
  /** What its package.json asks for, with ranges; absent where it is there already. */
  readonly dependencies?: Readonly<Record<string, string>>
}

/** A component that has no tagged version here. */
export interface LeftOut {
  readonly key: string
  /** In words: `new`, `a snap`. */
  readonly reason: string
}

export interface PublishResult {
  readonly dryRun: boolean
  /** Dependencies first. */
  readonly packages: readonly PackageReport[]
  readonly left: readonly LeftOut[]
}
