import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { JsonSchema } from '@tessera/contract.define/document'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issuesOf, loadChecks } from './load-checks.fixture.ts'
import { createRig, type Rig } from './rig.fixture.ts'
import { conditions, DEFS, someSchema, someValue } from './schema-samples.fixture.ts'

const SEED = Number(process.env['SEED'] ?? 1)
const RUNS = Number(process.env['RUNS'] ?? 100)
/** Vitest's own transform of what is generated takes most of it. */
const TIME = { timeout: 60_000 }
const NEAR = [
  { a: 'a' },
  { a: 'a', b: 1 },
  { a: 'a', b: 1, x1: 2 },
  { b: 1 },
  ['a', 'b'],
  ['a', 'b', 'c'],
  ['a', 1],
  [],
]
const VALUES = [...NEAR, ...fc.sample(someValue, { numRuns: 250, seed: SEED })]
/** Ajv looks what was evaluated up in a plain object, where `constructor` always is. */
const judged = (schema: JsonSchema): readonly unknown[] =>
  JSON.stringify(schema).includes('unevaluatedProperties')
    ? VALUES.filter((value) => !JSON.stringify(value).includes('constructor'))
    : VALUES
let rig: Rig
beforeAll(() => {
  rig = createRig()
})
afterAll(() => rig.dispose())

function ajvOf(options: { readonly useDefaults?: boolean } = {}) {
  const always = { strict: false, ownProperties: true, logger: false } as const
  return formats.default(new Ajv2020({ ...always, ...options }))
}

/** Valid values under ajv, and all there were: an oracle that says yes or no to everything proves nothing. */
interface Tally {
  valid: number
  all: number
}

test('a reader takes exactly what ajv takes', TIME, async () => {
  const schemas = fc.sample(someSchema(), { numRuns: RUNS, seed: SEED })
  const checks = await loadChecks(rig, 'provider', schemas, DEFS)
  const ajv = ajvOf()
  const tally: Tally = { valid: 0, all: 0 }
  schemas.forEach((schema, index) => {
    const validate = ajv.compile(typeof schema === 'boolean' ? schema : { ...schema, $defs: DEFS })
    for (const value of judged(schema)) {
      const expected = validate(value)
      const issues = issuesOf(checks[index], structuredClone(value))
      expect(issues.length === 0, told({ schema, value, expected, issues })).toBe(expected)
      tally.all++
      if (expected) tally.valid++
    }
  })
  expect(tally.valid / tally.all).toBeGreaterThan(0.05)
  expect(tally.valid / tally.all).toBeLessThan(0.9)
})

test('a writer also refuses every undeclared property, at any depth', TIME, async () => {
  const schemas = fc.sample(someSchema(true), { numRuns: RUNS, seed: SEED })
  const checks = await loadChecks(rig, 'consumer', schemas, DEFS)
  const $defs = closed(DEFS) as typeof DEFS
  const ajv = ajvOf()
  const tally: Tally = { valid: 0, all: 0 }
  schemas.forEach((schema, index) => {
    const validate = ajv.compile(typeof schema === 'boolean' ? schema : { ...(closed(schema) as object), $defs })
    for (const value of VALUES) {
      const expected = validate(value)
      const before = structuredClone(value)
      const issues = issuesOf(checks[index], value)
      expect(issues.length === 0, told({ schema, value, expected, issues })).toBe(expected)
      expect(value).toEqual(before)
      tally.all++
      if (expected) tally.valid++
    }
  })
  expect(tally.valid / tally.all).toBeGreaterThan(0.05)
})

const a = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } as const
const b = { properties: { b: true }, patternProperties: { '^x': true } } as const

test.each<[string, JsonSchema]>([
  ['unevaluatedProperties beside properties', { ...b, unevaluatedProperties: false }],
  ['unevaluatedProperties over allOf', { allOf: [a, b], unevaluatedProperties: false }],
  ['unevaluatedProperties over anyOf', { anyOf: [a, b], unevaluatedProperties: { type: 'integer' } }],
  ['unevaluatedProperties over oneOf', { oneOf: [a, { not: a, ...b }], unevaluatedProperties: false }],
  [
    'unevaluatedProperties over if',
    { ...conditions(a, b, { properties: { x1: true } }), unevaluatedProperties: false },
  ],
  [
    'unevaluatedProperties over dependentSchemas',
    { dependentSchemas: { a: b }, properties: { a: true }, unevaluatedProperties: false },
  ],
  ['unevaluatedProperties over a reference', { $ref: '#/$defs/Leafy', unevaluatedProperties: false }],
  ['unevaluatedProperties over not', { not: { ...b, required: ['b'] }, unevaluatedProperties: false }],
  [
    'unevaluatedProperties inside',
    { allOf: [{ ...b, unevaluatedProperties: { type: 'string' } }], unevaluatedProperties: false },
  ],
  ['unevaluatedItems beside prefixItems', { prefixItems: [{ type: 'string' }], unevaluatedItems: { type: 'integer' } }],
  [
    'unevaluatedItems over branches',
    { anyOf: [{ prefixItems: [{ type: 'string' }, true] }, { prefixItems: [true] }], unevaluatedItems: false },
  ],
  ['unevaluatedItems over items', { allOf: [{ items: { type: 'string' } }], unevaluatedItems: false }],
  ['dependentRequired', { dependentRequired: { a: ['b'], b: [] } }],
  ['propertyNames', { propertyNames: { pattern: '^[ab]$' } }],
  ['contains with bounds', { contains: { type: 'string' }, minContains: 2, maxContains: 2 }],
  ['contains none', { contains: { type: 'string' }, minContains: 0, maxContains: 1 }],
])('%s: as ajv has it', async (_name, schema) => {
  const $defs = { Leafy: { properties: { a: { $ref: '#/$defs/Leafy' } } } }
  const [check] = await loadChecks(rig, 'provider', [schema], $defs)
  const validate = ajvOf().compile({ ...(schema as object), $defs })
  const tally = new Set<boolean>()
  for (const value of judged(schema)) {
    const expected = validate(value)
    expect(issuesOf(check, structuredClone(value)).length === 0, told({ schema, value, expected })).toBe(expected)
    tally.add(expected)
  }
  expect(tally).toEqual(new Set([true, false]))
})

test.each<[readonly unknown[], number]>([
  [['a', 1], 0],
  [[1, 'a', 2], 0],
  [[1, true, 'a'], 1],
])('unevaluatedItems leaves alone what contains matched: %j', async (value, wrong) => {
  const [check] = await loadChecks(rig, 'provider', [
    { contains: { type: 'string' }, unevaluatedItems: { type: 'integer' } },
  ])
  expect(issuesOf(check, value)).toHaveLength(wrong)
})

test.each<[string, JsonSchema]>([
  ['items as a list', { items: [{ type: 'string' }, { type: 'integer' }] }],
  ['additionalItems beside it', { items: [{ type: 'string' }], additionalItems: { type: 'integer' } }],
  ['no additionalItems', { items: [{ type: 'string' }], additionalItems: false }],
  ['additionalItems by itself', { items: { type: 'string' }, additionalItems: false }],
  ['dependencies', { dependencies: { a: ['b'], b: { properties: { a: { type: 'string' } } } } }],
])('draft-7, %s: as ajv has it', async (_name, schema) => {
  const [check] = await loadChecks(rig, 'provider', [schema])
  const validate = formats.default(new Ajv({ strict: false, ownProperties: true, logger: false })).compile(schema)
  for (const value of VALUES) {
    expect(issuesOf(check, structuredClone(value)).length === 0, told({ schema, value })).toBe(validate(value))
  }
})

test('draft-4, exclusive bounds', async () => {
  const [low, high] = await loadChecks(rig, 'provider', [
    { minimum: 2, exclusiveMinimum: true },
    { maximum: 2, exclusiveMaximum: false },
  ])
  expect([1, 2, 3].map((value) => issuesOf(low, value).length)).toEqual([1, 1, 0])
  expect([1, 2, 3].map((value) => issuesOf(high, value).length)).toEqual([0, 0, 1])
})

test('a reader fills in the defaults that ajv fills in', TIME, async () => {
  const $defs = {
    Money: { type: 'object', properties: { a: { type: 'integer' }, b: { $ref: '#/$defs/Currency', default: 'EUR' } } },
    Currency: { enum: ['EUR', 'abc'] },
  } as const
  const schemas: JsonSchema[] = [
    { $ref: '#/$defs/Money' },
    { type: 'array', items: { $ref: '#/$defs/Money' } },
    { type: 'object', properties: { a: { $ref: '#/$defs/Money', default: {} }, x1: { default: [{ deep: null }] } } },
    { type: 'object', additionalProperties: { $ref: '#/$defs/Money' } },
    { type: 'object', properties: { a: true }, patternProperties: { '^b': { $ref: '#/$defs/Money' } } },
    {
      type: 'array',
      prefixItems: [{ $ref: '#/$defs/Money' }],
      items: { type: 'object', properties: { a: { default: 1 } } },
    },
  ]
  const checks = await loadChecks(rig, 'provider', schemas, $defs)
  const ajv = ajvOf({ useDefaults: true })
  schemas.forEach((schema, index) => {
    const validate = ajv.compile({ ...(schema as object), $defs })
    for (const value of VALUES) {
      const [ours, theirs] = [structuredClone(value), structuredClone(value)]
      if (!validate(theirs)) continue
      expect(issuesOf(checks[index], ours), told({ schema, value })).toEqual([])
      expect(ours, told({ schema, value })).toEqual(theirs)
    }
  })
})

/** The writer's rule in JSON Schema's words: properties that are declared close the object that declares them. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  const declares = typeof inner['properties'] === 'object' && !Array.isArray(inner['properties'])
  if (!declares || 'additionalProperties' in inner) return inner
  const required = Array.isArray(inner['required']) ? (inner['required'] as string[]) : []
  const properties = { ...Object.fromEntries(required.map((key) => [key, true])), ...(inner['properties'] as object) }
  return { ...inner, properties, additionalProperties: false }
}

function told(details: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(details)
}
