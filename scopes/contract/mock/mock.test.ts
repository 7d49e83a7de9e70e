import { describe, expect, test } from 'vitest'
import { corpus } from './corpus.fixture.ts'
import { type JsonSchema, mock } from './index.ts'
import { oracle, outcome } from './oracle.fixture.ts'

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1)
const OPTIONALS = ['some', 'all', 'none'] as const

describe('every value is valid under ajv, for 50 seeds', () => {
  test.each(Object.entries(corpus))('%s', (_name, schema) => {
    const valid = oracle(schema)
    const wrong = SEEDS.map((seed) => {
      const result = outcome(schema, { seed, optionals: OPTIONALS[seed % 3] ?? 'some' })
      return result.ok && valid(result.value) === true ? undefined : { seed, result }
    })
    expect(wrong.filter((one) => one !== undefined)).toEqual([])
  })
})

const user: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    email: { type: 'string', format: 'email' },
    firstName: { type: 'string' },
    address: {
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' }, countryCode: { type: 'string' } },
      required: ['street', 'city', 'countryCode'],
    },
    age: { type: 'integer', minimum: 18 },
    balance: { type: 'number' },
    createdAt: { type: 'string', format: 'date-time' },
    tags: { type: 'array', items: { type: 'string' } },
    nickname: { type: 'string' },
  },
  required: ['id', 'email', 'firstName', 'address', 'age', 'balance', 'createdAt', 'tags'],
}

describe('seeds', () => {
  test('the same seed makes the same value, on every machine and in every year', () => {
    expect(mock(user, { seed: 42 })).toMatchInlineSnapshot(`
      {
        "address": {
          "city": "Savannah",
          "countryCode": "FR",
          "street": "436 Douglas Road",
        },
        "age": 74,
        "balance": 1643.37,
        "createdAt": "2024-09-15T20:58:03.756Z",
        "email": "quentin.kelly@example.com",
        "firstName": "Quentin",
        "id": "279ad369-294c-476d-8599-2a448e26ed42",
        "nickname": "quentin.kelly",
        "tags": [
          "abeo",
        ],
      }
    `)
  })

  test('another seed makes another value', () => {
    expect(new Set(SEEDS.map((seed) => JSON.stringify(mock(user, { seed })))).size).toBe(SEEDS.length)
  })

  test('no seed is seed 1', () => {
    expect(mock(user)).toEqual(mock(user, { seed: 1 }))
  })

  test('a field that is added leaves the others as they were', () => {
    const { properties, required } = user as unknown as { properties: Record<string, JsonSchema>; required: string[] }
    const added = (name: string): JsonSchema => ({
      ...(user as object),
      properties: { [name]: { type: 'array', items: { type: 'string' }, minItems: 3 }, ...properties },
      required: [name, ...required],
    })
    for (const seed of SEEDS) {
      const { extra: _extra, ...rest } = mock<Record<string, unknown>>(added('extra'), { seed })
      expect(rest).toEqual(mock(user, { seed }))
    }
  })

  test('times follow the given moment', () => {
    const schema: JsonSchema = { type: 'string', format: 'date-time' }
    const early = mock<string>(schema, { now: '2001-01-01T00:00:00Z' })
    expect(early < '2001-01-02' && early > '1999-12-30').toBe(true)
  })
})

describe('optional properties', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: {
      a: { type: 'string' },
      b: { type: 'array', items: { type: 'string' } },
      c: { type: ['string', 'null'] },
    },
    required: ['b'],
  }
  test('all', () => {
    for (const seed of SEEDS) {
      expect(mock(schema, { seed, optionals: 'all' })).toEqual({
        a: expect.any(String),
        b: expect.arrayContaining([expect.any(String)]),
        c: expect.any(String),
      })
    }
  })
  test('none', () => {
    for (const seed of SEEDS) expect(mock(schema, { seed, optionals: 'none' })).toEqual({ b: [] })
  })
  test('some', () => {
    const shapes = new Set(SEEDS.map((seed) => Object.keys(mock<object>(schema, { seed })).join()))
    expect([...shapes].toSorted()).toEqual(['a,b', 'a,b,c', 'b', 'b,c'])
  })
})

test('recursion ends, whatever is asked for', () => {
  for (const name of ['tree', 'linked list', 'mutual recursion', 'json', 'root recursion']) {
    for (const seed of SEEDS) {
      const text = JSON.stringify(mock(corpus[name] as JsonSchema, { seed, optionals: 'all' }))
      expect(text.length).toBeLessThan(4000)
    }
  }
})

test('defs are found beside the schema', () => {
  const defs = { Money: { type: 'object', properties: { cents: { type: 'integer' } }, required: ['cents'] } }
  expect(mock({ $ref: '#/$defs/Money' }, { defs })).toEqual({ cents: expect.any(Number) })
})
