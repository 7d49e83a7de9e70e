import { describe, expect, test } from 'vitest'
import { corpus } from './corpus.fixture.ts'
import { type JsonSchema, mock, mockValue } from './index.ts'
import { oracle } from './oracle.fixture.ts'

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1)

describe('every value is valid under ajv, for 50 seeds', () => {
  test.each(Object.keys(corpus))('%s', (name) => {
    const schema = corpus[name] as JsonSchema
    const valid = oracle(schema)
    for (const seed of SEEDS) {
      for (const optionals of ['some', 'all', 'none'] as const) {
        const result = mockValue(schema, { seed, optionals })
        expect(result).toMatchObject({ ok: true })
        if (!result.ok) continue
        expect({ value: result.value, valid: valid(result.value), errors: valid.errors }).toMatchObject({ valid: true })
      }
    }
  })
})

test('same seed, same value; another seed, another value', () => {
  const schema = corpus['user'] as JsonSchema
  expect(mock(schema, { seed: 7 })).toEqual(mock(schema, { seed: 7 }))
  expect(new Set(SEEDS.map((seed) => JSON.stringify(mock(schema, { seed })))).size).toBe(SEEDS.length)
})
