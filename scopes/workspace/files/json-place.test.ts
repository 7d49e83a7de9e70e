import { expect, test } from 'vitest'
import { jsonPlace } from './index.ts'

const TEXT = `{
  "a/b": { "c": [1,
    { "d": 2 }] },
  "__proto__": 5
}`

test.each([
  ['', 1, 1],
  ['/a~1b', 2, 3],
  ['/a~1b/c', 2, 12],
  ['/a~1b/c/0', 2, 18],
  ['/a~1b/c/1/d', 3, 7],
  ['/a~1b/c/7', 2, 12],
  ['/a~1b/x/y', 2, 3],
  ['/__proto__', 4, 3],
  ['/nowhere', 1, 1],
])('%s is at %i:%i', (pointer, line, column) => expect(jsonPlace(TEXT, pointer)).toEqual({ line, column }))

test('broken text breaks where it does', () => {
  expect(jsonPlace('{\n  "a": 1,\n  "b" 2\n}', '/a')).toEqual({ line: 3, column: 7 })
})
