import { z } from 'zod'

/** Digits of 2^63 - 1; the least is one further from zero. */
const MOST = '9223372036854775807'
const LEAST = '-9223372036854775808'

const INT64 = z
  .codec(
    z.string().regex(new RegExp(`^(?:0|-?(?:[1-9]\\d{0,17}|${below(MOST).join('|')})|${MOST}|${LEAST})$`)),
    z.bigint(),
    { decode: BigInt, encode: String },
  )
  .meta({ id: 'Int64', description: 'A whole number of 64 bits, in decimal digits.' })

/**
 * A whole number of 64 bits. It travels as text, because a JSON number loses what is beyond 2^53; who writes supplies a
 * bigint, who reads is handed one.
 * @example { sequence: int64() }
 */
export function int64(): z.ZodCodec<z.ZodString, z.ZodBigInt> {
  return INT64
}

/** How many digits a decimal may have. */
export interface DecimalOptions {
  /** Before the point, at most. */
  readonly whole?: number
  /** After the point, at most. */
  readonly scale?: number
}

/**
 * A decimal number. It travels as text, so that no digit is lost to binary fractions: `-12.50`.
 * @example { rate: decimal({ whole: 6, scale: 4 }) }
 */
export function decimal({ whole, scale }: DecimalOptions = {}): z.ZodString {
  const before = whole === undefined ? '*' : `{0,${whole - 1}}`
  const after = scale === 0 ? '' : `(?:\\.\\d${scale === undefined ? '+' : `{1,${scale}}`})?`
  return z.string().regex(new RegExp(`^-?(?:0|[1-9]\\d${before})${after}$`))
}

/** Patterns of all numbers with as many digits as `most` that are less: those that part from it at one digit. */
function below(most: string): readonly string[] {
  return [...most].flatMap((digit, index) => {
    const first = index === 0 ? 1 : 0
    const last = Number(digit) - 1
    if (last < first) return []
    const rest = most.length - index - 1
    const range = first === last ? String(first) : `[${first}-${last}]`
    return [`${most.slice(0, index)}${range}${rest === 0 ? '' : rest === 1 ? '\\d' : `\\d{${rest}}`}`]
  })
}
