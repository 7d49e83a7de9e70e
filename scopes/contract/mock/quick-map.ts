import { draw, movingRandom, type Place, placeAt } from './chance.ts'
import { Failure } from './failure.ts'
import { define, objectPlan, partOf, patternNode, plainKey, restsOf, textNode } from './make-object.ts'
import type { Maker, Making, makerOf } from './quick.ts'
import { DEEP, recursion, type Run } from './run.ts'
import type { Shape } from './shape.ts'

interface At {
  readonly run: Run
  readonly place: Place
  readonly depth: number
}

/** Adds properties that nobody declared to the `size` that are there; false where this takes the search. */
export type More = (object: Record<string, unknown>, size: number, at: At) => boolean

const random = movingRandom()

/** The properties of a map, and those that a count asks for. */
export function quickMore(making: Making, makerFor: typeof makerOf): More {
  const { shape, shapes, name, owner } = making
  const plan = objectPlan(shape)
  const { patterns, names } = plan
  const isClosed = plan.closed && patterns.length > 0
  let rests: readonly Shape[] | undefined
  let keys: { readonly named: Maker | undefined; readonly byPattern: readonly Maker[] } | undefined
  // Most of a map has one shape.
  let last: Shape | undefined
  let maker: Maker

  const keysNow = ({ create }: Run): NonNullable<typeof keys> => {
    const keyMaker = (nodes: readonly Shape['nodes'][number][]): Maker =>
      makerFor(shapes.of([...names, ...nodes]), ['key', name], making)
    return {
      named: names.length === 0 ? undefined : keyMaker([textNode(create)]),
      byPattern: patterns.map((pattern) => keyMaker([patternNode(create, pattern)])),
    }
  }

  /** Whether it has come to be; undefined where its name is declared, so that it has its place among those. */
  const add = (object: Record<string, unknown>, key: unknown, { run, place, depth }: At): boolean | undefined => {
    if (typeof key !== 'string' || Object.hasOwn(object, key) || plan.forbidden.has(key)) return false
    if (plan.declaredSet.has(key)) return undefined
    const part = partOf({ shapes, shape, plan }, key)
    if (part.failure !== undefined || part.shape.failure !== undefined) return false
    if (part.shape !== last) maker = makerFor((last = part.shape), [name, owner], making)
    const value = maker(run, placeAt(place, part.hash), place, depth + 1)
    if (value instanceof Failure) return false
    define(object, key, value)
    return true
  }

  return (object, start, at) => {
    const { run, place, depth } = at
    const isOpen =
      plan.isMap &&
      run.optionals !== 'none' &&
      depth <= DEEP &&
      !(rests ??= restsOf(shape).map((node) => shapes.of([node]))).some(isDeep)
    const wanted = Math.max(plan.least, isOpen ? 1 + Math.floor(draw(place, 4) * 3) : 0)
    // Declared properties would be the first to fill up a count.
    if (start < plan.least && plan.declared.length > 0) return false
    if (start >= wanted) return true
    const { named, byPattern } = (keys ??= keysNow(run))
    let size = start
    for (let turn = 0; turn < wanted * 4 + 24 && size < wanted; turn++) {
      const here = placeAt(place, 50_000 + turn)
      if (patterns.length > 0 && (isClosed || turn % 2 === 0)) {
        random.moveTo(here)
        const key = (byPattern[random.int(0, patterns.length - 1)] as Maker)(run, here, here, depth + 1)
        const added = add(object, key, at)
        if (added === undefined) return false
        if (added) size++
        if (size >= wanted) return true
      }
      if (isClosed) continue
      const key = named === undefined ? plainKey(run, here, turn) : named(run, here, here, depth + 1)
      const added = add(object, key, at)
      if (added === undefined) return false
      if (added) size++
    }
    return size >= plan.least
  }
}

/** V8 learns the order of the properties of each object; of maps it would learn thousands that never come again. */
export function emptyMap(): Record<string, unknown> {
  const map: { first?: 0; second?: 0 } = { first: 0, second: 0 }
  delete map.first
  delete map.second
  return map as Record<string, unknown>
}

function isDeep(shape: Shape): boolean {
  return recursion(shape) > 1
}
