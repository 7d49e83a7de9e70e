import type { Faker } from '@faker-js/faker'
import type { Random } from './random.ts'
import type { References } from './references.ts'
import type { JsonSchema } from './types.ts'

/** What all places of one value share. */
export interface Context {
  readonly references: References
  readonly optionals: 'all' | 'some' | 'none'
  /** Milliseconds since 1970 of the moment that times lie around. */
  readonly now: number
  /** Words and names; draws from the source that is given, so that each place has its own. */
  readonly fake: (random: Random) => Faker
  /** Places that may still be tried: ends a search that leads nowhere. */
  budget: number
}

/** One place in the value. */
export interface Spot {
  /** JSON pointer. */
  readonly pointer: string
  readonly random: Random
  /** Names of the properties on the way here, nearest last. */
  readonly names: readonly string[]
  /** What the references on the way here led to: a schema that is in it again recurses. */
  readonly trail: readonly JsonSchema[]
}

/** `empty` is proven: no value exists. `gave-up`: none was found. */
export interface Failure {
  readonly ok: false
  readonly reason: 'empty' | 'gave-up'
  readonly keyword: string
  readonly pointer: string
  readonly message: string
  /** Another draw at this very place may do better; a part that failed has had its draws. */
  readonly retry?: true
}
export type Outcome = { readonly ok: true; readonly value: unknown } | Failure

/** Makes a value of a schema at a place; given to the parts, so that they can make theirs. */
export type Make = (schema: JsonSchema, spot: Spot) => Outcome

export function found(value: unknown): Outcome {
  return { ok: true, value }
}

export function empty(spot: Spot, keyword: string, message: string): Failure {
  return { ok: false, reason: 'empty', keyword, pointer: spot.pointer, message }
}

export function gaveUp(spot: Spot, keyword: string, message: string): Failure {
  return { ok: false, reason: 'gave-up', keyword, pointer: spot.pointer, message }
}
