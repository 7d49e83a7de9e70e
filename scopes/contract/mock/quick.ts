import { annotationsOf, DEFAULTS, lastResort } from './annotations.ts'
import { draw, firstIndex, type Place, placeAt } from './chance.ts'
import { isValid } from './check.ts'
import { copyOf } from './equal.ts'
import { excludes } from './excludes.ts'
import { Failure, gaveUp } from './failure.ts'
import { numberMaker } from './make-number.ts'
import { textMaker } from './make-text.ts'
import { ARRAY, BOOLEAN, FRACTION, INTEGER, type Node, NULL, STRING } from './node.ts'
import { orderOf, targetsOf } from './order.ts'
import { allTypes, likelyTypes, pickType } from './pick-type.ts'
import { quickArray } from './quick-array.ts'
import { quickObject } from './quick-object.ts'
import type { Make, Run } from './run.ts'
import { excludedValues, perShape, type Shape, type Shapes } from './shape.ts'

/**
 * Makes the values of one shape under one name: the same values as the search in solve.ts does, with all that can be
 * known beforehand worked out once. What it does not know it leaves to the search, and to a check of what that made.
 */
export type Maker = (run: Run, place: Place, object: Place, depth: number) => unknown | Failure

/** What makers are put together with. */
export interface Workshop {
  readonly shapes: Shapes
  /** The search, for what is not simple. */
  readonly search: Make
  /** As the search does it for parts. */
  readonly make: Make
}

export const TOO_LONG = gaveUp('allOf', 'the search took too long')

const makers = perShape((): Map<string, Map<string, Maker>> => new Map())

/** @param owner the name of what holds the property of that name */
export function makerOf(shape: Shape, [name, owner]: readonly [string, string], workshop: Workshop): Maker {
  const known = makers(shape)
  let byOwner = known.get(name)
  if (byOwner === undefined) known.set(name, (byOwner = new Map()))
  let maker = byOwner.get(owner)
  if (maker === undefined) byOwner.set(owner, (maker = createMaker({ ...workshop, shape, name, owner })))
  return maker
}

/** What one maker is made of. */
export interface Making extends Workshop {
  readonly shape: Shape
  readonly name: string
  readonly owner: string
}

function createMaker(making: Making): Maker {
  const { shape } = making
  if (shape.failure !== undefined) return () => shape.failure
  if (shape.values !== undefined) return valueMaker(making)
  const { members, examples, defaults } = annotationsOf(shape)
  if (members.length > 0) return settled(shape, searched(making))
  const inner = shape.choices.length > 0 ? choiceMaker(making) : leafMaker(making)
  if (examples.length > 0) return (_run, place) => examples[firstIndex(placeAt(place, 31), examples.length)]
  const maker = settled(shape, inner)
  if (defaults.length === 0) return maker
  return (run, place, object, depth) =>
    draw(place, 32) < DEFAULTS
      ? defaults[firstIndex(placeAt(place, 31), defaults.length)]
      : maker(run, place, object, depth)
}

function settled(shape: Shape, inner: Maker): Maker {
  return (run, place, object, depth) => {
    if (shape.failure !== undefined) return shape.failure
    if (run.effort.left < 0) return TOO_LONG
    const value = inner(run, place, object, depth)
    return value instanceof Failure ? settle(run, shape, place, value) : value
  }
}

/** What is proven once holds always; else what the author shows may still do. */
export function settle({ effort }: Run, shape: Shape, place: Place, failure: Failure): unknown | Failure {
  effort.left--
  if (failure.exact) shape.failure = failure
  return failure.exact ? failure : (lastResort(shape, place) ?? failure)
}

/** By the search. */
function searched({ shape, name, owner, search }: Making): Maker {
  const inner: Maker = (run, place, object, depth) =>
    search(run, shape, { place, object, name, owner, depth, pointer: '' })
  return verified(shape, (run, place, object, depth) => {
    const { isSure } = run
    const value = inner(run, place, object, depth)
    // Further draws have been taken, which nobody vouches for: a look here saves one at the whole.
    if (isSure && !run.isSure && run.watched === 0) run.isSure = isFitting(shape, value)
    return value
  })
}

/** What its making does not vouch for is looked at, as far as nothing around it is looked at as a whole. */
function verified(shape: Shape, inner: Maker): Maker {
  if (shape.values !== undefined) return inner
  if (shape.nodes.some(({ object, array }) => (object?.unevaluated ?? array?.unevaluated) !== undefined)) {
    return watched(shape, inner)
  }
  const nots = negated(shape)
  if (nots.length === 0) return inner
  return (run, place, object, depth) => {
    const value = inner(run, place, object, depth)
    if (run.watched === 0 && !(value instanceof Failure)) {
      for (const node of nots) if (isValid(node, value)) run.isSure = false
    }
    return value
  }
}

function watched(shape: Shape, inner: Maker): Maker {
  return (run, place, object, depth) => {
    if (!run.isSure || run.watched > 0) return inner(run, place, object, depth)
    run.watched++
    const value = inner(run, place, object, depth)
    run.watched--
    run.isSure = isFitting(shape, value)
    return value
  }
}

function isFitting({ nodes }: Shape, value: unknown): boolean {
  return value instanceof Failure || nodes.every((node) => isValid(node, value))
}

/** What must not hold, and has been turned into what has to hold instead. */
function negated(shape: Shape): readonly Node[] {
  const guarded = new Set(shape.guards.map(({ node }) => node))
  return shape.nodes.flatMap(({ not }) => (not === undefined || guarded.has(not) || excludes(not, shape) ? [] : [not]))
}

function valueMaker(making: Making): Maker {
  const values = making.shape.values ?? []
  if (values.some((value) => typeof value === 'object'))
    return values.length === 1 ? () => copyOf(values[0]) : searched(making)
  if (values.length === 1) return () => values[0]
  return (_run, place) => values[firstIndex(place, values.length)]
}

function choiceMaker(making: Making): Maker {
  const { shape, shapes, name, owner } = making
  const ways: Maker[] = []
  return (run, place, object, depth) => {
    const targets = targetsOf(shape, shapes)
    let failure: Failure | undefined
    for (const index of orderOf(run, shape, place, depth)) {
      const way = (ways[index] ??= makerOf(targets[index] as Shape, [name, owner], making))
      const result = way(run, place, object, depth)
      if (!(result instanceof Failure)) return result
      failure = failure === undefined || (failure.exact && !result.exact) ? result : failure
      if (run.effort.left < 0) return TOO_LONG
    }
    return failure ?? gaveUp('anyOf', 'no branch is left')
  }
}

function leafMaker(making: Making): Maker {
  const { shape } = making
  const search = searched(making)
  if (excludedValues(shape).length > 0) return search
  const types = likelyTypes(shape)
  const others = allTypes(shape).length > 1
  const parts = new Map(types.map((type) => [type, partMaker(making, type) ?? search]))
  const only = types.length === 1 ? parts.get(types[0] as number) : undefined
  if (only === search) return search
  const guards = shape.guards.filter(({ node }) => !excludes(node, shape))
  if (only !== undefined && !others && guards.length === 0) return verified(shape, only)
  const leaf: Maker = (run, place, object, depth) => {
    const part = only ?? (parts.get(pickType(run, types, place)) as Maker)
    const value = part(run, place, object, depth)
    if (value instanceof Failure) return others ? search(run, place, object, depth) : value
    for (const { node } of guards) if (isValid(node, value)) return search(run, place, object, depth)
    return value
  }
  return verified(shape, leaf)
}

/** Undefined where the search is needed. */
function partMaker(making: Making, type: number): Maker | undefined {
  const { shape, name, owner } = making
  switch (type) {
    case NULL:
      return () => null
    case BOOLEAN:
      return (_run, place) => draw(place, 1) < 0.5
    case INTEGER:
    case FRACTION: {
      const number = numberMaker(shape, name, type === INTEGER)
      return (_run, place) => number(place)
    }
    case STRING:
      return textMaker(shape, name, owner)
    case ARRAY:
      return quickArray(making, makerOf)
    default:
      return quickObject(making, makerOf)
  }
}
