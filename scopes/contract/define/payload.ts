import { z } from 'zod'

/** Named fields, each with its schema. */
export type Shape = Readonly<Record<string, z.ZodType>>
/** A schema, or the shape of an object. */
export type Payload = z.ZodType | Shape

const KEY = Symbol.for('tessera.contract.payload')

/** What a payload is besides its schema. */
export interface PayloadOptions {
  /** `application/json` where nothing is said. */
  readonly mediaType?: `${string}/${string}`
  /** Bytes on the wire at most. */
  readonly maxBytes?: number
}

/** A payload with options, as `payload` made it. */
export interface PayloadWith<P extends Payload = Payload> extends PayloadOptions {
  readonly [KEY]: true
  readonly schema: P
}

/** Wherever a whole payload may stand: a body, a message, an item, the data of an event. */
export type Body = Payload | PayloadWith

/**
 * A payload that is not JSON, or has a size limit.
 * @example body: payload(z.string(), { mediaType: 'text/csv', maxBytes: 1_000_000 })
 */
export function payload<P extends Payload>(schema: P, options: PayloadOptions): PayloadWith<P> {
  return { [KEY]: true, schema, ...options }
}

/** The schema of a payload, of whatever form. */
export type SchemaOf<B> = B extends { readonly [KEY]: true; readonly schema: infer P }
  ? SchemaOf<P>
  : B extends z.ZodType
    ? B
    : B extends Shape
      ? z.ZodObject<{ -readonly [K in keyof B]: B[K] }>
      : never

export interface Unwrapped extends PayloadOptions {
  readonly schema: z.ZodType
}

/** Schema and options, whatever way they were written. */
export function unwrap(body: Body): Unwrapped {
  if (isPayloadWith(body)) {
    const { mediaType, maxBytes } = body
    return {
      schema: toSchema(body.schema),
      ...(mediaType === undefined ? {} : { mediaType }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
    }
  }
  return { schema: toSchema(body) }
}

export function toSchema(fields: Payload): z.ZodType {
  return '_zod' in fields ? (fields as z.ZodType) : z.object({ ...fields })
}

function isPayloadWith(body: Body): body is PayloadWith {
  return KEY in body
}

/** Names that a shape or an object schema declares; none where it is anything else. */
export function fieldNames(fields: Payload | undefined): string[] {
  if (fields === undefined) return []
  const { def } = toSchema(fields)._zod
  return 'shape' in def ? Object.keys(def.shape as object) : []
}
