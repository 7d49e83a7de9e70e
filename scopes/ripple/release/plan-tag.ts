import type { ComponentNode } from '@tessera/workspace.files'

export type TagLevel = 'patch' | 'minor' | 'major'

/** A component of the workspace with what its scope knows of it. */
export interface TagCandidate {
  readonly component: ComponentNode
  readonly state: 'new' | 'modified' | 'unmodified'
  /** Tags that exist. */
  readonly versions: readonly string[]
  /** The tag (or hash of a snap) of the newest version. */
  readonly head?: string | undefined
  /** Dependencies of the version of `.bitmap`: `scope/name` to version. */
  readonly recorded?: ReadonlyMap<string, string> | undefined
}

export interface TagOptions {
  readonly patterns?: readonly string[] | undefined
  readonly level?: TagLevel | undefined
  /** The exact version for every component that is tagged by itself. */
  readonly version?: string | undefined
  readonly message?: string | undefined
  readonly skipAutoTag?: boolean | undefined
  readonly dryRun?: boolean | undefined
  readonly ignoreIssues?: boolean | undefined
  readonly ignoreNewestVersion?: boolean | undefined
  /** Tags unmodified components too. */
  readonly unmodified?: boolean | undefined
  readonly skipBuild?: boolean | undefined
}

export interface TagInput extends TagOptions {
  readonly candidates: readonly TagCandidate[]
}

export interface PlannedTag {
  /** `scope/name` */
  readonly key: string
  /** With the new version. */
  readonly id: string
  /** The version of `.bitmap`; none for a first tag. */
  readonly from?: string
  readonly version: string
  readonly action: 'tagged' | 'auto-tagged'
  /** In words: `new`, `modified`, `depends on acme.shared/money/types@1.0.1`. */
  readonly reason: string
  readonly message: string
}

export interface TagPlan {
  /** Dependencies before dependents. */
  readonly tags: readonly PlannedTag[]
}

/**
 * Which components get which version, and why: those that are new or modified (or named), and each transitive dependent
 * once. Pure.
 * @throws TesseraError `VERSION_EXISTS`, `INVALID_VERSION`, `NEWER_VERSION_EXISTS`, `COMPONENT_ISSUES`,
 * `CIRCULAR_DEPENDENCY`, `DEPENDENCY_NOT_TAGGED`, and those of `matchComponents`
 */
export function planTag(input: TagInput): TagPlan {
  throw new Error(`not built yet: ${input.candidates.length}`)
}
