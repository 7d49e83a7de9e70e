/**
 * Whether a number is a multiple, to all who ask: validators divide and want a whole quotient, which also has to be
 * one that a double holds exactly.
 */
export function isMultiple(value: number, divisor: number): boolean {
  const quotient = value / divisor
  if (Number.isSafeInteger(quotient)) return true
  return Number.isInteger(quotient) && Math.abs(quotient) < 1e21 && value % divisor === 0
}

/** The least number that both divide, decimals included; undefined where it is out of reach. */
export function commonMultiple(divisors: readonly number[]): number | undefined {
  const digits = Math.max(0, ...divisors.map(decimals))
  if (digits > 15) return undefined
  const scale = 10 ** digits
  const whole = divisors.map((divisor) => Math.round(divisor * scale))
  const common = whole.reduce((a, b) => (a / greatestDivisor(a, b)) * b)
  return Number.isSafeInteger(common) ? common / scale : undefined
}

/** Digits behind the point: 2 of 0.25, 7 of 1e-7. */
export function decimals(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent))
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}

/** The nearest double in one direction. */
export function nextDouble(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const away = value > 0 === direction > 0
  bits.setBigInt64(0, bits.getBigInt64(0) + (away ? 1n : -1n))
  return bits.getFloat64(0)
}
