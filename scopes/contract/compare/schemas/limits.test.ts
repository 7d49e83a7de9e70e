import type { JsonSchema } from '@tessera/contract.define/document'
import { expect, test } from 'vitest'
import { compareSchemas } from './compare-schemas.ts'

const int = { type: 'integer' }
const num = { type: 'number' }
/** So much that only the count of steps decides, however slow the machine. */
const timeoutMs = 20_000

function range<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

function alternatives(last: JsonSchema): JsonSchema {
  const one = (name: string, type: JsonSchema): JsonSchema => ({ properties: { [name]: type }, required: [name] })
  const parts = range(20, (index) => ({ anyOf: [one(`a${index}`, int), one(`b${index}`, index === 19 ? last : int)] }))
  return { type: 'object', allOf: parts }
}

test('2^20 combinations of alternatives', () => {
  expect(compareSchemas(alternatives(int), alternatives(num), { timeoutMs }).level).toBe('compatible')
  expect(compareSchemas(alternatives(num), alternatives(int), { timeoutMs }).level).toBe('breaking')
})

test('a union of a hundred', () => {
  const union = (type: JsonSchema): JsonSchema => {
    const branch = (index: number): JsonSchema => ({
      type: 'object',
      properties: { kind: { const: `k${index}` }, value: index === 3 ? type : int },
      required: ['kind', 'value'],
    })
    return { anyOf: range(100, branch) }
  }
  expect(compareSchemas(union(int), union(num), { timeoutMs }).level).toBe('compatible')
  const { level, findings } = compareSchemas(union(num), union(int), { timeoutMs })
  expect([level, findings[0]?.pointer]).toEqual(['breaking', '/anyOf/3/properties/value/type'])
})

test('10,000 properties', () => {
  const wide = (last: JsonSchema): JsonSchema => {
    const names = range(10_000, (index) => `p${index}`)
    const properties = names.map((name, index) => [name, index === 9999 ? last : { maxLength: index }])
    return { type: 'object', properties: Object.fromEntries(properties), required: names }
  }
  expect(compareSchemas(wide(int), wide(num), { timeoutMs }).level).toBe('compatible')
})

test('10,000 properties that all break', () => {
  const wide = (type: string): JsonSchema => {
    const properties = range(10_000, (index) => [`p${index}`, { type }] as const)
    return { type: 'object', properties: Object.fromEntries(properties) }
  }
  const { level, witness, findings } = compareSchemas(wide('string'), wide('integer'), { timeoutMs })
  expect([level, Object.keys(witness as object).length]).toEqual(['breaking', 1])
  expect(findings).toHaveLength(10_000)
  expect(findings.every(({ severity }) => severity !== 'info')).toBe(true)
})

test('10,000 required properties that all break, in about the time that is given', () => {
  const names = range(10_000, (index) => `p${index}`)
  const wide = (type: string): JsonSchema => {
    const properties = Object.fromEntries(names.map((name) => [name, { type }]))
    return { $ref: '#/$defs/Wide', $defs: { Wide: { type: 'object', properties, required: names } } }
  }
  const { level, witness } = compareSchemas(wide('string'), wide('integer'), { timeoutMs: 4000 })
  expect([level, Object.keys(witness as object).length]).toEqual(['breaking', 10_000])
  const before = process.cpuUsage()
  const { findings } = compareSchemas(wide('string'), wide('integer'), { timeoutMs: 200 })
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(2)
  expect(findings.some(({ rule, severity }) => rule === 'timeout' && severity !== 'info')).toBe(true)
})

test('nesting of 50 levels, and of more than can be walked', () => {
  const deep = (levels: number, leaf: JsonSchema): JsonSchema =>
    range(levels, String).reduce<JsonSchema>((inner) => ({ type: 'object', properties: { a: inner } }), leaf)
  expect(compareSchemas(deep(50, int), deep(50, num)).level).toBe('compatible')
  expect(compareSchemas(deep(50, num), deep(50, int)).level).toBe('breaking')
  expect(compareSchemas(deep(100_000, num), deep(100_000, int)).level).toBe('risky')
})

test('patterns that make validators hang, and automata that are too big', () => {
  const text = (pattern: string): JsonSchema => ({ type: 'string', pattern })
  expect(compareSchemas(text('^(a+)+$'), text('^(a|aa)+$')).level).toBe('compatible')
  expect(compareSchemas(text('^(a|b)*a(a|b){24}$'), text('^[ab]*a[ab]{24}$')).findings[0]?.rule).toBe('timeout')
})

test('what never ends, leads nowhere or is no pattern is risky at worst', () => {
  const loop = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }
  expect(compareSchemas(loop, { ...loop, title: 'x' }).level).not.toBe('breaking')
  expect(compareSchemas({ $ref: 'https://example.com/elsewhere' }, int).level).toBe('risky')
  expect(compareSchemas({ type: 'string', pattern: '(' }, { type: 'string', minLength: 1 }).level).toBe('risky')
})

test('listed values are tried where nothing can be proved', () => {
  const hidden = { type: 'string', pattern: 'a(?!bb)', minLength: 1 }
  expect(compareSchemas({ enum: ['a', 'ac'] }, hidden).level).toBe('compatible')
  expect(compareSchemas({ enum: ['a', 'abb'] }, hidden).witness).toBe('abb')
})

test('the same question has the same answer', () => {
  const [old, now] = [
    { type: 'object', properties: { a: num } },
    { type: 'object', properties: { a: int }, required: ['b'] },
  ]
  expect(compareSchemas(old, now)).toEqual(compareSchemas(structuredClone(old), structuredClone(now)))
})
