/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint
  readonly denominator: bigint
}

export function rational(numerator: bigint, denominator = 1n): Rational {
  const sign = denominator < 0n ? -1n : 1n
  const divisor = greatestDivisor(numerator, denominator)
  return divisor === 0n
    ? { numerator: 0n, denominator: 1n }
    : { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor }
}

/** What the number's shortest decimal text says: 0.1 is a tenth. */
export function fromNumber(value: number): Rational {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? []
  const shift = Number(exponent) - fraction.length
  const digits = BigInt(sign + whole + fraction)
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift))
}

/** The number whose decimal text is exactly this; undefined where there is none. */
export function toNumber(value: Rational): number | undefined {
  const near = nearest(value)
  return Number.isFinite(near) && compare(fromNumber(near), value) === 0 ? near : undefined
}

function nearest({ numerator, denominator }: Rational): number {
  const direct = Number(numerator) / Number(denominator)
  if (denominator === 1n || 10n ** 17n % denominator !== 0n) return direct
  const scaled = (numerator < 0n ? -numerator : numerator) * (10n ** 17n / denominator)
  const text = scaled.toString().padStart(18, '0')
  return Number(`${numerator < 0n ? '-' : ''}${text.slice(0, -17)}.${text.slice(-17)}`)
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { numerator: -b.numerator, denominator: b.denominator })
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator)
}

export function divide(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator)
}

export function isWhole({ denominator }: Rational): boolean {
  return denominator === 1n
}

/** The greatest whole number that is not above. */
export function floor({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient
}

/** The least number that both divide without a rest. */
export function leastMultiple(a: Rational, b: Rational): Rational {
  const left = a.numerator * b.denominator
  const right = b.numerator * a.denominator
  return rational((left / greatestDivisor(left, right)) * right, a.denominator * b.denominator)
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (right !== 0n) [left, right] = [right, left % right]
  return left
}
