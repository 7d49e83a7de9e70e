import { expect, test } from 'vitest'
import { RecentIds } from './recent-ids.ts'

test('an id is known for its time, and as long as not too many came after it', () => {
  const recent = new RecentIds(100, 3)
  recent.add('a', 0)
  expect([recent.has('a', 99), recent.has('a', 100)]).toEqual([true, false])
  for (const [index, id] of ['b', 'c', 'd'].entries()) recent.add(id, index)
  expect(['a', 'b', 'c', 'd'].map((id) => recent.has(id, 3))).toEqual([false, true, true, true])
})

test('an id that comes again is new again', () => {
  const recent = new RecentIds(100, 2)
  for (const id of ['a', 'b', 'a', 'c']) recent.add(id, 0)
  expect(['a', 'b', 'c'].map((id) => recent.has(id, 0))).toEqual([true, false, true])
})

test('without a window nothing is known', () => {
  const recent = new RecentIds(0, 10)
  recent.add('a', 0)
  expect(recent.has('a', 0)).toBe(false)
})
