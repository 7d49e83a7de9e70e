import type { BitmapEntry } from '@tessera/workspace.files'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diff } from './diff.ts'
import { list } from './list.ts'
import { DEPRECATION, marksOf, REMOVE, withConfig, withoutConfig } from './marks.ts'
import { createRig, type Rig } from './rig.ts'
import { status } from './status.ts'
import { writeBitmap } from '@tessera/workspace.files'

let rig: Rig
beforeEach(() => {
  rig = createRig({ a: { 'index.ts': 'export const a = 1\n' } })
})
afterEach(() => rig.dispose())

async function mark(aspect: string, config: Readonly<Record<string, unknown>>): Promise<void> {
  const { workspace } = await rig.open()
  await writeBitmap(
    workspace,
    workspace.bitmap.entries.map((entry) => withConfig(entry, aspect, config)),
  )
}

test('a mark makes a component modified, and status and list tell of it', async () => {
  await rig.record('0.0.1', ['a'], { exported: true })
  await mark(REMOVE, { removed: true })
  const { workspace, scope, nodes } = await rig.open()
  expect(await status(workspace, scope, nodes)).toMatchObject({
    modifiedComponents: ['acme.x/a'],
    locallySoftRemoved: ['acme.x/a'],
    remotelySoftRemoved: [],
  })
  expect(await list(scope, nodes)).toMatchObject([{ removed: true, deprecated: false }])
  const [changes] = await diff(workspace, scope, nodes)
  expect(changes?.fieldsDiff).toMatchObject([{ fieldName: 'configuration' }])
  expect(changes?.fieldsDiff[0]?.diffOutput).toContain('+ teambit.component/remove {"removed":true}')
})

test('a deprecation tells its range and what to use instead', async () => {
  await mark(DEPRECATION, { deprecate: true, newId: 'acme.x/b' })
  const { scope, nodes } = await rig.open()
  expect(await list(scope, nodes)).toMatchObject([{ deprecated: true }])
})

test('marks are read as Bit writes them', () => {
  const version = (name: string, config: unknown): { readonly extensions: readonly unknown[] } => ({
    extensions: [
      { extensionId: { name: 'env' }, config: {} },
      { name, config, data: {} },
    ],
  })
  expect(marksOf(version(REMOVE, { removed: true }))).toEqual({ removed: true })
  expect(marksOf(version(REMOVE, { removed: false }))).toEqual({ removed: false })
  expect(marksOf(version(REMOVE, { removed: false, range: '<1', snaps: ['a', 1] }))).toEqual({
    removed: false,
    removedVersions: { range: '<1', snaps: ['a'] },
  })
  expect(marksOf(version(DEPRECATION, { deprecate: true, newId: '' }))).toEqual({ removed: false, deprecated: {} })
  expect(marksOf(version(DEPRECATION, { deprecate: false, range: '<2' }))).toEqual({
    removed: false,
    deprecated: { range: '<2' },
  })
  expect(marksOf(version(DEPRECATION, { deprecate: false }))).toEqual({ removed: false })
  expect(marksOf({ extensions: ['nonsense', { name: REMOVE }] })).toEqual({ removed: false })
})

test('configuration that is taken away leaves no trace of itself, and other configuration as it was', () => {
  const entry: BitmapEntry = { name: 'a', scope: '', version: '', mainFile: 'index.ts', rootDir: 'a' }
  expect(withoutConfig(withConfig(entry, REMOVE, { removed: true }), REMOVE)).toEqual(entry)
  const other = { ...entry, rest: { config: { 'teambit.envs/envs': { env: 'x' } }, localOnly: true } }
  expect(withoutConfig(withConfig(other, REMOVE, { removed: true }), REMOVE)).toEqual(other)
})
