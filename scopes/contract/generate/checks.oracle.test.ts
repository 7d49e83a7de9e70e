import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { JsonSchema } from '@tessera/contract.define/document'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issuesOf, loadChecks } from './load-checks.fixture.ts'
import { createRig, type Rig } from './rig.fixture.ts'
import { DEFS, someSchema, someValue } from './schema-samples.fixture.ts'

const SEED = Number(process.env['SEED'] ?? 1)
const RUNS = Number(process.env['RUNS'] ?? 100)
/** Vitest's own transform of what is generated takes most of it. */
const TIME = { timeout: 60_000 }
const VALUES = fc.sample(someValue, { numRuns: 250, seed: SEED })
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
    for (const value of VALUES) {
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
