import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomAt, rootPlace } from './chance.ts'
import { matches } from './matches.ts'
import { patternTexts } from './pattern.ts'

const SEEDS = Array.from({ length: 30 }, (_, index) => index)
const ANY = { least: 0, most: Infinity }
const draws = (patterns: readonly string[], window = ANY, notPatterns: readonly string[] = []) =>
  SEEDS.map((seed) => patternTexts({ patterns, notPatterns })?.draw(window, randomAt(rootPlace(seed))))

describe('texts of a pattern', () => {
  test('are short where nothing asks for more', () => {
    for (const text of draws(['^[a-z]*$'])) expect(text?.length).toBeLessThanOrEqual(12)
  })

  test('keep length and pattern together', () => {
    for (const text of draws(['^[a-z]+-\\d*$'], { least: 20, most: 22 })) {
      expect(text).toMatch(/^[a-z]+-\d*$/)
      expect(text?.length).toBeGreaterThanOrEqual(20)
      expect(text?.length).toBeLessThanOrEqual(22)
    }
  })

  test('match several patterns at once, and none of others', () => {
    for (const text of draws(['^[a-z0-9]+$', '\\d', '^x'], { least: 5, most: 9 }, ['xx'])) {
      expect(text).toMatch(/^x[a-z0-9]{4,8}$/)
      expect(text).toMatch(/\d/)
      expect(text).not.toMatch(/xx/)
    }
  })

  test.each([
    ['^(?=.*\\d)(?=.*[a-z])(?!.*admin).{8,20}$'],
    ['^(?:(?!--)[a-z-]){6,}$'],
    ['\\bword\\b'],
    ['^(?:a|b){3}\\b.'],
    ['(?<!x)y$'],
    ['^(\\w+) \\1$'],
    ['^(?<q>[\'"]).*\\k<q>$'],
    ['^\\p{Lu}\\p{Ll}+$'],
    ['^\\p{Script=Thai}+$'],
    [
      '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?$',
    ],
    ['^[\\w-\\.]+$'],
  ])('%s', (source) => {
    const texts = draws([source])
    for (const text of texts) expect(matches(source, text ?? 'none')).toBe(true)
  })

  test.each([[['^a+$', '^b+$']], [['^(?=b)a$']], [['^[a-z]+$', '\\d']]])(
    '%s: proven that there are none',
    (patterns) => {
      expect(patternTexts({ patterns })?.isEmpty(ANY)).toBe(true)
    },
  )

  test('of most kinds are found at the first draw', () => {
    const atom = fc.constantFrom(
      'a',
      '[a-c]',
      '\\d',
      '\\w',
      '[^x]',
      '(?:ab|c)',
      '(x|yz)',
      '.',
      '\\.',
      '[\\s-]',
      '(?!b)',
      '(?=a|\\w)',
    )
    const count = fc.constantFrom('', '?', '*', '+', '{2}', '{1,3}', '{2,}')
    const pattern = fc.array(
      fc.tuple(atom, count).map(([one, many]) => (one.startsWith('(?!') || one.startsWith('(?=') ? one : one + many)),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(pattern, fc.nat(1000), (parts, seed) => {
        const source = `^${parts.join('')}$`
        const texts = patternTexts({ patterns: [source] })
        const text = texts?.draw(ANY, randomAt(seed))
        const isFine = text === undefined ? texts?.isEmpty(ANY) : new RegExp(source, 'u').test(text)
        expect({ source, text, isFine }).toMatchObject({ isFine: true })
      }),
      { numRuns: 300 },
    )
  })
})

describe('catastrophes', () => {
  test.each(['^(a+)+$', '^(([a-z])+.)+[A-Z]([a-z])+$', '^(a|aa)+$', '^(.*,){11}P$', '^(\\w+\\s?)*$'])(
    '%s',
    (source) => {
      expect(matches(source, `${'a'.repeat(5000)}!!`)).toBe(false)
      for (const text of draws([source], { least: 30, most: 60 })) expect(matches(source, text ?? '')).toBe(true)
    },
  )

  test('a pattern with too many states is given up, not run', () => {
    expect(
      patternTexts({ patterns: ['(?:a|b)*a(?:a|b){18}$', '^(?:a|b)*b(?:a|b){17}$'] })?.draw(ANY, randomAt(1)),
    ).toSatisfy((text) => text === undefined || typeof text === 'string')
  })
})
