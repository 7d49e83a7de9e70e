import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import Ajv4 from 'ajv-draft-04'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { mockValue } from './index.ts'
import { catalog } from './catalog.fixture.ts'
import { store } from './store.fixture.ts'

const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1)

test.each(Object.entries({ ...store, ...catalog }))(
  '%s: every value is valid, and no longer than a person reads',
  (_name, schema) => {
    const draft = typeof schema === 'object' ? String(schema['$schema'] ?? '') : ''
    const Draft = draft.includes('draft-04') ? Ajv4.default : draft.includes('draft-07') ? Ajv : Ajv2020
    const ajv = formats.default(new Draft({ strict: false, logger: false }))
    const valid = ajv.compile(schema)
    const values = SEEDS.map((seed) => mockValue(schema, { seed }))
    expect(values.filter((value) => !valid(value))).toEqual([])
    expect(JSON.stringify(values).length / SEEDS.length).toBeLessThan(2000)
    expect(new Set(values.map((value) => JSON.stringify(value))).size).toBeGreaterThan(SEEDS.length * 0.8)
  },
)
