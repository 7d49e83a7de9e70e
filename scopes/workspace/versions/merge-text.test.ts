import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conflictLine, mergeText } from './merge-text.ts'

const labels = { ours: '0.0.1 modified', theirs: '0.0.2' }
const lines = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 })
  .map((all) => all.map((line) => `${line}\n`).join(''))

test('changes in different lines come together', () => {
  const base = '1\n2\n3\n4\n5\n'
  expect(mergeText({ base, ours: 'one\n2\n3\n4\n5\n', theirs: '1\n2\n3\n4\nfive' }, labels)).toEqual({
    text: 'one\n2\n3\n4\nfive',
    conflict: false,
  })
})

test('changes of the same lines are marked with the versions', () => {
  expect(mergeText({ base: 'a\nb\nc\n', ours: 'a\nX\nc\n', theirs: 'a\nY\nc\n' }, labels)).toEqual({
    text: 'a\n<<<<<<< 0.0.1 modified\nX\n=======\nY\n>>>>>>> 0.0.2\nc\n',
    conflict: true,
  })
})

describe('holds for all texts', () => {
  test('what one side left alone is the other side', () => {
    fc.assert(
      fc.property(lines, lines, (base, changed) => {
        expect(mergeText({ base, ours: changed, theirs: base }, labels)).toEqual({ text: changed, conflict: false })
        expect(mergeText({ base, ours: base, theirs: changed }, labels)).toEqual({ text: changed, conflict: false })
      }),
    )
  })

  test('the same change on both sides is no conflict', () => {
    fc.assert(
      fc.property(lines, lines, (base, changed) => {
        expect(mergeText({ base, ours: changed, theirs: changed }, labels).text).toBe(changed)
      }),
    )
  })

  test('which side is ours decides only the order within a conflict', () => {
    fc.assert(
      fc.property(lines, lines, lines, (base, ours, theirs) => {
        const one = mergeText({ base, ours, theirs }, labels)
        const other = mergeText({ base, ours: theirs, theirs: ours }, labels)
        expect(other.conflict).toBe(one.conflict)
        expect(one.conflict || other.text === one.text).toBe(true)
        expect(conflictLine(one.text) !== undefined).toBe(one.conflict)
      }),
    )
  })
})

test('a rule of equals signs is no conflict', () => {
  expect(conflictLine('Title\n=======\ntext\n')).toBeUndefined()
  expect(conflictLine('x\n<<<<<<< 0.0.1\na\n=======\nb\n>>>>>>> 0.0.2\n')).toBe(2)
})
