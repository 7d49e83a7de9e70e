import { expect, test } from 'vitest'
import { parseBitmap } from './bitmap-parse.ts'
import { writeBitmap } from './bitmap.ts'
import { parseConfig } from './config.ts'
import type { Workspace } from './types.ts'

const entry = (rootDir: string, more: object = {}): object => ({
  files: [{ relativePath: 'index.ts', test: false, name: 'index.ts' }],
  ...{ mainFile: 'index.ts', rootDir, origin: 'AUTHORED', exported: false, lanes: [], ...more },
})
const written = (entries: Record<string, object>): string =>
  `/* THIS IS A BIT-AUTO-GENERATED FILE. */\n\n${JSON.stringify({ ...entries, version: '14.8.9-dev.9' })}`

test('what Bit 14 wrote is read: new, tagged, exported and imported components', () => {
  const bitmap = parseBitmap(
    written({
      a: entry('components/a'),
      'b@1.0.0': entry('components/b'),
      'acme.chain/c@1.0.1': entry('components/c', { exported: true }),
      'acme.other/ui/d@2.0.0': entry('components/d', { origin: 'IMPORTED', exported: true }),
      'acme.other/e@2.0.0': entry('components/.dependencies/e', { origin: 'NESTED', exported: true }),
    }),
  )
  expect(bitmap.writtenBy).toBe('14.8.9-dev.9')
  expect(bitmap.entries.map(({ scope, name, version, rootDir }) => [scope, name, version, rootDir])).toEqual([
    ['', 'a', '', 'components/a'],
    ['', 'b', '1.0.0', 'components/b'],
    ['acme.chain', 'c', '1.0.1', 'components/c'],
    ['acme.other', 'ui/d', '2.0.0', 'components/d'],
  ])
})

test.each([
  ['an id that is none', { 'Acme!': entry('components/a') }, 'entry "Acme!" has an id that is none'],
  ['a version that is none', { 'a@one': entry('components/a') }, 'has "one", which is no version'],
  ['no folder', { a: { mainFile: 'index.ts' } }, 'has no "mainFile" or "rootDir"'],
])('%s is refused by name', (_, entries, message) => {
  expect(() => parseBitmap(written(entries))).toThrow(message)
})

test('it is not written: the bit that made it could not read it any more', async () => {
  const bitmap = parseBitmap(written({ a: entry('components/a') }))
  const workspace = { root: '/nowhere', bitmap } as unknown as Workspace
  await expect(writeBitmap(workspace, bitmap.entries)).rejects.toMatchObject({ code: 'OLD_BITMAP' })
})

test('the settings of its workspace are found under their old names', () => {
  const text = JSON.stringify({
    'teambit.bit/workspace': { name: 'w', defaultScope: 'acme.chain', defaultDirectory: 'components' },
    'teambit.bit/dependency-resolver': { policy: { dependencies: { zod: '4.0.0' } } },
  })
  expect(parseConfig(text)).toMatchObject({
    defaultScope: 'acme.chain',
    defaultDirectory: 'components/{name}',
    policy: { dependencies: { zod: '4.0.0' } },
  })
})
