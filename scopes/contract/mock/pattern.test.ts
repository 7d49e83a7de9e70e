import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patternLength, solvePattern } from './pattern.ts'
import { randomAt } from './random.ts'

const SEEDS = Array.from({ length: 50 }, (_, index) => index)
const draws = (source: string, window = { least: 0, most: Infinity }) =>
  SEEDS.map((seed) => solvePattern(source, window, randomAt(String(seed))))

describe('patterns', () => {
  test('are short where nothing asks for more', () => {
    for (const text of draws('^[a-z]*$')) expect(text?.length).toBeLessThanOrEqual(12)
  })

  test('keep length and pattern together', () => {
    for (const text of draws('^[a-z]+-\\d*$', { least: 20, most: 22 })) {
      expect(text).toMatch(/^[a-z]+-\d*$/)
      expect(text?.length).toBeGreaterThanOrEqual(20)
      expect(text?.length).toBeLessThanOrEqual(22)
    }
  })

  test('know the fewest characters they need', () => {
    expect(patternLength('^(?:ab|c){3}\\d?$')).toBe(3)
    expect(patternLength('(')).toBeUndefined()
  })

  test('of most kinds are solved at the first draw', () => {
    const atom = fc.constantFrom('a', '[a-c]', '\\d', '\\w', '[^x]', '(?:ab|c)', '(x|yz)', '.', '\\.', '[\\s-]')
    const count = fc.constantFrom('', '?', '*', '+', '{2}', '{1,3}', '{2,}')
    const pattern = fc.array(
      fc.tuple(atom, count).map((pair) => pair.join('')),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(pattern, fc.nat(1000), (parts, seed) => {
        const source = `^${parts.join('')}$`
        const text = solvePattern(source, { least: 0, most: Infinity }, randomAt(String(seed)))
        expect(text).toMatch(new RegExp(source, 'u'))
      }),
      { numRuns: 300 },
    )
  })
})
