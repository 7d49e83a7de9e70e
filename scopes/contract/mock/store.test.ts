import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { mockValue } from './index.ts'
import { store } from './store.fixture.ts'

const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1)

test.each(Object.entries(store))('%s: every value is valid, and no longer than a person reads', (_name, schema) => {
  const isDraft7 = typeof schema === 'object' && '$schema' in schema
  const ajv = formats.default(new (isDraft7 ? Ajv : Ajv2020)({ strict: false, logger: false }))
  const valid = ajv.compile(schema)
  const values = SEEDS.map((seed) => mockValue(schema, { seed }))
  expect(values.filter((value) => !valid(value))).toEqual([])
  expect(JSON.stringify(values).length / SEEDS.length).toBeLessThan(2000)
  expect(new Set(values.map((value) => JSON.stringify(value))).size).toBeGreaterThan(SEEDS.length * 0.8)
})
