import { draw, type Place, placeAt } from './chance.ts'
import { empty, type Failure, gaveUp } from './failure.ts'
import { checkNumberFormat } from './formats.ts'
import { FRACTION, type NumberRules } from './node.ts'
import { commonMultiple, decimals, isMultiple, nextDouble } from './number-math.ts'
import type { Spot } from './run.ts'
import { describeNumber, type NumberRange } from './semantic-numbers.ts'
import { descriptionOf } from './semantic-strings.ts'
import { perShape, type Shape } from './shape.ts'

/** What is asked of a number. */
export interface NumberPlan {
  /** The least and the greatest that are allowed. */
  readonly low: number
  readonly high: number
  readonly whole: boolean
  readonly divisors: readonly number[]
  readonly notDivisors: readonly number[]
  /** What all divisors divide; undefined where there are none, or it is out of reach. */
  readonly step?: number
  readonly ranges: Map<string, NumberRange>
}

/** Makes the numbers of one shape under one name. */
export type NumberMaker = (place: Place) => number | Failure

export function makeNumber(shape: Shape, { place, name }: Spot, whole: boolean): number | Failure {
  return numberMaker(shape, name, whole)(place)
}

/** A number within its bounds, of the size that its name suggests. */
export function numberMaker(shape: Shape, name: string, whole: boolean): NumberMaker {
  const plan = whole ? wholePlan(shape) : anyPlan(shape)
  if (!('ranges' in plan)) return () => plan
  const range = usual(shape, plan, name)
  if (plan.step !== undefined) return (place) => makeMultiple(plan, range, place)
  return (place) => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const value = drawWithin(plan, range, placeAt(place, attempt))
      if (isAllowed(plan, value)) return value
    }
    return neighbour(plan, range)
  }
}

export function isAllowed({ low, high, whole, divisors, notDivisors }: NumberPlan, value: number): boolean {
  return (
    value >= low &&
    value <= high &&
    (!whole || Number.isInteger(value)) &&
    divisors.every((divisor) => isMultiple(value, divisor)) &&
    !notDivisors.some((divisor) => isMultiple(value, divisor))
  )
}

export const wholePlan = perShape((shape) => planOf(shape, true))
export const anyPlan = perShape((shape) => planOf(shape, (shape.types & FRACTION) === 0))

function planOf({ nodes }: Shape, whole: boolean): NumberPlan | Failure {
  const rules = nodes.flatMap(({ number }) => (number === undefined ? [] : [number]))
  const all = (keyword: keyof NumberRules): number[] => rules.flatMap((rule) => rule[keyword] ?? [])
  const [least, most] = formatBounds(nodes.some(({ text }) => text?.format === 'int32'))
  const isWhole = whole || nodes.some(({ text }) => text?.format !== undefined && !checkNumberFormat(text.format, 0.5))
  const above = all('exclusiveMinimum').map((limit) => (isWhole ? Math.floor(limit) + 1 : nextDouble(limit, 1)))
  const below = all('exclusiveMaximum').map((limit) => (isWhole ? Math.ceil(limit) - 1 : nextDouble(limit, -1)))
  const low = Math.max(least, ...all('minimum').map((limit) => (isWhole ? Math.ceil(limit) : limit)), ...above)
  const high = Math.min(most, ...all('maximum').map((limit) => (isWhole ? Math.floor(limit) : limit)), ...below)
  if (low > high) {
    const keyword = all('minimum').length > 0 ? 'minimum' : 'exclusiveMinimum'
    return empty(keyword, `no ${isWhole ? 'integer' : 'number'} lies between the bounds`)
  }
  const divisors = all('multipleOf')
  // A whole number that is a multiple of 1.5 is one of 3.
  const step = divisors.length === 0 ? undefined : commonMultiple(isWhole ? [1, ...divisors] : divisors)
  if (step !== undefined && Math.ceil(low / step) > Math.floor(high / step)) {
    return empty('multipleOf', `no multiple of ${step} lies between the bounds`)
  }
  const plan = { low, high, whole: isWhole, divisors, notDivisors: all('notMultipleOf'), ranges: new Map() }
  return step === undefined ? plan : { ...plan, step }
}

function formatBounds(isInt32: boolean): [number, number] {
  return isInt32 ? [-(2 ** 31), 2 ** 31 - 1] : [-Number.MAX_VALUE, Number.MAX_VALUE]
}

/** Where values of this name usually lie, as far as the bounds leave them. */
function usual(shape: Shape, plan: NumberPlan, name: string): NumberRange {
  const known = plan.ranges.get(name)
  if (known !== undefined) return known
  const range = within(plan, describeNumber(name, descriptionOf(shape)))
  plan.ranges.set(name, range)
  return range
}

function within({ low, high }: NumberPlan, wanted: NumberRange): NumberRange {
  const [from, to] = [Math.max(low, wanted.low), Math.min(high, wanted.high)]
  if (from <= to) return { low: from, high: to }
  const span = wanted.high - wanted.low
  return low > wanted.high ? { low, high: Math.min(high, low + span) } : { low: Math.max(low, high - span), high }
}

function drawWithin({ whole }: NumberPlan, { low, high }: NumberRange, place: Place): number {
  const share = draw(place, 1)
  if (whole) return Math.min(high, low + Math.floor(share * (high - low + 1))) + 0
  const value = low + share * (high - low)
  const rounded = Math.round(value * 100) / 100
  return (rounded >= low && rounded <= high ? rounded : value) + 0
}

/** A multiple that validators agree about, which not all that arithmetic calls one are. */
function makeMultiple(plan: NumberPlan, range: NumberRange, place: Place): number | Failure {
  const { low, high, step = 1 } = plan
  const [least, most] = [Math.ceil(low / step), Math.floor(high / step)]
  const clamp = (factor: number): number => Math.min(most, Math.max(least, factor))
  const start = clamp(Math.round((range.low + draw(place, 1) * (range.high - range.low)) / step))
  const digits = Math.min(20, decimals(step))
  for (let offset = 0; offset < 400; offset++) {
    for (const factor of [clamp(start + offset), clamp(start - offset)]) {
      const value = Number((factor * step).toFixed(digits)) + 0
      if (isAllowed(plan, value)) return value
    }
  }
  return isAllowed(plan, 0) ? 0 : gaveUp('multipleOf', `no multiple of ${step} was found between the bounds`)
}

/** For what few numbers satisfy, such as not to be a multiple. */
function neighbour(plan: NumberPlan, { low, high }: NumberRange): number | Failure {
  const middle = plan.whole ? Math.round((low + high) / 2) : (low + high) / 2
  const near = [0.5, 1, 0.1, 0.01, 2, 3, 5, 7].flatMap((step) => [
    middle + step,
    middle - step,
    low + step,
    high - step,
  ])
  const value = [low, high, middle, ...near].find((candidate) => isAllowed(plan, candidate))
  if (value !== undefined) return value + 0
  const keyword = plan.divisors.length > 0 ? 'multipleOf' : 'not'
  return gaveUp(keyword, 'no number was found that is none of the multiples excluded')
}
