import { fromBase64, toBase64, toBase64Url } from './buffers.ts'

/**
 * Turns a value that a service works with into what travels (`encode`), or the other way round (`decode`). Gives a new
 * value where there is something to change. What does not fit is left as it is: the check of the wire tells.
 */
export type Convert = (value: unknown) => unknown

/** The value as `convert` has it; the value itself where there is nothing to convert, or it is nested too deep. */
export function converted(value: unknown, convert: Convert | undefined): unknown {
  if (convert === undefined) return value
  try {
    return convert(value)
  } catch (error) {
    if (error instanceof RangeError) return value
    throw error
  }
}

/** `2020-02-29T12:34:56.789Z` */
export function dateToText(value: unknown): unknown {
  return value instanceof Date ? textOf(value) : value
}

/** `2020-02-29T12:34:56Z`: what is below a second is cut off. */
export function dateToSeconds(value: unknown): unknown {
  return value instanceof Date ? textOf(value).replace(/\.\d{3}Z$/, 'Z') : value
}

/** An invalid date has a text that is of no format, so that the check refuses it. */
function textOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? String(date) : date.toISOString()
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:)(\d\d)(\.\d+)?(?:[Zz]|([+-]\d\d):?(\d\d)?)$/

/** Reads all that `format: date-time` takes; a leap second is the first of the next minute. */
export function textToDate(value: unknown): unknown {
  const parts = typeof value === 'string' ? DATE_TIME.exec(value) : null
  if (!parts) return value
  const [, day, minute, second = '', fraction = '', hours, minutes = '00'] = parts
  const isLeap = second === '60'
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`
  const date = new Date(`${day}T${minute}${isLeap ? '59' : second}${fraction}${zone}`)
  if (Number.isNaN(date.getTime())) return value
  return isLeap ? new Date(date.getTime() + 1000) : date
}

export function integerToText(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

export function textToInteger(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : value
}

export function bytesToBase64(value: unknown): unknown {
  return value instanceof Uint8Array ? toBase64(value) : value
}

export function bytesToBase64Url(value: unknown): unknown {
  return value instanceof Uint8Array ? toBase64Url(value) : value
}

/** Of either alphabet. */
export function base64ToBytes(value: unknown): unknown {
  return typeof value === 'string' ? (fromBase64(value) ?? value) : value
}
