import { z } from 'zod'
import { CARRIED, type CarriedCodec, type CodecName, readsAll } from './codec-names.ts'
import { stringKeywords } from './string-format.ts'

/**
 * The codec that generated code has for a `z.codec`: found by what the author's functions do with examples. None where
 * they do something of their own, or where texts may travel that could not be read.
 */
export function carriedCodec(schema: z.core.$ZodType): CodecName | undefined {
  if (!isCodec(schema)) return undefined
  const { in: wire } = schema._zod.def
  if (wire._zod.def.type !== 'string') return undefined
  const keywords = stringKeywords(wire)
  return CARRIED.find((codec) => readsAll(codec, keywords) && behaves(codec, schema))?.name
}

/**
 * What travels for a default that stands behind a codec, where it is not there: `dateTime().default(new Date(0))`.
 * Undefined where no codec is carried, or where reading it back would give something else.
 */
export function wireDefault({ _zod: { def } }: z.core.$ZodDefault): unknown {
  const { innerType, defaultValue } = def
  if (carriedCodec(behindWrappers(innerType)) === undefined) return undefined
  try {
    const wire = z.encode(innerType, defaultValue)
    return isSame(z.decode(innerType, wire), defaultValue) ? wire : undefined
  } catch {
    // No value of the schema.
    return undefined
  }
}

/** Behind `.optional()`, `.nullable()` and the like. */
export function behindWrappers(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod
  return 'innerType' in def ? behindWrappers(def.innerType as z.core.$ZodType) : schema
}

export function isCodec(schema: z.core.$ZodType): schema is z.core.$ZodCodec {
  return schema._zod.traits.has('$ZodCodec')
}

/**
 * A point in time. It travels as `date-time` in UTC; who writes supplies a Date, who reads is handed one.
 * @example { createdAt: dateTime() }
 */
export function dateTime(): z.ZodCodec<z.ZodISODateTime, z.ZodDate> {
  return z.codec(z.iso.datetime(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  })
}

/**
 * Bytes. They travel as base64; who writes supplies a Uint8Array, who reads is handed one.
 * @example { thumbnail: bytes() }
 */
export function bytes(): z.ZodCodec<z.ZodBase64, z.ZodCustom<Uint8Array, Uint8Array>> {
  return z.codec(z.base64(), z.instanceof(Uint8Array) as unknown as z.ZodCustom<Uint8Array, Uint8Array>, {
    decode: (text) => z.util.base64ToUint8Array(text),
    encode: (value) => z.util.uint8ArrayToBase64(value),
  })
}

function behaves({ examples }: CarriedCodec, { _zod: { def } }: z.core.$ZodCodec): boolean {
  try {
    return examples.every(
      ([wire, value]) =>
        isSame(def.transform(wire, payload(wire)), value) && def.reverseTransform(value, payload(value)) === wire,
    )
  } catch {
    // The author's own, that knows nothing of these examples.
    return false
  }
}

function payload<T>(value: T): z.core.ParsePayload<T> {
  return { value, issues: [] }
}

function isSame(value: unknown, expected: unknown): boolean {
  if (value instanceof Date && expected instanceof Date) return value.getTime() === expected.getTime()
  if (value instanceof Uint8Array && expected instanceof Uint8Array) return Buffer.compare(value, expected) === 0
  return value === expected
}
