import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { expect, test } from 'vitest'
import { generateComponents } from './index.ts'
import { documentOf } from './schema-samples.fixture.ts'

const clientOf = async (schema: JsonSchema, $defs: ContractDocument['$defs'] = {}): Promise<Record<string, string>> => {
  const { client } = await generateComponents(documentOf([schema], $defs))
  return client ?? {}
}

test('an object of 10,000 properties', { timeout: 120_000 }, async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `p${index}`)
  const schema = { type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) }
  const files = await clientOf(schema)
  expect(files['checks.ts']?.match(/must be a string/g)).toHaveLength(10_000)
})

test('a schema of fifty levels', { timeout: 120_000 }, async () => {
  let schema: JsonSchema = { type: 'string', 'x-redact': true }
  for (let level = 0; level < 50; level++) schema = { type: 'object', properties: { a: schema }, required: ['a'] }
  const files = await clientOf(schema)
  // What lies so deep is kept out of logs from higher up.
  expect(files['definition.ts']).toMatch(/redact: \{ 'op0\/request\/body': \['(?:\/a){16}'\] \}/)
})

test(
  'a thousand schemas that refer to each other in a circle, one of them redacted',
  { timeout: 120_000 },
  async () => {
    const entries = Array.from({ length: 1000 }, (_, index): [string, JsonSchema] => [
      `S${index}`,
      { type: 'object', properties: { next: { $ref: `#/$defs/S${(index + 1) % 1000}` } } },
    ])
    const $defs = { ...Object.fromEntries(entries), S2: { type: 'string', default: 'x', 'x-redact': true } }
    const files = await clientOf({ $ref: '#/$defs/S0' }, $defs)
    expect(files['definition.ts']).toContain("redact: { 'op0/request/body': ['/next/next'] }")
  },
)
