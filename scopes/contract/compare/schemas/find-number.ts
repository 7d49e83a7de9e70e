import type { Budget } from './budget.ts'
import { type Atom, atomsOfKind, EMPTY, found, type Outcome, partsOfKind, unknown } from './goal.ts'
import type { PartOf } from './node.ts'
import {
  add,
  compare,
  divide,
  floor,
  isWhole,
  leastMultiple,
  multiply,
  type Rational,
  rational,
  subtract,
  toNumber,
} from './rational.ts'

interface Bounds {
  readonly least: Bound | undefined
  readonly most: Bound | undefined
}
type Bound = PartOf<'minimum' | 'maximum'>

/** Candidates tried among the multiples of a step; more than that are given up. */
const MOST_TRIED = 10_000
/** Candidates that a validator may see otherwise, for its floating point. */
const MOST_DOUBTFUL = 64

/** A number within bounds that is a multiple of some and of none of others. */
export function findNumber(atoms: readonly Atom[], budget: Budget): Outcome {
  const bounds: Bounds = {
    least: tightest(partsOfKind(atoms, 'minimum'), 1),
    most: tightest(partsOfKind(atoms, 'maximum'), -1),
  }
  const divisors = partsOfKind(atoms, 'multipleOf').map(({ divisor }) => divisor)
  const refused = atomsOfKind(atoms, 'never').flatMap(({ part }) => (part.kind === 'multipleOf' ? [part.divisor] : []))
  const excluded = new Set(atomsOfKind(atoms, 'excludes').flatMap(({ values }) => values))
  if (crossed(bounds)) return EMPTY
  const [first, ...others] = divisors
  const step = first && others.reduce(leastMultiple, first)
  if (step && refused.some((divisor) => isWhole(divide(step, divisor)))) return EMPTY
  const fits = (value: Rational): boolean =>
    isWithin(value, bounds) && refused.every((divisor) => !isWhole(divide(value, divisor)))
  let doubtful: number | undefined
  let unwritable = false
  let count = 0
  for (const candidate of step ? multiples(step, bounds) : points(bounds)) {
    budget.spend()
    if (++count > MOST_TRIED) return doubtful === undefined ? unknown('multipleOf') : found(doubtful)
    if (!fits(candidate)) continue
    const value = toNumber(candidate)
    unwritable ||= value === undefined
    if (value === undefined || excluded.has(value)) continue
    if (isPlain(value, divisors, refused)) return found(value)
    doubtful ??= value
    if (count > MOST_DOUBTFUL) break
  }
  if (doubtful !== undefined) return found(doubtful)
  return !unwritable && (step !== undefined || isPoint(bounds)) ? EMPTY : unknown('minimum')
}

/** Whether division in floating point, as validators do it, sees the multiples as they are. */
function isPlain(value: number, divisors: readonly Rational[], refused: readonly Rational[]): boolean {
  const divides = (divisor: Rational): boolean => Number.isInteger(value / (toNumber(divisor) ?? Number.NaN))
  return divisors.every(divides) && !refused.some(divides)
}

function tightest(bounds: readonly Bound[], sign: number): Bound | undefined {
  const [first, ...rest] = bounds
  return first && rest.reduce((a, b) => ((compare(b.limit, a.limit) * sign || Number(b.exclusive)) > 0 ? b : a), first)
}

function crossed({ least, most }: Bounds): boolean {
  if (least === undefined || most === undefined) return false
  const order = compare(least.limit, most.limit)
  return order > 0 || (order === 0 && (least.exclusive || most.exclusive))
}

function isPoint({ least, most }: Bounds): boolean {
  return least !== undefined && most !== undefined && compare(least.limit, most.limit) === 0
}

function isWithin(value: Rational, { least, most }: Bounds): boolean {
  const above = least === undefined ? 1 : compare(value, least.limit)
  const below = most === undefined ? 1 : compare(most.limit, value)
  return above >= (least?.exclusive ? 1 : 0) && below >= (most?.exclusive ? 1 : 0)
}

/** Multiples of the step within the bounds, from the bound that there is. */
function* multiples(step: Rational, { least, most }: Bounds): Generator<Rational> {
  const at = (count: bigint): Rational => multiply(step, rational(count))
  const low = least && -floor(divide(negative(least.limit), step))
  const high = most && floor(divide(most.limit, step))
  if (low === undefined && high === undefined) yield* outward(at)
  else if (low === undefined) for (let count = high ?? 0n; ; count--) yield at(count)
  else if (high === undefined) for (let count = low; ; count++) yield at(count)
  else for (let count = low; !(count > high); count++) yield at(count)
}

function* outward(at: (count: bigint) => Rational): Generator<Rational> {
  for (let count = 0n; ; count = count > 0n ? -count : 1n - count) yield at(count)
}

function negative({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator }
}

/** Whole numbers first, then points ever closer to a bound: of those there are always more than are excluded. */
function* points(bounds: Bounds): Generator<Rational> {
  const { least, most } = bounds
  if (least === undefined && most !== undefined) {
    for (const point of pointsFrom(negative(most.limit), undefined)) yield negative(point)
  } else {
    yield* pointsFrom(least?.limit ?? rational(0n), most?.limit)
  }
}

function* pointsFrom(low: Rational, most: Rational | undefined): Generator<Rational> {
  yield low
  const high = most ?? add(low, rational(1000n))
  const first = floor(low) + 1n
  for (let whole = first; whole < first + 50n && compare(rational(whole), high) <= 0; whole++) yield rational(whole)
  const width = subtract(high, low)
  for (let parts = 1n; parts <= 40n; parts++) {
    yield add(low, multiply(width, rational(3n, 10n ** parts)))
    for (const odd of [1n, 3n, 7n]) yield add(low, multiply(width, rational(odd, 8n * 2n ** parts)))
  }
  yield high
}
