import { expect, test } from 'vitest'
import { isOlder } from './version.ts'

test.each([
  [1, 2, true],
  [2, 2, false],
  [3, 2, false],
  ['9', '10', true],
  ['9007199254740993', '9007199254740992', false],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
  ['2026-01-01T01:00:00+01:00', '2026-01-01T00:00:01Z', true],
  ['a1b2', 'c3d4', false],
  [undefined, 2, false],
  [1, '2', false],
])('%j is older than %j: %j', (version, other, older) => {
  expect(isOlder(version, other)).toBe(older)
})
