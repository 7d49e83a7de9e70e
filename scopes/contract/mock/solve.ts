import { pickExample, pickMember } from './annotations.ts'
import { draw, placeAt, randomAt } from './chance.ts'
import { isValid } from './check.ts'
import { domainOf } from './domain.ts'
import { copyOf, equal } from './equal.ts'
import { Failure, gaveUp } from './failure.ts'
import { makeArray } from './make-array.ts'
import { makeNumber } from './make-number.ts'
import { makeObject } from './make-object.ts'
import { makeText } from './make-text.ts'
import { ARRAY, BOOLEAN, FRACTION, INTEGER, NULL, STRING } from './node.ts'
import { orderOf, targetsOf } from './order.ts'
import { allTypes, likelyTypes, pickType } from './pick-type.ts'
import { makerOf, settle, TOO_LONG } from './quick.ts'
import { BOTTOM, type Run, type Spot } from './run.ts'
import { excludedValues, type Guard, type Shape, structured } from './shape.ts'

/** Draws at one place where a value has to be looked at before it is taken. */
const DRAWS = 6

/** A value of a shape, or why there is none. Branches are chosen first, then the type, then the parts. */
export function make(run: Run, shape: Shape, spot: Spot): unknown | Failure {
  const { trace, attempt, shapes } = run
  if (trace === undefined && attempt === 0) {
    const maker = makerOf(shape, [spot.name, spot.owner], { shapes, search: makeAny, make })
    return maker(run, spot.place, spot.object, spot.depth)
  }
  if (shape.failure !== undefined) return shape.failure
  if (run.effort.left < 0) return TOO_LONG
  trace?.(spot, shape)
  const result = makeAny(run, shape, spot)
  return result instanceof Failure ? settle(run, shape, spot.place, result) : result
}

function makeAny(run: Run, shape: Shape, spot: Spot): unknown | Failure {
  if (shape.values !== undefined) return copyOf(pickValue(shape.values, spot))
  const given = pickMember(run, shape, spot) ?? pickExample(run, shape, spot)
  if (given !== undefined) return given
  if (shape.choices.length > 0) return choose(run, shape, spot)
  const value = makeLeaf(run, shape, spot)
  if (value instanceof Failure) return value
  const broken = shape.guards.find(({ node }) => isValid(node, value))
  return broken === undefined ? value : refine(run, shape, broken, spot)
}

/** Null only where there is nothing else: a mock shows what is there. */
function pickValue(values: readonly unknown[], { place }: Spot): unknown {
  const random = randomAt(place)
  const value = random.pick(values)
  if (value !== null) return value
  const others = values.filter((other) => other !== null)
  return others.length === 0 ? null : random.pick(others)
}

/** One branch after the other, in an order that the place decides. */
function choose(run: Run, shape: Shape, spot: Spot): unknown | Failure {
  const targets = targetsOf(shape, run.shapes)
  let failure: Failure | undefined
  for (const index of orderOf(run, shape, spot.place, spot.depth)) {
    const result = make(run, targets[index] as Shape, spot)
    if (!(result instanceof Failure)) return result
    failure = failure === undefined || (failure.exact && !result.exact) ? result : failure
    if (run.effort.left < 0) return TOO_LONG
  }
  return failure ?? gaveUp('anyOf', 'no branch is left')
}

/** What was made is what must not be: it is made anew, so that it differs in one of the ways there are. */
function refine(run: Run, shape: Shape, { negation }: Guard, spot: Spot): unknown | Failure {
  let failure: Failure | undefined
  for (const way of randomAt(placeAt(spot.place, 99)).shuffle(negation.ways)) {
    const result = make(run, run.shapes.with(shape, way), spot)
    if (!(result instanceof Failure)) return result
    failure = failure === undefined || (failure.exact && !result.exact) ? result : failure
  }
  if (failure?.exact === true && negation.complete) return failure
  for (let turn = 1; turn <= DRAWS; turn++) {
    const value = makeLeaf(run, shape, { ...spot, place: placeAt(spot.place, 200 + turn) })
    if (!(value instanceof Failure) && !shape.guards.some(({ node }) => isValid(node, value))) return value
  }
  return failure?.asGuess() ?? gaveUp('not', 'no value was found that differs from what must not be')
}

/** A value that is none of those excluded: where another draw does not help, the few there are are gone through. */
function makeLeaf(run: Run, shape: Shape, spot: Spot): unknown | Failure {
  const excluded = excludedValues(shape)
  const value = makeDraft(run, shape, spot)
  if (value instanceof Failure || !has(excluded, value)) return value
  run.isSure = false
  for (let turn = 1; turn <= DRAWS; turn++) {
    const other = makeDraft({ ...run, attempt: turn }, shape, { ...spot, place: placeAt(spot.place, 400 + turn) })
    if (!(other instanceof Failure) && !has(excluded, other)) return other
  }
  const domain = domainOf(run, shape)
  const left = domain?.filter((other) => !has(excluded, other)) ?? []
  if (left.length > 0) return copyOf(pickValue(left, spot))
  return new Failure(domain !== undefined, 'not', 'all values that are left must not be')
}

function has(values: readonly unknown[], value: unknown): boolean {
  return values.some((other) => equal(other, value))
}

function makeDraft(run: Run, shape: Shape, spot: Spot): unknown | Failure {
  const types = likelyTypes(shape)
  const first = pickType(run, types, spot.place)
  const result = makeOfType(run, shape, spot, first)
  if (!(result instanceof Failure)) return result
  let failure = result
  for (const type of allTypes(shape)) {
    if (type === first) continue
    const other = makeOfType(run, shape, spot, type)
    if (!(other instanceof Failure)) return other
    if (failure.exact && !other.exact) failure = other
  }
  return failure
}

function makeOfType(run: Run, shape: Shape, spot: Spot, type: number): unknown | Failure {
  switch (type) {
    case NULL:
      return null
    case BOOLEAN:
      return makeBoolean(shape, spot)
    case INTEGER:
      return makeNumber(shape, spot, true)
    case FRACTION:
      return makeNumber(shape, spot, false)
    case STRING:
      return makeText(run, shape, spot)
    default:
      return makeComposite(run, shape, spot, type)
  }
}

function makeBoolean({ nodes }: Shape, { place }: Spot): boolean | Failure {
  const first = draw(place, 1) < 0.5
  const value = [first, !first].find((one) => !nodes.some(({ notValues }) => notValues?.includes(one)))
  return value ?? new Failure(true, 'not', 'neither true nor false is allowed')
}

function makeComposite(run: Run, shape: Shape, spot: Spot, type: number): unknown | Failure {
  if (spot.depth > BOTTOM) return gaveUp('$ref', 'the schema contains itself too deep')
  const inner = structured(shape)
  let value: unknown
  for (const node of inner) node.open++
  try {
    value = type === ARRAY ? makeArray(run, shape, spot, make) : makeObject(run, shape, spot, make)
  } finally {
    for (const node of inner) node.open--
  }
  if (value instanceof Failure || !run.isCareful || shape.nodes.every((node) => isValid(node, value))) return value
  return again(run, shape, spot, type)
}

/** Where the parts fit and the whole does not: other draws at this very place. */
function again(run: Run, shape: Shape, spot: Spot, type: number): unknown | Failure {
  for (let turn = 1; turn <= DRAWS && run.effort.left-- > 0; turn++) {
    const at = { ...spot, place: placeAt(spot.place, 300 + turn) }
    const value = type === ARRAY ? makeArray(run, shape, at, make) : makeObject(run, shape, at, make)
    if (!(value instanceof Failure) && shape.nodes.every((node) => isValid(node, value))) return value
  }
  return gaveUp('allOf', 'what fits by its parts does not fit as a whole')
}
