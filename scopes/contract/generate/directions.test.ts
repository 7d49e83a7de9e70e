import type { JsonSchema } from '@tessera/contract.define/document'
import type { Check } from '@tessera/runtime.core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issuesOf, loadChecks } from './load-checks.fixture.ts'
import { createRig, type Rig } from './rig.fixture.ts'

const object = (properties: Readonly<Record<string, JsonSchema>>, more: object = {}): JsonSchema => ({
  type: 'object',
  properties,
  ...more,
})
const string = { type: 'string' }
const $defs: Record<string, JsonSchema> = {
  Point: object({ x: { type: 'number' }, y: { type: 'number', default: 0 } }, { required: ['x'] }),
  Card: object({ by: { const: 'card' }, last4: string }, { required: ['by'] }),
  Status: { type: 'string', 'x-extensible-enum': ['open', 'paid'] },
  Invoice: object({ by: { const: 'invoice' }, days: { type: 'integer', default: 30 } }, { required: ['by'] }),
}

/** What a writer may not send of open enums. */
const OPEN: readonly {
  readonly name: string
  readonly schema: JsonSchema
  readonly value: unknown
  readonly at: readonly string[]
}[] = [
  { name: 'itself', schema: { $ref: '#/$defs/Status' }, value: 'lost', at: [''] },
  { name: 'a known member', schema: { $ref: '#/$defs/Status' }, value: 'paid', at: [] },
  { name: 'in an object', schema: object({ a: { $ref: '#/$defs/Status' } }), value: { a: 'lost' }, at: ['/a'] },
  {
    name: 'inline',
    schema: object({ a: { type: 'string', 'x-extensible-enum': ['x'] } }),
    value: { a: 'y' },
    at: ['/a'],
  },
  {
    name: 'in a list',
    schema: { type: 'array', items: { $ref: '#/$defs/Status' } },
    value: ['open', 'lost'],
    at: ['/1'],
  },
  { name: 'in a map', schema: { additionalProperties: { $ref: '#/$defs/Status' } }, value: { k: 'lost' }, at: ['/k'] },
  { name: 'nullable', schema: { anyOf: [{ $ref: '#/$defs/Status' }, { type: 'null' }] }, value: 'lost', at: [''] },
  { name: 'null', schema: { anyOf: [{ $ref: '#/$defs/Status' }, { type: 'null' }] }, value: null, at: [] },
  { name: 'joined', schema: { allOf: [{ $ref: '#/$defs/Status' }, { maxLength: 9 }] }, value: 'lost', at: [''] },
  {
    name: 'of several',
    schema: { anyOf: [{ $ref: '#/$defs/Status' }, { 'x-extensible-enum': ['lost'] }] },
    value: 'lost',
    at: [],
  },
]

interface Case {
  readonly name: string
  readonly schema: JsonSchema
  readonly value: unknown
  /** Pointers of what a writer may not send. A reader takes all these values. */
  readonly undeclared: readonly string[]
  /** What a reader is handed, where it is not the value itself. */
  readonly read?: unknown
}

const CASES: readonly Case[] = [
  {
    name: 'nested, in lists and maps',
    schema: object({
      list: { type: 'array', items: { $ref: '#/$defs/Point' } },
      map: { additionalProperties: { $ref: '#/$defs/Point' } },
    }),
    value: { list: [{ x: 1, z: 1 }], map: { 'a/b': { x: 1, z: 1 } } },
    undeclared: ['/list/0/z', '/map/a~1b/z'],
    read: { list: [{ x: 1, y: 0, z: 1 }], map: { 'a/b': { x: 1, y: 0, z: 1 } } },
  },
  {
    name: 'a union told apart by a property',
    schema: { oneOf: [{ $ref: '#/$defs/Card' }, { $ref: '#/$defs/Invoice' }] },
    value: { by: 'invoice', last4: '4242' },
    undeclared: ['/last4'],
    read: { by: 'invoice', days: 30, last4: '4242' },
  },
  {
    name: 'a union where only a trial tells',
    schema: {
      anyOf: [
        object({ a: string }, { required: ['a'] }),
        object({ b: { $ref: '#/$defs/Point' } }, { required: ['b'] }),
      ],
    },
    value: { b: { x: 1, z: 2 } },
    undeclared: ['/b/z'],
    read: { b: { x: 1, y: 0, z: 2 } },
  },
  {
    name: 'a union with a branch that declares all of it',
    schema: { anyOf: [object({ a: string }), object({ a: string, b: string })] },
    value: { a: '', b: '' },
    undeclared: [],
  },
  {
    name: 'parts joined: each declares its own',
    schema: { allOf: [{ $ref: '#/$defs/Point' }, object({ label: string })] },
    value: { x: 1, label: 'a', z: 1 },
    undeclared: ['/z'],
    read: { x: 1, y: 0, label: 'a', z: 1 },
  },
  {
    name: 'a reference with properties beside it',
    schema: { $ref: '#/$defs/Point', ...(object({ label: string }) as object) },
    value: { x: 1, label: 'a', z: 1 },
    undeclared: ['/z'],
    read: { x: 1, y: 0, label: 'a', z: 1 },
  },
  {
    name: 'properties beside a union',
    schema: object({ id: string }, { anyOf: [object({ a: string }), object({ b: string })] }),
    value: { id: '', b: '', c: '' },
    undeclared: ['/c'],
  },
  {
    name: 'what is open by its own words',
    schema: object({ id: string }, { additionalProperties: true }),
    value: { id: '', other: { deep: 1 } },
    undeclared: [],
  },
  { name: 'an object that declares nothing', schema: { type: 'object' }, value: { any: 1 }, undeclared: [] },
  {
    name: 'nullable',
    schema: object({ at: { anyOf: [{ $ref: '#/$defs/Point' }, { type: 'null' }] } }),
    value: { at: { x: 1, z: 1 } },
    undeclared: ['/at/z'],
    read: { at: { x: 1, y: 0, z: 1 } },
  },
  {
    name: 'properties that are undefined are not there',
    schema: object({ a: string }, { maxProperties: 0 }),
    value: { a: undefined, b: undefined },
    undeclared: [],
  },
]

let rig: Rig
let writers: Check[]
let readers: Check[]
beforeAll(async () => {
  rig = createRig()
  const schemas = CASES.map(({ schema }) => schema)
  writers = await loadChecks(rig, 'consumer', schemas, $defs)
  readers = await loadChecks(rig, 'provider', schemas, $defs)
})
afterAll(() => rig.dispose())

test.each(CASES.map((one, index) => [one.name, one, index] as const))('%s', (_name, one, index) => {
  const sent = issuesOf(writers[index], one.value)
  expect(sent.map(({ pointer }) => pointer)).toEqual(one.undeclared)
  expect(new Set(sent.map(({ keyword }) => keyword))).toEqual(
    new Set(one.undeclared.length > 0 ? ['additionalProperties'] : []),
  )
  const received = structuredClone(one.value)
  expect(issuesOf(readers[index], received)).toEqual([])
  expect(received).toEqual(one.read ?? one.value)
})

test.each(OPEN)('an open enum, $name', async ({ schema, value, at }) => {
  const [writer] = await loadChecks(rig, 'consumer', [schema], $defs)
  const [reader] = await loadChecks(rig, 'provider', [schema], $defs)
  expect(issuesOf(writer, value).map(({ pointer, keyword }) => [pointer, keyword])).toEqual(
    at.map((one) => [one, 'enum']),
  )
  expect(issuesOf(reader, value)).toEqual([])
})

test('what is wrong is told where it is, and the value is not told', async () => {
  const schema = object({ 'a/b': object({ secret: { type: 'string', pattern: '^x' } }), pay: { $ref: '#/$defs/Card' } })
  const union = { oneOf: [{ $ref: '#/$defs/Card' }, { $ref: '#/$defs/Invoice' }] }
  const [check, checkUnion] = await loadChecks(rig, 'provider', [schema, union], $defs)
  expect(issuesOf(check, { 'a/b': { secret: 'hush' }, pay: {} })).toEqual([
    { pointer: '/a~1b/secret', keyword: 'pattern', message: 'must match ^x' },
    { pointer: '/pay/by', keyword: 'required', message: 'is missing' },
  ])
  expect(issuesOf(checkUnion, { by: 'cash' })).toEqual([
    { pointer: '/by', keyword: 'enum', message: 'must be one of "card", "invoice"' },
  ])
})

test('each reader gets a default of its own', async () => {
  const [check] = await loadChecks(rig, 'provider', [object({ tags: { type: 'array', default: [] } })])
  const [first, second] = [{} as { tags?: unknown[] }, {} as { tags?: unknown[] }]
  issuesOf(check, first)
  issuesOf(check, second)
  first.tags?.push('mine')
  expect(second).toEqual({ tags: [] })
})
