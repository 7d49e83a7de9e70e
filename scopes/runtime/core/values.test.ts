import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codePoints, deepEqual, escapePointer, hasUniqueItems, isMultipleOf, join } from './index.ts'

test('code points are counted as iteration does', () => {
  const halves = fc.constantFrom('a', '\uD83D', '\uDD11', '🔑', 'é')
  fc.assert(
    fc.property(fc.array(halves), (parts) => {
      const text = parts.join('')
      expect(codePoints(text)).toBe([...text].length)
    }),
  )
})

describe('multiples', () => {
  test('are told as they are written in decimal', () => {
    const hundredths = fc.integer({ min: -1_000_000, max: 1_000_000 })
    fc.assert(
      fc.property(hundredths, fc.integer({ min: 1, max: 1000 }), (value, of) => {
        expect(isMultipleOf(Number(`${value}e-2`), Number(`${of}e-2`))).toBe(value % of === 0)
      }),
    )
  })

  test.each([
    [0.3, 0.1, true],
    [19.99, 0.01, true],
    [1e21, 10, true],
    [1e-7, 1e-8, true],
    [1.5e300, 0.5, true],
    [5e-324, 5e-324, true],
    [0, 0.1, true],
    [0.35, 0.1, false],
    [7, 2, false],
    [7, 3.5, true],
    [Infinity, 1, false],
    [1, 0, false],
  ])('%d of %d: %j', (value, of, holds) => {
    expect(isMultipleOf(value, of)).toBe(holds)
  })
})

test('equality is that of JSON', () => {
  const values = fc.tuple(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }))
  fc.assert(
    fc.property(values, ([a, b]) => {
      expect(deepEqual(a, structuredClone(a))).toBe(true)
      // Zero has no sign in JSON.
      const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
      expect(deepEqual(plain(a), plain(b))).toBe(isDeepStrictEqual(plain(a), plain(b)))
    }),
  )
  expect(deepEqual({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
  expect(deepEqual([1, 2], { 0: 1, 1: 2 })).toBe(false)
  expect(deepEqual({ toString: 1 }, { a: 1 })).toBe(false)
})

test('items are unique when no two are equal', () => {
  const item = fc.constantFrom<unknown>(
    1,
    '1',
    true,
    null,
    { a: 1 },
    { a: 1, b: 2 },
    { b: 2, a: 1 },
    [1],
    [1, 2],
    ['1'],
  )
  fc.assert(
    fc.property(fc.array(item, { maxLength: 5 }), (items) => {
      const pairs = items.flatMap((a, i) => items.slice(i + 1).map((b) => deepEqual(a, b)))
      expect(hasUniqueItems(items)).toBe(!pairs.includes(true))
    }),
  )
})

test('pointers escape what parts them', () => {
  expect(join('/a', 'b/c~d')).toBe('/a/b~1c~0d')
  expect(join('', 0)).toBe('/0')
  expect(escapePointer('plain')).toBe('plain')
})
