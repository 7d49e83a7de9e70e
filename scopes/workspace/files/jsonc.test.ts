import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyLine, parseJsonc } from './jsonc.ts'

const read = (text: string, strict?: true): unknown =>
  parseJsonc({ file: 'x.json', text, code: 'BAD', ...(strict === undefined ? {} : { strict }) })

test('any JSON, with comments and trailing commas strewn in', () => {
  const noise = fc.constantFrom('', ' ', '// "a": 1, }\n', '/* } , " */', '\n/** x\n */\n')
  fc.assert(
    fc.property(fc.jsonValue(), noise, noise, (value, before, after) => {
      const text = JSON.stringify(value, null, 2)
        .replaceAll(/\{\n/g, `{${before}\n`)
        .replaceAll(/([^,{[])\n(\s*[}\]])/g, `$1,${after}\n$2`)
      expect(read(`\uFEFF${before}${text}${after}`)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('strings keep what looks like a comment or a trailing comma', () => {
  const value = { a: 'http://x/*y*/', b: ',}', 'c\\"': '// no' }
  expect(read(`${JSON.stringify(value)} // end`)).toEqual(value)
})

test.each([
  ['{\n  "a": }', 2, 8],
  ['{\n  "a": 1\n  "b": 2 }', 3, 3],
  ['{ "a": 1', 1, 9],
  ['', 1, 1],
])('%j is refused where it is wrong', (text, line, column) => {
  let thrown: unknown
  try {
    read(text)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ code: 'BAD', location: { file: 'x.json', line, column } })
})

test('strict JSON has no comments', () => {
  expect(() => read('{} // x', true)).toThrow(expect.objectContaining({ code: 'BAD' }))
  expect(read('{}', true)).toEqual({})
})

test('a key is found where it stands furthest left', () => {
  expect(keyLine('{\n    "a": {\n        "b.c": 1\n    },\n    "b.c": {}\n}', 'b.c')).toBe(5)
  expect(keyLine('{}', 'x')).toBeUndefined()
})
