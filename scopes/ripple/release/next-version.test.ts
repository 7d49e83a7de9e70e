import fc from 'fast-check'
import { gt, inc, parse } from 'semver'
import { describe, expect, test } from 'vitest'
import { nextVersion, TAG_LEVELS, type VersionWish } from './next-version.ts'
import type { TagCandidate } from './plan-tag.ts'

function candidate(...versions: readonly string[]): TagCandidate {
  return {
    component: {
      ...{ kind: 'component', key: 'acme.x/a', id: { scope: 'acme.x', name: 'a' }, packageName: '@acme/x.a' },
      ...{ rootDir: 'a', files: [], issues: [], exported: false, mainFile: 'index.ts' },
      dependencies: { components: [], devComponents: [], packages: {}, devPackages: {}, peerPackages: {} },
    },
    ...{ state: 'modified', versions },
  }
}

test.each<[string, VersionWish, string]>([
  ['1.0.0', {}, '1.0.1'],
  ['1.0.0', { incrementBy: 3 }, '1.0.3'],
  ['1.0.0', { level: 'minor', incrementBy: 2 }, '1.2.0'],
  ['1.0.0', { level: 'prerelease' }, '1.0.1-0'],
  ['1.0.0', { level: 'prerelease', preReleaseId: 'beta' }, '1.0.1-beta.0'],
  ['1.0.0', { level: 'prerelease', preReleaseId: 'beta', incrementBy: 2 }, '1.0.1-beta.1'],
  ['1.0.1-beta.0', { level: 'prerelease', preReleaseId: 'beta' }, '1.0.1-beta.1'],
  ['1.0.1-beta.0', { level: 'prerelease', preReleaseId: 'rc' }, '1.0.1-rc.0'],
  ['1.0.1-beta.3', {}, '1.0.1'],
  ['1.0.0', { level: 'preminor', preReleaseId: 'dev' }, '1.1.0-dev.0'],
  ['1.0.0', { level: 'premajor' }, '2.0.0-0'],
])('%s with %j is followed by %s', (version, wish, next) => {
  expect(nextVersion(candidate(version), wish)).toBe(next)
})

describe('holds for all', () => {
  const version = fc
    .tuple(fc.nat(5), fc.nat(5), fc.nat(5), fc.option(fc.tuple(fc.constantFrom('alpha', 'beta'), fc.nat(3))))
    .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre === null ? '' : `-${pre.join('.')}`}`)
  const level = fc.constantFrom(undefined, ...TAG_LEVELS)

  test('a version comes after the highest there is, and is what semver says of a level raised so often', () => {
    fc.assert(
      fc.property(version, level, fc.integer({ min: 1, max: 3 }), (from, wished, incrementBy) => {
        const next = nextVersion(candidate(from), { level: wished, incrementBy })
        expect(parse(next)).not.toBeNull()
        expect(gt(next, from)).toBe(true)
        const raise = wished === 'prerelease' || wished === undefined ? undefined : wished
        let expected = from
        for (let round = 0; round < incrementBy; round++) expected = inc(expected, raise ?? 'patch') as string
        expect(raise === undefined || next === expected).toBe(true)
      }),
    )
  })
})
