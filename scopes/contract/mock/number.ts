import { empty, found, gaveUp, type Outcome, type Spot } from './context.ts'
import { type Facts, numbers, strings } from './facts.ts'
import { describeNumber } from './semantic-numbers.ts'

interface Range {
  readonly low: number
  readonly high: number
}

const DIGITS = 2

/** A number within its bounds, of the size that its name suggests. */
export function makeNumber(facts: Facts, spot: Spot, type: 'integer' | 'number'): Outcome {
  const divisors = numbers(facts, 'multipleOf')
  const whole = type === 'integer' || divisors.some(Number.isInteger)
  const limits = bounds(facts, whole)
  if (limits.low > limits.high) {
    const keyword = numbers(facts, 'minimum').length > 0 ? 'minimum' : 'exclusiveMinimum'
    return empty(spot, keyword, `no ${type} lies between the bounds`)
  }
  const divisor = commonMultiple(divisors)
  const range = usual(facts, spot, limits)
  if (divisor !== undefined) return multiple(spot, divisor, { range, limits, whole: type === 'integer' })
  const value = draw(spot, range, whole)
  return found(value === 0 ? 0 : value)
}

/** The bounds with their ends included. */
function bounds(facts: Facts, whole: boolean): Range {
  const above = numbers(facts, 'exclusiveMinimum').map((limit) => (whole ? Math.floor(limit) + 1 : next(limit, 1)))
  const below = numbers(facts, 'exclusiveMaximum').map((limit) => (whole ? Math.ceil(limit) - 1 : next(limit, -1)))
  const low = Math.max(
    -Infinity,
    ...numbers(facts, 'minimum').map((limit) => (whole ? Math.ceil(limit) : limit)),
    ...above,
  )
  const high = Math.min(
    Infinity,
    ...numbers(facts, 'maximum').map((limit) => (whole ? Math.floor(limit) : limit)),
    ...below,
  )
  const [least, most] = formatBounds(facts)
  return { low: Math.max(low, least), high: Math.min(high, most) }
}

function formatBounds(facts: Facts): [number, number] {
  return strings(facts, 'format').includes('int32') ? [-(2 ** 31), 2 ** 31 - 1] : [-Number.MAX_VALUE, Number.MAX_VALUE]
}

/** The nearest number in one direction. */
function next(value: number, direction: 1 | -1): number {
  const step = Math.max(Math.abs(value) * Number.EPSILON, Number.MIN_VALUE)
  return value + direction * step
}

/** Where values usually lie, as far as the bounds leave them. */
function usual(facts: Facts, spot: Spot, limits: Range): Range {
  const wanted = describeNumber(spot.names, strings(facts, 'description').join(' '))
  const low = Math.max(limits.low, wanted.low)
  const high = Math.min(limits.high, wanted.high)
  if (low <= high) return { low, high }
  const span = wanted.high - wanted.low
  return limits.low > wanted.high
    ? { low: limits.low, high: Math.min(limits.high, limits.low + span) }
    : { low: Math.max(limits.low, limits.high - span), high: limits.high }
}

function draw({ random }: Spot, { low, high }: Range, whole: boolean): number {
  if (whole) return Math.min(high, low + Math.floor(random.next() * (high - low + 1)))
  const value = low + random.next() * (high - low)
  const rounded = Number(value.toFixed(DIGITS))
  return rounded >= low && rounded <= high ? rounded : value
}

interface MultipleOf {
  readonly range: Range
  readonly limits: Range
  readonly whole: boolean
}

/** A multiple that validators agree about: they divide, and the quotient must come out whole. */
function multiple(spot: Spot, divisor: number, { range, limits, whole }: MultipleOf): Outcome {
  const least = Math.ceil(limits.low / divisor)
  const most = Math.floor(limits.high / divisor)
  if (least > most) return empty(spot, 'multipleOf', `no multiple of ${divisor} lies between the bounds`)
  const clamp = (factor: number): number => Math.min(most, Math.max(least, factor))
  const start = clamp(Math.round(draw(spot, range, false) / divisor))
  for (let step = 0; step < 200; step++) {
    for (const factor of [clamp(start + step), clamp(start - step)]) {
      const value = Number((factor * divisor).toPrecision(15))
      const inside = value >= limits.low && value <= limits.high
      if (inside && Number.isInteger(value / divisor) && (!whole || Number.isInteger(value)))
        return found(value === 0 ? 0 : value)
    }
  }
  return gaveUp(spot, 'multipleOf', `no multiple of ${divisor} was found between the bounds`)
}

function commonMultiple(divisors: readonly number[]): number | undefined {
  if (divisors.length === 0) return undefined
  const scale = 10 ** Math.max(...divisors.map((divisor) => (String(divisor).split('.')[1] ?? '').length))
  const whole = divisors.map((divisor) => Math.round(divisor * scale))
  return whole.reduce((a, b) => (a / greatestDivisor(a, b)) * b) / scale
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}
