import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, describe } from 'vitest'
import { log } from './log.ts'
import { abortMerge, merge, type MergeOptions, type MergeResult } from './merge.ts'
import { createRig, type Rig } from './rig.ts'
import { status, type StatusResult } from './status.ts'

const BASE = '1\n2\n3\n4\n5\n'

/** `a` was changed here (0.0.2) and elsewhere (0.0.3), both from 0.0.1. */
async function diverged(
  ours: Readonly<Record<string, string | null>>,
  theirs: Readonly<Record<string, string | null>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Rig> {
  const rig = createRig({ a: { 'index.ts': BASE, ...more } })
  onTestFinished(rig.dispose)
  await rig.record('0.0.1', ['a'], { exported: true })
  change(rig, theirs)
  await rig.record('0.0.3', ['a'], { elsewhere: '0.0.1' })
  for (const path of Object.keys(theirs)) change(rig, { [path]: path === 'index.ts' ? BASE : (more[path] ?? null) })
  change(rig, ours)
  await rig.record('0.0.2', ['a'])
  return rig
}

function change(rig: Rig, files: Readonly<Record<string, string | null>>): void {
  for (const [path, text] of Object.entries(files)) {
    if (text === null) rmSync(join(rig.root, 'components/a', path), { force: true })
    else rig.write({ [`components/a/${path}`]: text })
  }
}

async function mergeIn(rig: Rig, options: Partial<MergeOptions> = {}): Promise<MergeResult> {
  const { workspace, scope } = await rig.open()
  return merge(workspace, scope, { patterns: [], ...options })
}

async function statusOf(rig: Rig): Promise<StatusResult> {
  const { workspace, scope, nodes } = await rig.open()
  return status(workspace, scope, nodes)
}

function unmergedFile(rig: Rig): string {
  return join(rig.root, '.bit', 'unmerged.json')
}

test('brings both sides together, and says so until a snap', async () => {
  const rig = await diverged(
    { 'index.ts': 'one\n2\n3\n4\n5\n' },
    { 'index.ts': '1\n2\n3\n4\nfive\n', 'new.ts': 'export {}\n' },
  )
  expect((await statusOf(rig)).mergePendingComponents).toEqual(['acme.x/a'])
  const { components } = await mergeIn(rig)
  expect(components).toMatchObject([
    { id: 'acme.x/a', ours: '0.0.2', theirs: '0.0.3', base: '0.0.1', merged: [{ status: 'merged' }] },
  ])
  expect(rig.read('components/a/index.ts')).toBe('one\n2\n3\n4\nfive\n')
  expect(rig.read('components/a/new.ts')).toBe('export {}\n')
  expect(await statusOf(rig)).toMatchObject({
    componentsDuringMergeState: ['acme.x/a'],
    mergePendingComponents: [],
    modifiedComponents: ['acme.x/a'],
  })
  expect((await rig.open()).workspace.bitmap.entries[0]?.version).toBe('0.0.2')
})

test('is given up without a trace', async () => {
  const rig = await diverged({ 'index.ts': 'one\n' }, { 'index.ts': 'eins\n', 'new.ts': 'export {}\n' })
  const paths = (): readonly string[] => rig.paths('components/a').filter((path) => path !== 'package.json')
  const before = [paths(), rig.read('components/a/index.ts'), rig.read('.bitmap')]
  await mergeIn(rig, { resolve: 'manual' })
  expect(rig.read('components/a/index.ts')).toContain('<<<<<<< 0.0.2\none\n=======\neins\n>>>>>>> 0.0.3')
  const { workspace, scope } = await rig.open()
  expect((await abortMerge(workspace, scope, { patterns: [], dryRun: true })).components).toHaveLength(1)
  await abortMerge(workspace, scope, { patterns: [] })
  expect([paths(), rig.read('components/a/index.ts'), rig.read('.bitmap')]).toEqual(before)
  expect(existsSync(unmergedFile(rig))).toBe(false)
  await expect(abortMerge(workspace, scope, { patterns: [] })).rejects.toMatchObject({ code: 'NOTHING_TO_MERGE' })
})

describe('what cannot be merged', () => {
  const cases = [
    [
      'both changed',
      { 'index.ts': 'one\n' },
      { 'index.ts': 'eins\n' },
      'index.ts',
      'both sides changed the same lines',
    ],
    ['deleted here', { 'b.txt': null }, { 'b.txt': 'new\n' }, 'b.txt', 'deleted here, changed there'],
    ['deleted there', { 'b.txt': 'new\n' }, { 'b.txt': null }, 'b.txt', 'changed here, deleted there'],
    ['binary', { 'b.txt': '\0one' }, { 'b.txt': '\0two' }, 'b.txt', 'binary file, changed on both sides'],
  ] as const

  test.each(cases)('%s: is refused with each file, and nothing changes', async (_what, ours, theirs, path, message) => {
    const rig = await diverged(ours, theirs, { 'b.txt': 'old\n' })
    const before = rig.paths('.')
    await expect(mergeIn(rig)).rejects.toMatchObject({
      code: 'UNRESOLVED_CONFLICTS',
      diagnostics: [{ message: expect.stringContaining(message), location: { file: `components/a/${path}` } }],
    })
    expect(rig.paths('.')).toEqual(before)
  })

  test.each(cases)('%s: ours and theirs take whole files', async (_what, ours, theirs, path) => {
    const text = (side: Readonly<Record<string, string | null>>): string | null => side[path] ?? null
    for (const resolve of ['ours', 'theirs'] as const) {
      const rig = await diverged(ours, theirs, { 'b.txt': 'old\n' })
      await mergeIn(rig, { resolve })
      const file = join(rig.root, 'components/a', path)
      expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(text(resolve === 'ours' ? ours : theirs))
    }
  })

  test.each(cases.slice(1))('%s: manual keeps the changed file', async (_what, ours, theirs, path) => {
    const rig = await diverged(ours, theirs, { 'b.txt': 'old\n' })
    expect((await mergeIn(rig, { resolve: 'manual' })).components[0]?.merged).toMatchObject([{ status: 'manual' }])
    const side: Readonly<Record<string, string | null>> = ours
    const other: Readonly<Record<string, string | null>> = theirs
    expect(rig.read(`components/a/${path}`)).toBe(side[path] ?? other[path])
  })
})

test('is refused over changes that no version holds, and in the middle of another', async () => {
  const rig = await diverged({ 'index.ts': 'one\n2\n3\n4\n5\n' }, { 'new.ts': 'export {}\n' })
  rig.write({ 'components/a/index.ts': 'mine\n' })
  await expect(mergeIn(rig)).rejects.toMatchObject({ code: 'LOCAL_CHANGES' })
  rig.write({ 'components/a/index.ts': 'one\n2\n3\n4\n5\n' })
  await mergeIn(rig)
  await expect(mergeIn(rig, { patterns: ['a'] })).rejects.toMatchObject({ code: 'MERGE_IN_PROGRESS' })
  expect((await mergeIn(rig)).components).toEqual([])
})

test('keeps what Bit noted of other merges, and refuses what it cannot read', async () => {
  const rig = await diverged({ 'index.ts': 'one\n2\n3\n4\n5\n' }, { 'new.ts': 'export {}\n' })
  const other = { id: { scope: 'acme.y', name: 'z' }, head: 'a'.repeat(40), laneId: { name: 'main', scope: 'acme.y' } }
  writeFileSync(unmergedFile(rig), JSON.stringify([{ ...other, shouldSquash: true }]))
  await mergeIn(rig)
  expect(JSON.parse(readFileSync(unmergedFile(rig), 'utf8'))).toMatchObject([
    { ...other, shouldSquash: true },
    { id: { scope: 'acme.x', name: 'a' }, laneId: { name: 'main', scope: 'acme.x' } },
  ])
  writeFileSync(unmergedFile(rig), '{')
  await expect(statusOf(rig)).rejects.toMatchObject({ code: 'INVALID_SCOPE' })
})

test('the log shows no version before what was made on top of it', async () => {
  const rig = await diverged({ 'index.ts': 'one\n' }, { 'index.ts': 'eins\n' })
  await rig.record('snap', ['a'])
  const { scope, nodes } = await rig.open()
  const rows = await log(scope, { scope: 'acme.x', name: 'a' })
  expect(rows.map((row) => row.tag ?? 'snap')).toEqual(['snap', '0.0.2', '0.0.1'])
  expect(nodes).toHaveLength(1)
})
