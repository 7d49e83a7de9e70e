import { escapePointer } from './equal.ts'
import type { Node } from './node.ts'

/** Something wrong with a value. */
export interface Violation {
  readonly keyword: string
  /** JSON pointer into the value. */
  readonly pointer: string
  readonly message: string
}

export interface Run {
  /** Where violations are collected; without it the first one ends the check. */
  readonly found?: Violation[]
  /** To the place being checked; kept only where violations are collected. */
  readonly path: (string | number)[]
}

/** What has been looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
export interface Seen {
  readonly keys: Set<string>
  readonly items: Set<number>
}

/** Nodes being checked at this very place: one that comes back adds nothing. */
export interface Open {
  readonly node: Node
  readonly outer: Open | undefined
}

export const QUIET: Run = { path: [] }

/** @param key of the part that is wrong, where it is not the whole */
export function fail(run: Run, keyword: string, message: string, key?: string | number): false {
  if (run.found === undefined) return false
  const path = key === undefined ? run.path : [...run.path, key]
  run.found.push({ keyword, pointer: path.map((segment) => `/${escapePointer(segment)}`).join(''), message })
  return false
}
