import { describe, expect, test } from 'vitest'
import { type JsonSchema, mock, MockError } from './index.ts'
import { outcome } from './oracle.fixture.ts'

const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
})

describe('no value exists: proven, with the keyword that rules it out', () => {
  test.each<[string, JsonSchema, string, string]>([
    ['false', false, 'false schema', ''],
    ['bounds', { type: 'integer', minimum: 5, maximum: 3 }, 'minimum', ''],
    ['no whole number', { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 }, 'exclusiveMinimum', ''],
    ['no multiple', { type: 'integer', multipleOf: 10, minimum: 1, maximum: 9 }, 'multipleOf', ''],
    ['lengths', { type: 'string', minLength: 3, maxLength: 2 }, 'minLength', ''],
    ['pattern and length', { type: 'string', pattern: '^[a-z]{5,}$', maxLength: 4 }, 'pattern', ''],
    [
      'patterns that exclude each other',
      { allOf: [{ pattern: '^a+$' }, { pattern: '^b+$' }], type: 'string' },
      'pattern',
      '',
    ],
    ['a pattern that contradicts itself', { type: 'string', pattern: '^(?=b)a$' }, 'pattern', ''],
    ['types', { allOf: [{ type: 'string' }, { type: 'integer' }] }, 'type', ''],
    ['enums', { allOf: [{ enum: ['a', 'b'] }, { const: 'c' }] }, 'enum', ''],
    ['enum and type', { type: 'integer', enum: ['a'] }, 'type', ''],
    ['enum and bound', { enum: [1, 2], minimum: 3 }, 'minimum', ''],
    ['item counts', { type: 'array', minItems: 3, maxItems: 2 }, 'minItems', ''],
    ['unique members', { type: 'array', items: { enum: [1, 2] }, minItems: 3, uniqueItems: true }, 'uniqueItems', ''],
    ['property counts', { type: 'object', required: ['a', 'b'], maxProperties: 1 }, 'maxProperties', ''],
    ['an impossible item', { type: 'array', items: object({ a: false }), minItems: 1 }, 'false schema', '/0/a'],
    [
      'an impossible property',
      object({ a: object({ b: { type: 'integer', minimum: 2, maximum: 1 } }) }),
      'minimum',
      '/a/b',
    ],
    [
      'required and closed',
      { ...(object({ a: true }) as object), required: ['b'], additionalProperties: false },
      'false schema',
      '/b',
    ],
    ['required and forbidden', { type: 'object', required: ['a'], not: { required: ['a'] } }, 'required', ''],
    [
      'every branch',
      {
        anyOf: [
          { type: 'string', minLength: 2, maxLength: 1 },
          { type: 'integer', minimum: 2, maximum: 1 },
        ],
      },
      '',
      '',
    ],
    ['endless recursion', { $ref: '#/$defs/A', $defs: { A: object({ a: { $ref: '#/$defs/A' } }) } }, '$ref', ''],
    ['not anything', { not: {} }, '', ''],
  ])('%s', (_name, schema, keyword, pointer) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const result = outcome(schema, { seed })
      expect(result).toMatchObject({ ok: false, reason: 'empty', pointer, keyword: expect.stringContaining(keyword) })
    }
  })
})

describe('none was found: given up, with the keyword', () => {
  test.each<[string, JsonSchema, string]>([
    ['a reference that leads nowhere', { $ref: '#/$defs/Gone' }, '$ref'],
    ['a remote reference', { $ref: 'https://example.com/schema.json' }, '$ref'],
    ['a dynamic reference', { $dynamicRef: '#node' }, '$dynamicRef'],
    ['a pattern that is none', { type: 'string', pattern: '(' }, 'pattern'],
    ['a format and a pattern that do not meet', { type: 'string', format: 'uuid', pattern: '^x' }, 'pattern'],
  ])('%s', (_name, schema, keyword) => {
    expect(outcome(schema)).toMatchObject({ ok: false, reason: 'gave-up', keyword })
  })

  test('an optional property that cannot be made is left out', () => {
    const schema: JsonSchema = { type: 'object', properties: { a: { type: 'string', pattern: '(' }, b: { const: 1 } } }
    expect(mock(schema, { optionals: 'all' })).toEqual({ b: 1 })
  })

  test('an example of the author stands in', () => {
    const schema: JsonSchema = { type: 'string', pattern: '^(?=b)(?:a|bb)$', examples: ['bb'] }
    expect(mock(schema)).toBe('bb')
  })
})

test('failures are errors', () => {
  expect(() => mock(false)).toThrow(MockError)
  expect(() => mock(false)).toThrow(
    expect.objectContaining({ code: 'MOCK_EMPTY', keyword: 'false schema', pointer: '' }),
  )
  expect(() => mock({ $ref: '#/nowhere' })).toThrow(expect.objectContaining({ code: 'MOCK_GAVE_UP', keyword: '$ref' }))
})
