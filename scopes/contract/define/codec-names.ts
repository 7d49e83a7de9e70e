import type { JsonSchema } from './document.ts'

/** Types of values that the ends work with where a text travels. */
export type CodecValue = 'Date' | 'bigint' | 'Uint8Array'

const VALUES: Readonly<Record<CodecName, CodecValue>> = {
  'date-time': 'Date',
  'date-time-seconds': 'Date',
  integer: 'bigint',
  base64: 'Uint8Array',
  base64url: 'Uint8Array',
}

/** What the ends work with where this very schema travels; nothing where it is what travels. */
export function codecValue(schema: JsonSchema): CodecValue | undefined {
  const name = typeof schema === 'object' ? schema['x-codec'] : undefined
  return CODECS.some((known) => known === name) ? VALUES[name as CodecName] : undefined
}

/** What a text must be to travel: its format, and the patterns that all hold. */
export interface TextRules {
  readonly format?: string
  readonly patterns: readonly string[]
}

/**
 * What the ends of a wire make of a text, under `x-codec`: generated writers encode, readers decode. To the wire it is
 * an annotation: what travels is the text.
 */
export const CODECS = ['date-time', 'date-time-seconds', 'integer', 'base64', 'base64url'] as const
/** `date-time`: a Date, to the millisecond or the second. `integer`: a bigint. `base64`, `base64url`: a Uint8Array. */
export type CodecName = (typeof CODECS)[number]

/** What generated code does with texts, by examples; and texts that must not travel, for it could not read them. */
export interface CarriedCodec {
  readonly name: CodecName
  readonly examples: readonly (readonly [wire: string, value: unknown])[]
  readonly format?: string
  readonly refused?: readonly string[]
}

const BYTES = new Uint8Array([0, 250, 255, 62])
export const CARRIED: readonly CarriedCodec[] = [
  {
    name: 'date-time',
    examples: ['2020-02-29T12:34:56.789Z', '1969-07-20T20:17:40.000Z'].map((text) => [text, new Date(text)]),
    format: 'date-time',
  },
  {
    name: 'date-time-seconds',
    examples: ['2020-02-29T12:34:56Z', '1969-07-20T20:17:40Z'].map((text) => [text, new Date(text)]),
    format: 'date-time',
  },
  {
    name: 'integer',
    examples: ['0', '-1', '9007199254740993'].map((text) => [text, BigInt(text)]),
    refused: ['', 'x', '1.5', ' 1', '0x1', '1n', '1e3'],
  },
  {
    name: 'base64',
    examples: [
      ['', new Uint8Array()],
      ['APr/Pg==', BYTES],
    ],
    refused: ['*', 'APr_'],
  },
  {
    name: 'base64url',
    examples: [
      ['', new Uint8Array()],
      ['APr_Pg', BYTES],
    ],
    refused: ['*', 'APr/'],
  },
]

/** Whether a codec reads every text that these rules let travel. */
export function readsAll({ format, refused = [], examples }: CarriedCodec, rules: TextRules): boolean {
  const patterns = rules.patterns.map((pattern) => new RegExp(pattern, 'u'))
  const takes = (text: string): boolean => patterns.every((pattern) => pattern.test(text))
  if (format !== undefined) return rules.format === format && examples.every(([wire]) => takes(wire))
  return rules.format === undefined && !refused.some(takes)
}
