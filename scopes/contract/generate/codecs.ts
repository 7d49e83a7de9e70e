import { type CodecName, codecValue, type CodecValue, type JsonSchema } from '@tessera/contract.define/document'
import { bareReference } from './checks-writer.ts'
import { reachTest } from './defaults.ts'
import { type Defs, resolve } from './schema.ts'

/** What the ends make of a text, and the functions of the runtime that do it. */
interface Codec {
  readonly type: CodecValue
  readonly encode: string
  readonly decode: string
}

const FUNCTIONS: Readonly<Record<CodecName, Omit<Codec, 'type'>>> = {
  'date-time': { encode: 'dateToText', decode: 'textToDate' },
  'date-time-seconds': { encode: 'dateToSeconds', decode: 'textToDate' },
  integer: { encode: 'integerToText', decode: 'textToInteger' },
  base64: { encode: 'bytesToBase64', decode: 'base64ToBytes' },
  base64url: { encode: 'bytesToBase64Url', decode: 'base64ToBytes' },
}

/** Types of the language that generated types may name. */
export const CODEC_TYPES: readonly string[] = ['Date', 'Uint8Array']

/** The codec of this very schema; of a name that is not known, none: what travels is worked with. */
export function codecOf(schema: JsonSchema): Codec | undefined {
  const type = codecValue(schema)
  if (type === undefined || typeof schema === 'boolean') return undefined
  return { type, ...FUNCTIONS[schema['x-codec'] as CodecName] }
}

/** The codec of a schema, or of what it is a mere name of. */
export function codecBehind(schema: JsonSchema, defs: Defs): Codec | undefined {
  return codecOf(bareReference(schema) === undefined ? schema : resolve(schema, defs))
}

/** Tells schemas whose values the ends convert, here or further inside. */
export function codecTest(defs: Defs): (schema: JsonSchema) => boolean {
  return reachTest(defs, (schema) => codecOf(schema) !== undefined)
}
