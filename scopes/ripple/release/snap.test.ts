import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { componentKey, isSnap } from '@tessera/core.model'
import { versionHash } from '@tessera/scope.objects'
import { merge, reset } from '@tessera/workspace.versions'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chain, createRig, importing, type Rig } from './rig.ts'
import { snap } from './tag.ts'
import type { TagOptions } from './plan-tag.ts'
import type { TagResult } from './tag.ts'

function rigOf(components: Parameters<typeof createRig>[0]): Rig {
  const rig = createRig(components)
  onTestFinished(rig.dispose)
  return rig
}

const snapIn = (rig: Rig, options: TagOptions = {}): Promise<TagResult> => rig.tag({ ...options, kind: 'snap' })

describe('snap', () => {
  test('moves the head and .bitmap to a hash, the tags stay as they are', async () => {
    const rig = rigOf(chain(1))
    await rig.tag()
    rig.write({ 'components/comp1/index.ts': 'export const own = 2\n' })
    const { tags } = await snapIn(rig, { message: 'half way' })
    const [own = { version: '', id: '' }] = tags
    expect(tags).toMatchObject([{ action: 'snapped', id: `acme.x/comp1@${own.version}`, from: '0.0.1' }])
    const component = await rig.component('acme.x/comp1')
    expect(component).toMatchObject({ head: own.version, versions: { '0.0.1': expect.any(String) } })
    expect(Object.keys(component.versions)).toEqual(['0.0.1'])
    expect(await rig.versions()).toEqual({ comp1: own.version })
    const { scope } = await rig.open()
    const version = await scope.readVersion(own.version)
    expect(version).toMatchObject({ log: { message: 'half way' }, parents: [component.versions['0.0.1']] })
    expect(versionHash(version)).toBe(own.version)
    expect(await rig.status()).toMatchObject({
      modifiedComponents: [],
      snappedComponents: ['acme.x/comp1'],
      stagedComponents: [{ id: 'acme.x/comp1', versions: ['0.0.1', own.version] }],
    })
  })

  test('of a dependency takes dependents along, each with the hash of what it depends on', async () => {
    const rig = rigOf(chain(3))
    await rig.tag()
    rig.write({ 'components/comp3/index.ts': 'export const own = 2\n' })
    const { tags } = await snapIn(rig)
    expect(tags.map(({ key, action }) => [key, action])).toEqual([
      ['acme.x/comp3', 'snapped'],
      ['acme.x/comp2', 'auto-snapped'],
      ['acme.x/comp1', 'auto-snapped'],
    ])
    const [third, second, first] = tags.map(({ version }) => version) as [string, string, string]
    const { scope } = await rig.open()
    const ids = (all: readonly { version?: string }[]): unknown[] => all.map(({ version }) => version)
    const top = await scope.readVersion(first)
    expect(ids(top.dependencies.map(({ id }) => id))).toEqual([second])
    expect(ids(top.flattenedDependencies).toSorted()).toEqual([second, third].toSorted())
    expect((await rig.status()).modifiedComponents).toEqual([])
    expect((await snapIn(rig)).tags).toEqual([])
  })

  test('leaves dependents alone on demand', async () => {
    const rig = rigOf(chain(2))
    await rig.tag()
    rig.write({ 'components/comp2/index.ts': 'export const own = 2\n' })
    expect((await snapIn(rig, { skipAutoTag: true })).tags.map(({ key }) => key)).toEqual(['acme.x/comp2'])
    expect(await rig.versions()).toMatchObject({ comp1: '0.0.1' })
  })

  test('of a cycle names each member by the hash that the others have', async () => {
    const rig = rigOf({ a: { 'index.ts': importing(['b']) }, b: { 'index.ts': importing(['a']) } })
    const { tags } = await snapIn(rig, { ignoreIssues: true })
    const versions = await rig.versions()
    expect(tags.map(({ version }) => isSnap(version))).toEqual([true, true])
    const { scope } = await rig.open()
    const a = await scope.readVersion(versions['a'] as string)
    expect(a.dependencies.map(({ id }) => [componentKey(id), id.version])).toEqual([['acme.x/b', versions['b']]])
    expect((await rig.status()).modifiedComponents).toEqual([])
  })

  test('planned only, has no hash yet and writes nothing', async () => {
    const rig = rigOf(chain(2))
    await rig.open()
    const before = rig.snapshot()
    expect((await snapIn(rig, { dryRun: true })).tags).toMatchObject([
      { id: 'acme.x/comp2', version: '' },
      { id: 'acme.x/comp1', version: '' },
    ])
    expect(rig.snapshot()).toEqual(before)
  })

  test('is tagged by the next tag, though nothing changed, and then no more', async () => {
    const rig = rigOf(chain(2))
    await rig.tag({ version: '1.0.0' })
    rig.write({ 'components/comp2/index.ts': 'export const own = 2\n' })
    const { tags } = await snapIn(rig)
    const tagged = await rig.tag({ snapped: true, level: 'minor' })
    expect(tagged.tags).toMatchObject([
      { id: 'acme.x/comp2@1.1.0', reason: 'snapped before' },
      { id: 'acme.x/comp1@1.1.0', reason: 'snapped before' },
    ])
    expect((await rig.version('acme.x/comp2@1.1.0')).parents).toEqual([tags[0]?.version])
    expect((await rig.tag()).tags).toEqual([])
  })
})

describe('reset of snaps', () => {
  test('drops the newest, then all, and the component is where it was', async () => {
    const rig = rigOf(chain(1))
    await rig.tag()
    const made: string[] = []
    for (const text of ['2', '3']) {
      rig.write({ 'components/comp1/index.ts': `export const own = ${text}\n` })
      made.push((await snapIn(rig)).tags[0]?.version as string)
    }
    const resetIn = async (head: boolean) => {
      const { workspace, scope } = await rig.open()
      return (await reset(workspace, scope, { patterns: ['comp1'], head })).components
    }
    expect(await resetIn(true)).toMatchObject([{ versions: [made[1]], to: made[0] }])
    expect(await rig.versions()).toEqual({ comp1: made[0] })
    expect((await rig.component('acme.x/comp1')).head).toBe(made[0])
    expect(await resetIn(true)).toMatchObject([{ versions: [made[0]], to: '0.0.1' }])
    expect(await rig.versions()).toEqual({ comp1: '0.0.1' })
    expect((await resetIn(false))[0]).toMatchObject({ versions: ['0.0.1'] })
    expect(await rig.versions()).toEqual({ comp1: '' })
    expect((await rig.status()).newComponents).toEqual(['acme.x/comp1'])
  })
})

test('a snap ends a merge: it comes after both, and nothing is being merged any more', async () => {
  const rig = rigOf({ a: { 'index.ts': '1\n2\n3\n4\n5\n' } })
  await rig.tag()
  const { version: base } = { version: (await rig.component('acme.x/a')).versions['0.0.1'] as string }
  rig.write({ 'components/a/index.ts': '1\n2\n3\n4\nfive\n' })
  const [theirs] = (await snapIn(rig)).tags
  const { workspace, scope } = await rig.open()
  await scope.setRemoteHeads('acme.x', new Map([['acme.x/a', theirs?.version as string]]))
  const component = await rig.component('acme.x/a')
  await scope.write({ sources: [], versions: [], components: [{ ...component, head: base }] })
  const text = rig.snapshot().get('.bitmap') as string
  writeFileSync(join(rig.root, '.bitmap'), text.replace(theirs?.version as string, '0.0.1'))
  rig.write({ 'components/a/index.ts': 'one\n2\n3\n4\n5\n' })
  const [ours] = (await snapIn(rig)).tags
  const session = await rig.open()
  await merge(session.workspace, session.scope, { patterns: [] })
  expect(existsSync(join(scope.path, 'unmerged.json'))).toBe(true)
  const context = { ...(await rig.open()), emit: () => undefined, build: async () => ({ ok: true, diagnostics: [] }) }
  const [merged] = (await snap(context, { unmerged: true })).tags
  expect(merged).toMatchObject({ reason: 'merged', action: 'snapped' })
  expect((await scope.readVersion(merged?.version as string)).parents).toEqual([ours?.version, theirs?.version])
  expect(existsSync(join(scope.path, 'unmerged.json'))).toBe(false)
  expect(await rig.status()).toMatchObject({ componentsDuringMergeState: [], mergePendingComponents: [] })
  expect(workspace.root).toBe(rig.root)
})

test('a merge does not end with its markers in the files', async () => {
  const rig = rigOf(chain(1))
  await rig.tag()
  const { scope } = await rig.open()
  const head = (await rig.component('acme.x/comp1')).head as string
  writeFileSync(
    join(scope.path, 'unmerged.json'),
    JSON.stringify([{ id: { scope: 'acme.x', name: 'comp1' }, head: 'a'.repeat(40) }]),
  )
  rig.write({ 'components/comp1/notes.md': '# x\n<<<<<<< 0.0.1\na\n=======\nb\n>>>>>>> 0.0.2\n' })
  await expect(rig.tag()).rejects.toMatchObject({
    code: 'UNRESOLVED_CONFLICTS',
    location: { file: 'components/comp1/notes.md', line: 2 },
  })
  expect((await rig.component('acme.x/comp1')).head).toBe(head)
})

describe('a soft tag', () => {
  test('notes levels, makes nothing, and is made or forgotten later', async () => {
    const rig = rigOf(chain(2))
    await rig.tag({ version: '1.0.0' })
    rig.write({ 'components/comp2/index.ts': 'export const own = 2\n' })
    const author = { username: 'Ana', email: 'ana@acme.dev' }
    await rig.tag({ soft: true, level: 'minor', message: 'a note' }, { author })
    expect(rig.builds).toHaveLength(1)
    const noted = (await rig.open()).workspace.bitmap.entries.map(({ name, rest }) => [name, rest?.['nextVersion']])
    expect(noted).toEqual([
      ['comp1', { version: 'patch', message: 'a note (bump dependencies versions)', ...author }],
      ['comp2', { version: 'minor', message: 'a note', ...author }],
    ])
    expect(await rig.status()).toMatchObject({ softTaggedComponents: ['acme.x/comp1', 'acme.x/comp2'] })
    expect((await rig.tag({ persist: true })).tags.map(({ id }) => id)).toEqual([
      'acme.x/comp2@1.1.0',
      'acme.x/comp1@1.0.1',
    ])
    expect((await rig.version('acme.x/comp2@1.1.0')).log).toMatchObject({ message: 'a note', ...author })
    expect((await rig.status()).softTaggedComponents).toEqual([])

    rig.write({ 'components/comp2/index.ts': 'export const own = 3\n' })
    await rig.tag({ soft: true, version: '3.0.0' })
    const { workspace, scope } = await rig.open()
    const { components } = await reset(workspace, scope, { patterns: [], all: true, soft: true })
    expect(components.map(({ id, versions }) => [id, versions])).toEqual([
      ['acme.x/comp1', ['patch']],
      ['acme.x/comp2', ['3.0.0']],
    ])
    expect((await rig.tag({ persist: true })).tags).toEqual([])
  })
})
