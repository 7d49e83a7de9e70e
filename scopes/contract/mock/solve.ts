import { pickExample, pickMember, shownValues } from './annotations.ts'
import { draw, placeAt, randomAt } from './chance.ts'
import { isValid } from './check.ts'
import { domainOf } from './domain.ts'
import { copyOf, equal } from './equal.ts'
import { Failure, gaveUp } from './failure.ts'
import { makeArray } from './make-array.ts'
import { makeNumber } from './make-number.ts'
import { makeObject } from './make-object.ts'
import { makeText } from './make-text.ts'
import { ALL, ARRAY, BOOLEAN, FRACTION, INTEGER, type Node, NULL, NUMBER, OBJECT, STRING } from './node.ts'
import { DEEP, recursion, type Run, type Spot } from './run.ts'
import { type Guard, perShape, type Shape, structured } from './shape.ts'

/** Chance of a null where something else may be. */
const NULLS = 0.15
/** Draws at one place where a value has to be looked at before it is taken. */
const DRAWS = 6
const TOO_LONG = gaveUp('allOf', 'the search took too long')
/** Deeper than any value should be: where a schema contains itself in a way that was not foreseen. */
const BOTTOM = 80

/** A value of a shape, or why there is none. Branches are chosen first, then the type, then the parts. */
export function make(run: Run, shape: Shape, spot: Spot): unknown | Failure {
  if (shape.failure !== undefined) return shape.failure
  if (run.effort.left < 0) return TOO_LONG
  run.trace?.(spot, shape)
  const result = makeAny(run, shape, spot)
  if (!(result instanceof Failure)) return result
  run.effort.left--
  if (result.exact) shape.failure = result
  return result.exact ? result : (lastResort(shape, spot) ?? result)
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
  const ways = shape.choices[0]?.ways ?? []
  let failure: Failure | undefined
  for (const way of inOrder(run, shape, ways, spot)) {
    const result = make(run, run.shapes.with(shape, way), spot)
    if (!(result instanceof Failure)) return result
    failure = failure === undefined || (failure.exact && !result.exact) ? result : failure
    if (run.effort.left < 0) return TOO_LONG
  }
  return failure ?? gaveUp('anyOf', 'no branch is left')
}

/** By chance; null late, and what contains itself again last. */
function inOrder(run: Run, shape: Shape, ways: readonly Node[], spot: Spot): readonly Node[] {
  if (ways.length === 1) return ways
  const random = randomAt(placeAt(spot.place, 77 + shape.choices.length + run.attempt))
  const shuffled = random.shuffle(ways)
  const nullLast = run.optionals !== 'some' || !random.chance(NULLS)
  const rank = (way: Node): number => {
    const { types, failure } = run.shapes.with(shape, way)
    if (failure !== undefined) return 1000
    return nullLast && types === NULL ? 1 : 0
  }
  const recurs = (way: Node): number => {
    const level = recursion(run, run.shapes.with(shape, way))
    if (level > 1 || spot.depth > DEEP) return 2 + Math.min(50, run.heightOf(way))
    return level === 1 && random.chance(0.5) ? 2 : 0
  }
  const ranks = shuffled.map((way) => Math.max(rank(way), recurs(way)))
  if (ranks.every((one) => one === 0)) return shuffled
  return shuffled
    .map((way, index) => ({ way, rank: ranks[index] as number }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ way }) => way)
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
  for (let turn = 1; turn <= DRAWS; turn++) {
    const other = makeDraft({ ...run, attempt: turn }, shape, { ...spot, place: placeAt(spot.place, 400 + turn) })
    if (!(other instanceof Failure) && !has(excluded, other)) return other
  }
  const domain = domainOf(run, shape)
  const left = domain?.filter((other) => !has(excluded, other)) ?? []
  if (left.length > 0) return copyOf(pickValue(left, spot))
  return new Failure(domain !== undefined, 'not', 'all values that are left must not be')
}

const excludedValues = perShape(({ nodes }): readonly unknown[] => nodes.flatMap(({ notValues }) => notValues ?? []))

function has(values: readonly unknown[], value: unknown): boolean {
  return values.some((other) => equal(other, value))
}

function makeDraft(run: Run, shape: Shape, spot: Spot): unknown | Failure {
  const types = likelyTypes(shape)
  const first = pickType(run, types, spot)
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

function pickType({ optionals }: Run, types: readonly number[], { place }: Spot): number {
  const [only] = types
  if (types.length === 1) return only as number
  const others = types.filter((type) => type !== NULL)
  if (others.length < types.length && optionals === 'some' && draw(place, 5) < NULLS) return NULL
  return others[Math.floor(draw(place, 6) * others.length)] ?? NULL
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
  for (const node of inner) run.open.set(node, (run.open.get(node) ?? 0) + 1)
  const value = type === ARRAY ? makeArray(run, shape, spot, make) : makeObject(run, shape, spot, make)
  for (const node of inner) run.open.set(node, (run.open.get(node) ?? 1) - 1)
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

/** Where the search fails, an example or default of the author may still do. */
function lastResort(shape: Shape, { place }: Spot): unknown {
  const whole = shownValues(shape)
  return whole.length === 0 ? undefined : copyOf(randomAt(place).pick(whole))
}

function bits(types: number): number[] {
  const all = [STRING, OBJECT, ARRAY, FRACTION, INTEGER, BOOLEAN, NULL].filter((type) => (types & type) !== 0)
  // A number may be whole: both are drawn as one.
  return (types & NUMBER) === NUMBER ? all.filter((type) => type !== INTEGER) : all
}

const allTypes = perShape(({ types }): readonly number[] =>
  [STRING, OBJECT, ARRAY, FRACTION, INTEGER, BOOLEAN, NULL].filter((type) => (types & type) !== 0),
)

/** The types that the keywords are about; where they say nothing, all that are allowed. */
const likelyTypes = perShape(findLikelyTypes)

function findLikelyTypes({ types, nodes }: Shape): readonly number[] {
  const allowed = bits(types)
  if (nodes.some((node) => node.types !== ALL)) return allowed
  let about = 0
  for (const { number, text, array, object } of nodes) {
    about |= (number && FRACTION) ?? 0
    about |= (text && STRING) ?? 0
    about |= (array && ARRAY) ?? 0
    about |= (object && OBJECT) ?? 0
  }
  const likely = allowed.filter((type) => (type & about) !== 0)
  if (likely.length > 0) return likely
  return allowed.includes(STRING) ? [STRING] : allowed.slice(0, 1)
}
