import { Failure } from './failure.ts'
import { escapePointer, isObject } from './equal.ts'
import { type Plan, planFor } from './plan.ts'
import type { Run, Spot } from './run.ts'
import { createShapes, type Shape } from './shape.ts'
import { runOf, solve, throwFailure } from './rounds.ts'
import type { JsonSchema, MockOptions } from './types.ts'

/** A value, and what was asked for at each of its places. */
export interface Placed {
  readonly plan: Plan
  /** To make parts anew with; its shapes go with it. */
  readonly run: Run
  readonly value: unknown
  readonly places: readonly ValuePlace[]
}

export interface ValuePlace {
  /** JSON pointer. */
  readonly pointer: string
  readonly spot: Spot
  /** Before any branch was chosen. */
  readonly first: Shape
  /** What the value there was made of. */
  readonly last: Shape
}

/** Of a large value, the places that come first. */
const MOST_PLACES = 400

/**
 * A value with its places, the whole first.
 * @throws EmptySchema, GaveUp
 */
export function placedValue(schema: JsonSchema, options: MockOptions): Placed {
  const plan = planFor(schema, options.defs)
  const seen = new Map<string, ValuePlace>()
  const value = solve(plan, options, (spot, shape) => {
    const first = seen.get(spot.pointer)?.first ?? shape
    seen.set(spot.pointer, { pointer: spot.pointer, spot, first, last: shape })
  })
  if (value instanceof Failure) return throwFailure(value)
  const pointers = new Set(pointersIn(value, ''))
  const places = distinct([...seen.values()].filter(({ pointer }) => pointers.has(pointer)))
  const run = { ...runOf(plan, options, 0), shapes: createShapes(plan.create) }
  return { plan, run, value, places: places.slice(0, MOST_PLACES) }
}

/** Of the items of a list that are asked the same, the first. */
function distinct(places: readonly ValuePlace[]): ValuePlace[] {
  const known = new Set<string>()
  return places.filter(({ pointer, first }) => {
    const key = `${pointer.replaceAll(/\/\d+(?=\/|$)/g, '/#')} ${first.id}`
    return !known.has(key) && known.add(key)
  })
}

function pointersIn(value: unknown, pointer: string): string[] {
  if (Array.isArray(value)) return [pointer, ...value.flatMap((item, index) => pointersIn(item, `${pointer}/${index}`))]
  if (!isObject(value)) return [pointer]
  return [
    pointer,
    ...Object.entries(value).flatMap(([key, part]) => pointersIn(part, `${pointer}/${escapePointer(key)}`)),
  ]
}

/** What stands at a pointer; undefined where nothing does. */
export function valueAt(whole: unknown, pointer: string): unknown {
  let at = whole
  for (const segment of segmentsOf(pointer)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, segment)) return undefined
    at = (at as Record<string, unknown>)[segment]
  }
  return at
}

/** A copy with another value at a pointer. */
export function replaceAt(whole: unknown, pointer: string, value: unknown): unknown {
  return replace(whole, segmentsOf(pointer), value)
}

function replace(whole: unknown, [first, ...rest]: readonly string[], value: unknown): unknown {
  if (first === undefined) return value
  if (Array.isArray(whole))
    return whole.map((item, index) => (String(index) === first ? replace(item, rest, value) : item))
  if (!isObject(whole)) return whole
  // By entries, so that a property called __proto__ stays one.
  return Object.fromEntries(
    Object.entries(whole).map(([key, part]) => [key, key === first ? replace(part, rest, value) : part]),
  )
}

function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}
