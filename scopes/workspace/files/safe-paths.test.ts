import { describe, expect, it } from 'vitest'
import { assertSafePaths } from './safe-paths.ts'

const id = { scope: 'acme.orders', name: 'client', version: '0.1.0' }

describe('assertSafePaths', () => {
  it.each([
    ['../escape.ts', 'has the segment ".."'],
    ['a/../../escape.ts', 'has the segment ".."'],
    ['/etc/passwd', 'is absolute'],
    ['C:/windows/x', 'is absolute'],
    ['a\\..\\b', 'holds a character'],
    ['nul\0byte', 'holds a character'],
    ['stream:alternate', 'holds a character'],
    ['', 'is empty'],
    ['a//b', 'has the segment ""'],
    ['./a', 'has the segment "."'],
    ['docs/CON', 'a device on Windows'],
    ['lpt1.txt', 'a device on Windows'],
    ['trailing.', 'ends in a dot'],
    ['.git/hooks/post-checkout', 'writes into .git'],
    ['sub/.GIT/config', 'writes into .GIT'],
    ['node_modules/x/index.js', 'writes into node_modules'],
    ['x'.repeat(5000), 'is longer than'],
  ])('refuses %j by name', (path, why) => {
    expect(() => assertSafePaths(id, ['index.ts', path])).toThrow(
      expect.objectContaining({ code: 'UNSAFE_PATH', message: expect.stringContaining(why) }),
    )
    expect(() => assertSafePaths(id, [path])).toThrow(/^acme\.orders\/client@0\.1\.0 names the file/)
  })

  it.each([
    [['a.ts', 'A.ts']],
    [['src/a.ts', 'SRC/a.ts']],
    [['\u00e9.ts', 'e\u0301.ts']],
    [['a', 'a/b.ts']],
    [['a/b/c', 'A/B']],
  ])('refuses %j, which clash somewhere', (paths) => {
    expect(() => assertSafePaths(id, paths)).toThrow(expect.objectContaining({ code: 'UNSAFE_PATH' }))
  })

  it('lets ordinary names through', () => {
    const paths = ['index.ts', 'src/日本.ts', '.npmignore', 'a b/c.d.ts', 'console.ts', 'com.ts', 'x..y.ts']
    expect(() => assertSafePaths(id, paths)).not.toThrow()
  })
})
