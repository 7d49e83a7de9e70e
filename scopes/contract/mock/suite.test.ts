import Ajv4 from 'ajv-draft-04'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { checkValue, type JsonSchema, type JsonSchemaObject, mockValue } from './index.ts'
import { outcome } from './oracle.fixture.ts'
import { emptySchemas, suite2020, suite4, suite7 } from './suite.fixture.ts'

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)
const OPTIONALS = ['some', 'all', 'none'] as const

/** Where ajv strays from its drafts: it compiles these without end, or takes another target for the reference. */
const AJV_STRAYS = new Set([
  'relative refs with absolute uris and defs',
  '$ref prevents a sibling $id from changing the base uri',
])

const options = { strict: false, logger: false } as const
const drafts = [
  ['2020-12', suite2020, (schema: JsonSchema) => formats.default(new Ajv2020(options)).compile(schema)],
  ['draft 7', suite7, (schema: JsonSchema) => formats.default(new Ajv(options)).compile(schema)],
  ['draft 4', suite4, (schema: JsonSchema) => formats.default(new Ajv4.default(options)).compile(schema)],
] as const

describe.each(drafts)('%s: every value is valid', (_draft, suite, compile) => {
  test.each(Object.entries(suite).filter(([name]) => !AJV_STRAYS.has(name)))('%s', (_name, schema) => {
    const valid = compile(schema)
    const wrong = SEEDS.map((seed) => {
      const result = outcome(schema, { seed, optionals: OPTIONALS[seed % 3] ?? 'some' })
      return result.ok && valid(result.value) ? undefined : { seed, result, errors: valid.errors }
    })
    expect(wrong.filter((one) => one !== undefined)).toEqual([])
  })
})

describe('where ajv strays from the draft', () => {
  const dynamic = [
    'dynamicRef to a dynamicAnchor',
    'dynamicRef resolves to the first in the dynamic scope',
    'strict tree by dynamicRef',
  ] as const

  test.each(dynamic)('%s: both find each value valid', (name) => {
    const schema = suite2020[name] as JsonSchema
    const valid = drafts[0][2](schema)
    for (const seed of SEEDS) {
      const value = mockValue(schema, { seed, optionals: OPTIONALS[seed % 3] ?? 'some' })
      expect([value, valid(value), checkValue(schema, value)]).toEqual([value, true, []])
    }
  })

  test('where no value is valid to both, the draft counts: the outermost dynamic anchor', () => {
    const texts = expect.arrayContaining([expect.any(String)])
    const schema = suite2020['dynamicRef to a dynamicAnchor'] as JsonSchemaObject
    for (const seed of SEEDS) expect(mockValue({ ...schema, minItems: 1 }, { seed })).toEqual(texts)
  })

  test('where no value is valid to both, the draft counts: no id beside a reference up to draft 7', () => {
    const schema = suite7['$ref prevents a sibling $id from changing the base uri'] as JsonSchema
    expect(mockValue(schema)).toEqual(expect.any(Number))
  })
})

describe('proven empty', () => {
  test.each(Object.entries(emptySchemas))('%s', (_name, schema) => {
    expect(outcome(schema)).toMatchObject({ ok: false, reason: 'empty' })
  })
})
