import fc from 'fast-check'
import { inc, satisfies } from 'semver'
import { expect, test } from 'vitest'
import { compatibleRange, dependencyRange, distTag, isRange } from './ranges.ts'

const version = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => parts.join('.'))

test.each([
  ['a contract or a part takes what is compatible', '1.2.3', true, undefined, '^1.2.3'],
  ['below 1.0.0 a minor may break', '0.2.3', true, undefined, '~0.2.3'],
  ['versions of others promise nothing', '1.2.3', false, undefined, '1.2.3'],
  ['nor does a pre-release', '2.0.0-beta.1', true, undefined, '2.0.0-beta.1'],
  ['what was recorded counts', '1.2.3', false, '^1.0.0', '^1.0.0'],
  ['unless it leaves out what was built with', '1.2.3', true, '^2.0.0', '^1.2.3'],
  ['or says nothing', '1.2.3', true, '*', '^1.2.3'],
])('%s', (_what, of, ofContract, recorded, range) => {
  expect(dependencyRange({ version: of, ofContract, recorded })).toBe(range)
})

test('a range takes the version itself, patches of it, and no breaking one', () => {
  fc.assert(
    fc.property(version, (of) => {
      const range = compatibleRange(of)
      expect(satisfies(of, range)).toBe(true)
      expect(satisfies(inc(of, 'patch') as string, range)).toBe(true)
      expect(satisfies(inc(of, 'major') as string, range)).toBe(false)
      expect(satisfies(inc(of, 'minor') as string, range)).toBe(!of.startsWith('0.'))
    }),
  )
})

test.each([
  ['1.0.0', [], 'latest'],
  ['1.1.0', ['1.0.0', '2.0.0-beta.1'], 'latest'],
  ['1.1.0', ['1.0.0', '2.0.0'], 'release-1.x'],
  ['0.2.1', ['0.2.0', '0.3.0'], 'release-0.2.x'],
  ['2.0.0-beta.1', ['1.0.0'], 'beta'],
  ['2.0.0-0', ['1.0.0'], 'next'],
])('%s beside %j is %s', (of, known, tag) => {
  expect(distTag(of, known)).toBe(tag)
})

test('no dist-tag reads like a version', () => {
  fc.assert(
    fc.property(version, fc.array(version), (of, known) => {
      expect(isRange(distTag(of, known))).toBe(false)
    }),
  )
})
