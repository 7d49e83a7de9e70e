import type { JsonSchema } from '@tessera/contract.define/document'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAdmitted } from './admit.ts'
import { changedPair, schemaOf, smallValue } from './arbitrary.fixture.ts'
import { compareSchemas } from './compare-schemas.ts'
import { createComparison } from './comparison.ts'
import { mocked } from './mocked.ts'

const values = plain(fc.sample(smallValue, { numRuns: 200, seed: 7 }))

/** As it would come from a file: fast-check makes objects without a prototype, which ajv cannot compare. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

function validator(schema: JsonSchema): (value: unknown) => boolean {
  const ajv = addFormats.default(new Ajv2020({ strict: false, logger: false, validateSchema: false, allErrors: true }))
  return ajv.compile(schema) as (value: unknown) => boolean
}

test('no value refutes what was proved compatible, and every witness is one', () => {
  const property = fc.property(changedPair(2), fc.constantFrom('strict', 'lenient'), (drawn, policy) => {
    const [old, now] = plain(drawn)
    const { level, witness } = compareSchemas(old, now, { policy, timeoutMs: 20_000 })
    const [before, after] = [validator(old), validator(now)]
    const { node } = createComparison(old, now, {}).old
    const breaks = (value: unknown): boolean =>
      before(value) && !after(value) && (policy === 'strict' || isAdmitted([node], value))
    const samples = [...values, ...mocked(old, { count: 4 })]
    const refuted = level === 'breaking' ? !breaks(witness) : level === 'compatible' && samples.some(breaks)
    expect(refuted).toBe(false)
  })
  fc.assert(property, { numRuns: 200, seed: 20_261_122 })
}, 120_000)

test('a schema is compatible with itself, with less said and with a choice more', () => {
  const property = fc.property(schemaOf(2), schemaOf(1), (drawn, other) => {
    const [schema, more] = plain([drawn, other])
    const level = (old: JsonSchema, now: JsonSchema) => compareSchemas(old, now, { policy: 'strict' }).level
    expect(level(schema, { allOf: [schema] })).toBe('compatible')
    expect(level({ allOf: [schema, more] }, schema)).toBe('compatible')
    expect(level(schema, { anyOf: [more, schema] })).toBe('compatible')
    expect(level({ not: { anyOf: [schema, more] } }, { not: schema })).toBe('compatible')
  })
  fc.assert(property, { numRuns: 100, seed: 20_261_122 })
}, 120_000)

test('a schema that is only added breaks what it would break by itself', () => {
  const property = fc.property(changedPair(1), (drawn) => {
    const [old, now] = plain(drawn)
    const { level } = compareSchemas(old, { allOf: [old, now] }, { policy: 'strict' })
    expect(level).toBe(compareSchemas(old, now, { policy: 'strict' }).level)
  })
  fc.assert(property, { numRuns: 100, seed: 20_261_122 })
}, 120_000)
