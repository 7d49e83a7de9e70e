import { expect, test } from 'vitest'
import { z } from 'zod'
import { bytes, dateTime, int64, readDocument, schemas, toDocument } from './index.ts'

const iso = { decode: (text: string) => new Date(text), encode: (date: Date) => date.toISOString() }
const seconds = { ...iso, encode: (date: Date) => date.toISOString().replace(/\.\d+/, '') }
const whole = { decode: BigInt, encode: String }

function propertyOf(schema: z.ZodType): Record<string, unknown> {
  const { document, diagnostics } = toDocument(
    schemas({ id: 'acme.test/it', schemas: { It: z.object({ a: schema }) } }),
  )
  expect(diagnostics).toEqual([])
  return document?.$defs['It'] as Record<string, unknown>
}

test.each<[string, z.ZodType, object]>([
  ['dateTime()', dateTime(), { type: 'string', format: 'date-time', 'x-codec': 'date-time', pattern: 'Z$' }],
  ['the same by hand', z.codec(z.iso.datetime(), z.date(), iso), { format: 'date-time', 'x-codec': 'date-time' }],
  ['with an offset', z.codec(z.iso.datetime({ offset: true }), z.date(), iso), { 'x-codec': 'date-time' }],
  ['by the second', z.codec(z.iso.datetime({ precision: 0 }), z.date(), seconds), { 'x-codec': 'date-time-seconds' }],
  ['a bigint', z.codec(z.string().regex(/^-?\d+$/), z.bigint(), whole), { pattern: '^-?\\d+$', 'x-codec': 'integer' }],
  ['bytes()', bytes(), { type: 'string', 'x-codec': 'base64' }],
  [
    'base64url',
    z.codec(z.base64url(), z.instanceof(Uint8Array), {
      decode: z.util.base64urlToUint8Array,
      encode: (value) => z.util.uint8ArrayToBase64url(value as never),
    }),
    { 'x-codec': 'base64url' },
  ],
  ['optional', dateTime().optional(), { 'x-codec': 'date-time' }],
  ['described', dateTime().describe('When'), { description: 'When', 'x-codec': 'date-time' }],
  ['with a default, as it travels', dateTime().prefault('2020-01-01T00:00:00Z'), { default: '2020-01-01T00:00:00Z' }],
  ['with a default, as a reader has it', dateTime().default(new Date(0)), { default: '1970-01-01T00:00:00.000Z' }],
  ['a default of 64 bits', int64().default(2n ** 60n), { $ref: '#/$defs/Int64', default: '1152921504606846976' }],
  [
    'a default of bytes',
    bytes()
      .optional()
      .default(new Uint8Array([1, 2])),
    { 'x-codec': 'base64', default: 'AQI=' },
  ],
  ['a default of null', dateTime().nullable().default(null), { default: null }],
  ['nullable', dateTime().nullable(), { anyOf: [{ 'x-codec': 'date-time' }, { type: 'null' }] }],
  ['named', int64(), { $ref: '#/$defs/Int64' }],
])('%s: what the ends work with stands beside what travels', (_name, schema, expected) => {
  expect(propertyOf(schema)).toMatchObject({ properties: { a: expected } })
})

type Any = Record<string, object>

test('the wire is that of the text', () => {
  const [dates, texts] = [dateTime(), z.iso.datetime()].map((a) => propertyOf(a)['properties']) as Any[]
  expect(dates).toEqual({ a: { ...texts?.['a'], 'x-codec': 'date-time' } })
})

test.each<[object, string]>([
  [{ type: 'string', 'x-codec': 'epoch' }, 'must be one of date-time'],
  [{ type: 'string', 'x-codec': 'date-time' }, 'could not read every text'],
  [{ type: 'string', pattern: '^.*$', 'x-codec': 'integer' }, 'could not read every text'],
  [{ type: 'integer', format: 'date-time', 'x-codec': 'date-time' }, 'could not read every text'],
])('by hand: %j is refused', (schema, problem) => {
  const document = { formatVersion: 1, id: 'acme.test/it', pattern: 'schemas', line: 1, slots: [], exports: ['It'] }
  const { diagnostics } = readDocument(JSON.stringify({ ...document, $defs: { It: schema } }), 'contract.json')
  expect(diagnostics).toMatchObject([{ message: expect.stringContaining(problem) }])
})
