import type { CodecName, JsonSchema } from '@tessera/contract.define/document'
import { CODECS } from '@tessera/contract.define/document'
import { bareReference } from './checks-writer.ts'
import { reachTest } from './defaults.ts'
import { type Defs, resolve } from './schema.ts'

/** What the ends make of a text, and the functions of the runtime that do it. */
interface Codec {
  readonly type: string
  readonly encode: string
  readonly decode: string
}

const CODEC: Readonly<Record<CodecName, Codec>> = {
  'date-time': { type: 'Date', encode: 'dateToText', decode: 'textToDate' },
  'date-time-seconds': { type: 'Date', encode: 'dateToSeconds', decode: 'textToDate' },
  integer: { type: 'bigint', encode: 'integerToText', decode: 'textToInteger' },
  base64: { type: 'Uint8Array', encode: 'bytesToBase64', decode: 'base64ToBytes' },
  base64url: { type: 'Uint8Array', encode: 'bytesToBase64Url', decode: 'base64ToBytes' },
}

/** Types of the language that generated types may name. */
export const CODEC_TYPES: readonly string[] = ['Date', 'Uint8Array']

/** The codec of this very schema; of a name that is not known, none: what travels is worked with. */
export function codecOf(schema: JsonSchema): Codec | undefined {
  const name = typeof schema === 'object' ? schema['x-codec'] : undefined
  return CODECS.some((known) => known === name) ? CODEC[name as CodecName] : undefined
}

/** The codec of a schema, or of what it is a mere name of. */
export function codecBehind(schema: JsonSchema, defs: Defs): Codec | undefined {
  return codecOf(bareReference(schema) === undefined ? schema : resolve(schema, defs))
}

/** Tells schemas whose values the ends convert, here or further inside. */
export function codecTest(defs: Defs): (schema: JsonSchema) => boolean {
  return reachTest(defs, (schema) => codecOf(schema) !== undefined)
}
