import { describe, expect, test } from 'vitest'
import { type JsonSchema, mock, mockValue } from './index.ts'
import { outcome } from './oracle.fixture.ts'

describe('schemas that lead nowhere are named, and nothing is fetched', () => {
  test.each<[string, JsonSchema, string, string]>([
    ['remote', { $ref: 'https://example.com/schema.json' }, '$ref', 'nothing is fetched'],
    ['relative to a remote id', { $id: 'https://example.com/a.json', $ref: 'b.json' }, '$ref', 'leads nowhere'],
    ['gone', { $ref: '#/$defs/Gone' }, '$ref', 'leads nowhere'],
    ['in a required property', { type: 'object', required: ['a'], properties: { a: { $ref: 'urn:x' } } }, '$ref', '/a'],
  ])('%s', (_name, schema, keyword, message) => {
    expect(outcome(schema)).toMatchObject({
      ok: false,
      reason: 'gave-up',
      keyword,
      message: expect.stringContaining(message),
    })
  })

  test('a property that refers elsewhere is left out where it may be', () => {
    const schema = { type: 'object', properties: { a: { $ref: 'https://example.com/a' }, b: { const: 1 } } }
    expect(mock(schema, { optionals: 'all' })).toEqual({ b: 1 })
  })
})

describe('recursion without a way out is proven empty', () => {
  test.each<[string, JsonSchema]>([
    ['itself', { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] }],
    [
      'in two steps',
      {
        $ref: '#/$defs/A',
        $defs: {
          A: { allOf: [{ $ref: '#/$defs/B' }] },
          B: { type: 'array', items: { $ref: '#/$defs/A' }, minItems: 1 },
        },
      },
    ],
    [
      'in every branch',
      {
        anyOf: [
          { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] },
          { type: 'array', items: { $ref: '#' }, minItems: 2 },
        ],
      },
    ],
  ])('%s', (_name, schema) => {
    expect(outcome(schema)).toMatchObject({ ok: false, reason: 'empty', keyword: '$ref' })
  })
})

describe('what is enormous ends', () => {
  test('10,000 properties', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `p${index}`)
    const schema: JsonSchema = {
      type: 'object',
      properties: Object.fromEntries(names.map((name, index) => [name, { type: index % 2 ? 'string' : 'integer' }])),
      required: names,
    }
    expect(Object.keys(mock<object>(schema))).toHaveLength(10_000)
  })

  test('50 levels', () => {
    const nest = (level: number): JsonSchema =>
      level === 0 ? { const: 'end' } : { type: 'object', properties: { in: nest(level - 1) }, required: ['in'] }
    expect(JSON.stringify(mock(nest(50))).match(/"in"/g)).toHaveLength(50)
  })

  test('choices by the power of two', () => {
    const pair = (key: string): JsonSchema => ({
      oneOf: [
        { required: [`${key}a`], properties: { [`${key}a`]: { const: 1 } } },
        { required: [`${key}b`], properties: { [`${key}b`]: { const: 2 } } },
      ],
    })
    const schema = { type: 'object', allOf: Array.from({ length: 30 }, (_, index) => pair(`k${index}`)) }
    expect(Object.keys(mock<object>(schema)).length).toBeGreaterThanOrEqual(30)
  })

  test('long texts and lists', () => {
    expect(mock<string>({ type: 'string', minLength: 100_000, maxLength: 100_000 })).toHaveLength(100_000)
    expect(mock<string>({ type: 'string', pattern: '^[a-z]+$', minLength: 3000 })).toMatch(/^[a-z]{3000,}$/)
    expect(mock<number[]>({ type: 'array', items: { type: 'integer' }, minItems: 5000 })).toHaveLength(5000)
  })
})

describe('patterns that bring a backtracking engine to its knees', () => {
  test.each([
    [{ type: 'string', pattern: '^(a+)+$', minLength: 40 }],
    [{ type: 'string', pattern: '^(([a-z])+.)+[A-Z]([a-z])+$', minLength: 40 }],
    [{ type: 'string', pattern: '^(\\w+\\s?)*$', minLength: 60, not: { pattern: 'a' } }],
    [
      {
        type: 'object',
        patternProperties: { '^(x+x+)+y$': { type: 'integer' } },
        additionalProperties: false,
        minProperties: 2,
      },
    ],
  ])('%j', (schema) => {
    for (let seed = 1; seed <= 5; seed++) expect(outcome(schema, { seed })).toMatchObject({ ok: true })
  })

  test('are bounded where they ask for what cannot be', () => {
    const schema = { type: 'string', pattern: '^(a|a)*$', allOf: [{ pattern: 'b' }] }
    expect(outcome(schema)).toMatchObject({ ok: false, keyword: 'pattern' })
  })
})

describe('names of Object.prototype', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']
  const schema: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'integer' }])),
    required: names,
    additionalProperties: false,
  }

  test('are properties of the value itself', () => {
    const value = mockValue(schema) as object
    expect(Object.keys(value).toSorted()).toEqual(names.toSorted())
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('are not found where they are not declared', () => {
    expect(
      mock({ type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { const: 1 } }, required: ['a'] }),
    ).toEqual({ a: 1 })
    expect(outcome({ $ref: '#/constructor' })).toMatchObject({ ok: false, keyword: '$ref' })
    expect(mock({ type: 'string', format: 'constructor' })).toEqual(expect.any(String))
    expect(mock({ type: 'string', format: '__proto__' })).toEqual(expect.any(String))
  })

  test('may be overridden', () => {
    const override = JSON.parse('{"__proto__": 5}') as object
    const value = mockValue(schema, { override } as object) as object
    expect(Object.getOwnPropertyDescriptor(value, '__proto__')?.value).toBe(5)
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })
})

test('an unknown locale is named', () => {
  expect(() => mock({ type: 'string' }, { locale: '../../x' })).toThrow(
    expect.objectContaining({ code: 'MOCK_UNKNOWN_LOCALE' }),
  )
})
