import { describe, expect, expectTypeOf, test } from 'vitest'
import { type JsonSchema, mock, type MockOptions } from './index.ts'

interface Order {
  id: string
  total: { amount: number; currency?: string }
  items: { sku: string }[]
  note?: string
}

const order: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    total: {
      type: 'object',
      properties: { amount: { type: 'integer', minimum: 0 }, currency: { enum: ['EUR', 'USD'] } },
      required: ['amount'],
      additionalProperties: false,
    },
    items: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] } },
    note: { type: 'string' },
  },
  required: ['id', 'total', 'items'],
}

describe('an override', () => {
  test('is merged into objects at every depth, and leaves the rest as it was', () => {
    const plain = mock<Order>(order, { seed: 3, optionals: 'all' })
    const changed = mock<Order>(order, { seed: 3, optionals: 'all', override: { total: { amount: 5 } } })
    expect(changed).toEqual({ ...plain, total: { ...plain.total, amount: 5 } })
  })

  test('replaces lists as a whole', () => {
    expect(mock<Order>(order, { override: { items: [{ sku: 'A' }] } }).items).toEqual([{ sku: 'A' }])
    expect(mock<Order>(order, { override: { items: [] } }).items).toEqual([])
  })

  test('brings optional properties in, and takes them out', () => {
    expect(mock<Order>(order, { optionals: 'none', override: { note: 'x' } }).note).toBe('x')
    expect(mock<Order>(order, { optionals: 'all', override: { note: undefined } })).not.toHaveProperty('note')
  })

  test('may add what the schema does not forbid', () => {
    expect(mock<Record<string, unknown>>(order, { override: { more: 1 } })).toHaveProperty('more', 1)
  })

  test('replaces a scalar', () => {
    expect(mock<number>({ type: 'integer' }, { override: 7 })).toBe(7)
  })

  test('chooses the branch that it fits', () => {
    const branch = (kind: string, key: string): JsonSchema => ({
      type: 'object',
      properties: { kind: { const: kind }, [key]: { type: 'string' } },
      required: ['kind', key],
    })
    const schema: JsonSchema = { oneOf: [branch('card', 'number'), branch('iban', 'iban')] }
    for (let seed = 1; seed <= 20; seed++) {
      expect(mock(schema, { seed, override: { kind: 'iban' } })).toEqual({ kind: 'iban', iban: expect.any(String) })
    }
  })

  test('is not changed, nor shared with the value', () => {
    const override = { items: [{ sku: 'A' }] }
    const value = mock<Order>(order, { override })
    value.items[0] = { sku: 'B' }
    expect(override).toEqual({ items: [{ sku: 'A' }] })
  })

  test.each<[string, MockOptions<Order>['override'], string, string]>([
    ['of the wrong type', { id: 5 as unknown as string }, 'type', '/id'],
    ['out of bounds', { total: { amount: -1 } }, 'minimum', '/total/amount'],
    ['not allowed', { total: { tax: 1 } as unknown as Order['total'] }, 'additionalProperties', '/total/tax'],
    ['that takes out what is required', { total: undefined }, 'required', ''],
    ['in a list', { items: [{ sku: 1 as unknown as string }] }, 'type', '/items/0/sku'],
  ])('%s is refused, naming the place', (_name, override, keyword, pointer) => {
    expect(() => mock<Order>(order, { override } as MockOptions<Order>)).toThrow(
      expect.objectContaining({ code: 'MOCK_INVALID_OVERRIDE', keyword, pointer }),
    )
  })

  test('is typed by the value', () => {
    expectTypeOf<{ total: { amount: number } }>().toExtend<NonNullable<MockOptions<Order>['override']>>()
    expectTypeOf<{ total: { amount: string } }>().not.toExtend<NonNullable<MockOptions<Order>['override']>>()
  })
})
