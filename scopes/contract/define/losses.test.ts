import type { Diagnostic } from '@tessera/core.model'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { dateTime, httpContract, int64, schemas, toDocument } from './index.ts'

function findings(schema: z.ZodType): readonly Diagnostic[] {
  return toDocument(
    httpContract({
      id: 'acme.test/api',
      operations: { put: { method: 'PUT', path: '/', body: z.object({ a: schema }), responses: { 204: null } } },
    }),
  ).diagnostics
}

const iso = { decode: (text: string) => new Date(text), encode: (date: Date) => date.toISOString() }
const codec = (wire: z.ZodType<string, string>, decode: (text: string) => Date) =>
  z.codec(wire, z.date(), { decode, encode: iso.encode })

/** Of whole seconds, and of another unit. */
const secondly = z.codec(z.iso.datetime({ precision: 0 }), z.date(), {
  decode: iso.decode,
  encode: (date) => date.toISOString().replace(/\.\d+/, ''),
})
const own = codec(z.string().regex(/^\d+$/), (days) => new Date(Number(days) * 86_400_000))

const at = '/put/request/body/properties/a'
const brief = (schema: z.ZodType) =>
  findings(schema).map(({ severity, code, location }) => `${severity} ${code} ${location?.pointer?.replace(at, '')}`)

describe('no JSON form: an error, and no document', () => {
  test.each<[string, z.ZodType]>([
    ['bigint', z.bigint()],
    ['int64', z.int64()],
    ['date', z.date()],
    ['symbol', z.symbol()],
    ['undefined', z.undefined()],
    ['void', z.void()],
    ['nan', z.nan()],
    ['map', z.map(z.string(), z.string())],
    ['set', z.set(z.string())],
    ['custom', z.custom<string>()],
    ['instanceof', z.instanceof(Uint8Array)],
    ['transform', z.transform(String)],
    ['promise', z.promise(z.string())],
    ['file', z.file()],
    ['a bigint literal', z.literal(5n)],
    ['an undefined literal', z.literal([undefined, 'a'])],
    ['a bigint default', z.any().default(5n)],
    ['a pattern that the flag "u" refuses', z.string().regex(new RegExp('\\_'))],
    ['a multiple of nothing', z.number().multipleOf(0)],
  ])('%s', (_name, schema) => expect(brief(schema)).toEqual(['error UNREPRESENTABLE ']))
})

describe('said by Zod, lost in JSON Schema: a warning', () => {
  test.each<[string, z.ZodType]>([
    ['refine', z.string().refine((text) => text !== 'x')],
    ['superRefine', z.string().superRefine(() => {})],
    ['check', z.string().check(() => {})],
    ['trim', z.string().trim()],
    ['toLowerCase', z.string().toLowerCase()],
    ['normalize', z.string().normalize()],
    ['overwrite', z.number().overwrite(Math.round)],
    ['preprocess', z.preprocess(Number, z.number())],
    ['transform', z.string().transform(Number)],
    ['catch', z.string().catch('x')],
    ['pipe', z.string().pipe(z.email())],
    ['stringbool', z.stringbool()],
    ['a codec of its own', codec(z.iso.datetime(), (text) => new Date(Date.parse(text) + 1))],
    [
      'a codec that throws',
      codec(z.iso.datetime(), () => {
        throw new Error('no')
      }),
    ],
    ['a codec of texts it cannot read', codec(z.string(), (text) => new Date(text))],
    ['a codec of a day', codec(z.iso.date(), (text) => new Date(text))],
    ['a codec of a number', z.codec(z.int(), z.date(), { decode: (ms) => new Date(ms), encode: Number })],
    ['a codec whose result has rules', z.codec(z.iso.datetime(), z.date().min(new Date(0)), iso)],
    ['coerce', z.coerce.number()],
    ['regex flags', z.string().regex(/^a$/i)],
    ['url protocol', z.url({ protocol: /^https$/ })],
    ['a format made of code', z.stringFormat('odd', (text) => text.length % 2 === 1)],
    ['jwt', z.jwt()],
    ['decimal multiples', z.number().multipleOf(0.1)],
    ['a default after a transform', z.string().transform(Number).default(5)],
    ['a default that its codec does not give back', secondly.default(new Date(1))],
    ['a default behind an own codec', own.default(new Date(0))],
    ['a stray annotation', z.string().meta({ colour: 'red' })],
  ])('%s', (_name, schema) => {
    const [first] = brief(schema)
    expect(first).toBe('warning LOSSY ')
  })

  test('an element that may be undefined', () => {
    expect(brief(z.array(z.string().optional()))).toEqual(['warning LOSSY /items'])
  })
})

test('a default that changes', () => {
  let count = 0
  expect(brief(z.int().default(() => count++))).toEqual(['error UNSTABLE_DEFAULT '])
  expect(brief(int64().default(() => BigInt(count++)))).toEqual(['error UNSTABLE_DEFAULT '])
  expect(brief(dateTime().default(() => new Date()))).toEqual(['error UNSTABLE_DEFAULT '])
})

test('what JSON Schema can say is not reported', () => {
  const schema = z.object({
    date: z.codec(z.iso.datetime(), z.date(), {
      decode: (text) => new Date(text),
      encode: (date) => date.toISOString(),
    }),
    brand: z.string().brand('Id'),
    pattern: z
      .string()
      .regex(/^[a-z]+$/u)
      .startsWith('a')
      .includes('b')
      .lowercase(),
    tuple: z.tuple([z.string(), z.int().optional()]),
    union: z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]),
    readonly: z.array(z.string()).readonly(),
    partial: z.partialRecord(z.enum(['a', 'b']), z.string()),
    template: z.templateLiteral(['id-', z.int()]),
    prefault: z.string().prefault('x'),
    any: z.unknown(),
    never: z.never().optional(),
    nullableAround: z.string().optional().nullable(),
    readonlyAround: z.string().optional().readonly(),
    required: z.string().optional().nonoptional(),
    later: z.lazy(() => z.string().optional()),
  })
  expect(brief(schema)).toEqual([])
})

test('each finding says where: a pointer into the slot, or into $defs for a named schema', () => {
  const Named = z.object({ 'a/b': z.bigint() }).meta({ id: 'Named' })
  const schema = z.object({
    list: z.array(z.union([z.string(), z.date()])),
    pair: z.tuple([z.int(), z.date()]),
    map: z.record(z.string(), z.date()),
    both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.date() })),
    named: z.array(Named),
    again: Named.optional(),
  })
  expect(brief(schema)).toEqual([
    'error UNREPRESENTABLE /properties/list/items/anyOf/1',
    'error UNREPRESENTABLE /properties/pair/prefixItems/1',
    'error UNREPRESENTABLE /properties/map/additionalProperties',
    'error UNREPRESENTABLE /properties/both/allOf/1/properties/b',
    'error UNREPRESENTABLE /$defs/Named/properties/a~1b',
  ])
})

test('recursion through getters and lazy is walked once', () => {
  const Tree = z
    .object({
      value: z.bigint(),
      get kids(): z.ZodType {
        return z.array(Tree)
      },
    })
    .meta({ id: 'Tree' })
  const List: z.ZodType = z.lazy(() => z.object({ value: z.bigint(), next: List.nullable() })).meta({ id: 'List' })
  expect(brief(z.object({ tree: Tree, list: List }))).toEqual([
    'error UNREPRESENTABLE /$defs/Tree/properties/value',
    'error UNREPRESENTABLE /$defs/List/properties/value',
  ])
})

test('a recursive schema must be named', () => {
  const Tree = z.object({
    get kids(): z.ZodType {
      return z.array(Tree)
    },
  })
  expect(brief(Tree)).toEqual(['error UNNAMED_RECURSION /properties/kids/items'])
})

test('a recursive schema may be described anew where it contains itself', () => {
  const Tree = z
    .object({
      get kids(): z.ZodType {
        return z.array(Tree.describe('A kid')).optional()
      },
      get next(): z.ZodType {
        return Tree.describe('The next').nullable()
      },
    })
    .meta({ id: 'Tree' })
  const { document, diagnostics } = toDocument(schemas({ id: 'acme.test/tree', schemas: { Tree } }))
  expect(diagnostics).toEqual([])
  expect(document?.$defs).toEqual({
    Tree: {
      type: 'object',
      properties: {
        kids: { type: 'array', items: { $ref: '#/$defs/Tree', description: 'A kid' } },
        next: { anyOf: [{ $ref: '#/$defs/Tree', description: 'The next' }, { type: 'null' }] },
      },
      required: ['next'],
    },
  })
})

test('one name, two schemas', () => {
  const one = z.string().meta({ id: 'Code' })
  const other = z.int().meta({ id: 'Code' })
  expect(brief(z.object({ one, other, again: one.optional() }))).toEqual(['error DUPLICATE_SCHEMA_NAME /$defs/Code'])
})

test('a name must be able to name a type', () => {
  expect(brief(z.string().meta({ id: 'order-id' }))).toEqual(['error INVALID_SCHEMA_NAME /$defs/order-id'])
})

test('every finding names the file and how to mend it', () => {
  const [finding] = findings(z.date())
  expect(finding).toMatchObject({ location: { file: 'contract.ts' }, hint: expect.stringContaining('dateTime()') })
})
