import { expect, test } from 'vitest'
import { parseVersionsFile } from './versions-file.ts'

test('lines of components with versions or levels, and a default', () => {
  const text = '# release 7\r\n\r\nacme.x/a: 2.0.0\n  acme.x/b/c :minor\nDEFAULT: patch\n'
  expect(parseVersionsFile(text, 'v.txt')).toEqual({
    components: new Map([
      ['acme.x/a', '2.0.0'],
      ['acme.x/b/c', 'minor'],
    ]),
    fallback: 'patch',
  })
  expect(parseVersionsFile('', 'v.txt')).toEqual({ components: new Map() })
})

test.each([
  ['a word alone', 'acme.x/a: 1.0.0\nacme.x/b\n', 2],
  ['what is no version', 'acme.x/a: v1\n', 1],
  ['a default without a version', 'DEFAULT:\n', 1],
  ['a component twice', 'acme.x/a: 1.0.0\n#\nacme.x/a: minor\n', 3],
])('%s is refused with its line', (_what, text, line) => {
  expect(() => parseVersionsFile(text, 'v.txt')).toThrow(
    expect.objectContaining({ code: 'INVALID_VERSIONS_FILE', location: { file: 'v.txt', line } }),
  )
})
