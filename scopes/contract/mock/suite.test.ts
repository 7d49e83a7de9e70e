import Ajv4 from 'ajv-draft-04'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { type JsonSchema, mockValue } from './index.ts'
import { outcome } from './oracle.fixture.ts'
import { emptySchemas, suite2020, suite4, suite7 } from './suite.fixture.ts'

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)
const OPTIONALS = ['some', 'all', 'none'] as const

/** Where ajv strays from its drafts: it compiles these without end, or takes another target for the reference. */
const AJV_STRAYS = new Set([
  'relative refs with absolute uris and defs',
  'dynamicRef to a dynamicAnchor',
  'dynamicRef resolves to the first in the dynamic scope',
  'strict tree by dynamicRef',
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

describe('where ajv strays, the draft counts', () => {
  const value = (name: string): unknown => mockValue({ ...suite2020, ...suite7 }[name] as JsonSchema)

  test('a dynamic reference takes the outermost anchor', () => {
    const texts = expect.arrayContaining([expect.any(String)])
    expect(value('dynamicRef to a dynamicAnchor')).toEqual(texts)
    expect(value('dynamicRef resolves to the first in the dynamic scope')).toEqual(texts)
    expect(value('strict tree by dynamicRef')).toEqual({ elements: expect.arrayContaining([{ a: expect.anything() }]) })
  })

  test('an id beside a reference counts for nothing up to draft 7', () => {
    expect(value('$ref prevents a sibling $id from changing the base uri')).toEqual(expect.any(Number))
  })
})

describe('proven empty', () => {
  test.each(Object.entries(emptySchemas))('%s', (_name, schema) => {
    expect(outcome(schema)).toMatchObject({ ok: false, reason: 'empty' })
  })
})
