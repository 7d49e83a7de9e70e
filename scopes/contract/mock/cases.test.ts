import { describe, expect, test } from 'vitest'
import { corpus } from './corpus.fixture.ts'
import { edgeCases, invalidCases, type JsonSchema, mock, mockValues } from './index.ts'
import { oracle } from './oracle.fixture.ts'

const order: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    status: { enum: ['open', 'paid'] },
    note: { type: ['string', 'null'], maxLength: 40 },
    code: { type: 'string', pattern: '^[A-Z]{3}-\\d+$', minLength: 6 },
    quantity: { type: 'integer', minimum: 1, maximum: 99, multipleOf: 3 },
    price: { type: 'number', exclusiveMinimum: 0 },
    tags: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, maxItems: 4, uniqueItems: true },
    payment: {
      oneOf: [
        { type: 'object', properties: { by: { const: 'card' }, last4: { type: 'string' } }, required: ['by', 'last4'] },
        { type: 'object', properties: { by: { const: 'invoice' } }, required: ['by'] },
      ],
    },
  },
  required: ['id', 'status', 'quantity'],
  additionalProperties: false,
}

describe('edge cases', () => {
  test('name each border, branch and absence', () => {
    expect(edgeCases(order).map(({ name }) => name)).toMatchSnapshot()
  })

  test('the smallest and the largest', () => {
    const [smallest, largest] = edgeCases(order)
    expect(smallest?.value).toEqual({ id: expect.any(String), status: expect.any(String), quantity: 3 })
    expect(largest?.value).toMatchObject({ quantity: 99, note: expect.stringMatching(/^.{40}$/s), tags: { length: 4 } })
  })

  test('are the same each time', () => {
    expect(edgeCases(order)).toEqual(edgeCases(structuredClone(order)))
  })

  test('are what the mode draws from', () => {
    const values = edgeCases(order).map(({ value }) => value)
    for (const value of mockValues(order, { mode: 'edge', count: 20 })) expect(values).toContainEqual(value)
    expect(mock(order, { mode: 'edge', seed: 1 })).toEqual(values[0])
    expect(mock(order, { mode: 'edge', seed: values.length + 1 })).toEqual(values[0])
  })
})

describe('invalid cases', () => {
  test('name the one keyword that is broken, and where', () => {
    expect(invalidCases(order).map(({ name }) => name)).toMatchSnapshot()
  })

  test('break nothing else', () => {
    const { note } = invalidCases(order).reduce<Record<string, unknown>>(
      (all, { pointer, value }) => ({ ...all, [pointer.slice(1)]: value }),
      {},
    )
    expect(oracle(order)(note)).toBe(false)
    expect(oracle(order)({ ...(note as object), note: null })).toBe(true)
  })
})

describe.each(Object.entries(corpus))('%s', (_name, schema) => {
  test('every edge case is valid and every invalid case is not, under ajv', () => {
    const valid = oracle(schema)
    expect(edgeCases(schema).filter(({ value }) => valid(value) === false)).toEqual([])
    expect(invalidCases(schema).filter(({ value }) => valid(value) === true)).toEqual([])
  })
})
