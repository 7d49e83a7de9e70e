import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { objectPath } from '@tessera/scope.objects'
import { writeBitmap } from '@tessera/workspace.files'
import { describe, expect, onTestFinished, test } from 'vitest'
import { list, listScope } from './list.ts'
import { log } from './log.ts'
import { createRig } from './rig.ts'
import type { Rig } from './rig.ts'
import { show } from './show.ts'
import { status } from './status.ts'
import type { StatusResult } from './status.ts'

function rigOf(components: Parameters<typeof createRig>[0]): Rig {
  const rig = createRig(components)
  onTestFinished(rig.dispose)
  return rig
}

const two = { a: { 'index.ts': "import '@acme/x.b'\n" }, b: { 'index.ts': 'export const b = 1\n' } }

async function statusOf(rig: Rig): Promise<StatusResult> {
  const { workspace, scope, nodes } = await rig.open()
  return status(workspace, scope, nodes)
}

const nothing: StatusResult = {
  ...{ newComponents: [], modifiedComponents: [], stagedComponents: [], unavailableOnMain: [] },
  ...{ componentsWithIssues: [], importPendingComponents: [], autoTagPendingComponents: [], invalidComponents: [] },
  ...{ locallySoftRemoved: [], remotelySoftRemoved: [], outdatedComponents: [], mergePendingComponents: [] },
  ...{ componentsDuringMergeState: [], softTaggedComponents: [], snappedComponents: [], localOnly: [] },
  ...{ pendingUpdatesFromMain: [], updatesFromForked: [], currentLaneId: 'acme.x/main', workspaceIssues: [] },
  pendingUpdateDependents: [],
}

describe('status', () => {
  test('of new components', async () => {
    expect(await statusOf(rigOf(two))).toEqual({ ...nothing, newComponents: ['acme.x/a', 'acme.x/b'] })
  })

  test('of recorded ones: staged until the remote has them', async () => {
    const rig = rigOf(two)
    await rig.record('0.0.1', ['b'])
    await rig.record('0.0.1', ['a'])
    await rig.record('0.0.2', ['b'])
    await rig.record('0.0.2', ['a'])
    const staged = ['a', 'b'].map((name) => ({ id: `acme.x/${name}`, versions: ['0.0.1', '0.0.2'] }))
    expect(await statusOf(rig)).toEqual({ ...nothing, stagedComponents: staged })
    const { scope } = await rig.open()
    const heads = (await scope.listComponents()).map(
      (each) => [`acme.x/${each.name}`, each.versions['0.0.1'] ?? ''] as const,
    )
    await scope.setRemoteHeads('acme.x', new Map(heads))
    expect((await statusOf(rig)).stagedComponents).toEqual(staged.map(({ id }) => ({ id, versions: ['0.0.2'] })))
  })

  test.each([
    ['a changed file', { 'components/b/index.ts': 'export const b = 2\n' }],
    ['a file more', { 'components/b/more.ts': 'export {}\n' }],
    ['an import more', { 'components/b/index.ts': "import 'picomatch'\nexport const b = 1\n" }],
  ])('of a component modified by %s, and of what depends on it', async (_what, files) => {
    const rig = rigOf(two)
    await rig.record('0.0.1', ['b'], { exported: true })
    await rig.record('0.0.1', ['a'], { exported: true })
    rig.write(files)
    expect(await statusOf(rig)).toMatchObject({
      modifiedComponents: ['acme.x/b'],
      autoTagPendingComponents: ['acme.x/a'],
      stagedComponents: [],
    })
  })

  test('a dependency at another version makes a component modified; line ends and output do not', async () => {
    const rig = rigOf(two)
    await rig.record('0.0.1', ['b'])
    await rig.record('0.0.1', ['a'])
    rig.write({ 'components/b/index.ts': 'export const b = 1\r\n', 'components/b/dist/index.js': '' })
    expect((await statusOf(rig)).modifiedComponents).toEqual([])
    await rig.record('0.0.2', ['b'])
    expect((await statusOf(rig)).modifiedComponents).toEqual(['acme.x/a'])
  })

  test('of a fresh clone, whose scope is empty', async () => {
    const rig = rigOf(two)
    await rig.record('0.0.1', ['b'], { exported: true })
    await rig.record('0.0.1', ['a'])
    rmSync(join(rig.root, '.bit'), { recursive: true })
    expect(await statusOf(rig)).toEqual({ ...nothing, importPendingComponents: ['acme.x/a', 'acme.x/b'] })
  })

  test('of components behind their newest version', async () => {
    const rig = rigOf(two)
    await rig.record('0.0.1', ['b'], { exported: true })
    const { workspace } = await rig.open()
    await rig.record('0.1.0', ['b'], { exported: true })
    await writeBitmap(workspace, workspace.bitmap.entries)
    expect((await statusOf(rig)).outdatedComponents).toEqual([{ id: 'acme.x/b', headVersion: '0.1.0' }])
  })

  test('of histories that went two ways', async () => {
    const rig = rigOf(two)
    await rig.record('0.0.1', ['b'], { exported: true })
    await rig.record('0.0.2', ['b'])
    const { scope } = await rig.open()
    await scope.setRemoteHeads('acme.x', new Map([['acme.x/b', 'f'.repeat(40)]]))
    expect(await statusOf(rig)).toMatchObject({
      mergePendingComponents: ['acme.x/b'],
      outdatedComponents: [],
      stagedComponents: [{ id: 'acme.x/b', versions: ['0.0.2'] }],
    })
  })

  test('of issues, in components and consumers', async () => {
    const rig = rigOf({ ...two, c: { 'index.ts': "import '../b/index.ts'\n" } })
    rig.write({
      'consumers/shop/package.json': '{ "name": "shop" }',
      'consumers/shop/index.ts': "import '../../components/b/index.ts'\n",
    })
    const result = await statusOf(rig)
    expect(result.componentsWithIssues).toEqual([
      {
        id: 'acme.x/c',
        issues: [{ type: 'RELATIVE_IMPORT', description: expect.any(String), data: 'components/c/index.ts:1:8' }],
      },
    ])
    expect(result.workspaceIssues).toEqual([expect.stringMatching(/^consumers\/shop\/index\.ts:1:8 /)])
  })

  test('of a cycle, which is an issue of each member', async () => {
    const rig = rigOf({
      a: two.a,
      b: { 'index.ts': "import '@acme/x.a'\n" },
      c: { 'index.ts': "import '@acme/x.a'\n" },
    })
    const issues = [
      {
        type: 'CIRCULAR_DEPENDENCY',
        description: 'these components depend on each other: acme.x/a, acme.x/b',
        data: 'acme.x/a, acme.x/b',
      },
    ]
    expect((await statusOf(rig)).componentsWithIssues).toEqual([
      { id: 'acme.x/a', issues },
      { id: 'acme.x/b', issues },
    ])
  })

  test('of a component whose objects are damaged: the others are told all the same', async () => {
    const rig = rigOf(two)
    await rig.record('0.0.1', ['b'])
    const { scope } = await rig.open()
    const head = (await scope.readComponent({ scope: 'acme.x', name: 'b' }))?.head ?? ''
    writeFileSync(join(scope.path, 'objects', objectPath(head)), 'no object')
    expect(await statusOf(rig)).toMatchObject({
      newComponents: ['acme.x/a'],
      invalidComponents: [{ id: 'acme.x/b', error: { name: 'CORRUPT_OBJECT', message: expect.any(String) } }],
    })
  })
})

test('list has the versions here, in the scope and on the remote', async () => {
  const rig = rigOf({ ...two, c: { 'index.ts': '' } })
  await rig.record('0.0.1', ['b'], { exported: true })
  await rig.record('0.0.2', ['b'])
  await rig.record('1.0.0', ['a'])
  const { scope, nodes } = await rig.open()
  const row = { deprecated: false, removed: false }
  expect(await list(scope, nodes)).toEqual([
    { ...row, id: 'acme.x/a', localVersion: '1.0.0', currentVersion: '1.0.0', remoteVersion: 'N/A' },
    { ...row, id: 'acme.x/b', localVersion: '0.0.2', currentVersion: '0.0.2', remoteVersion: '0.0.1' },
    { ...row, id: 'acme.x/c', localVersion: '<new>', currentVersion: 'N/A', remoteVersion: 'N/A' },
  ])
  expect((await listScope(scope)).map(({ id, localVersion }) => [id, localVersion])).toEqual([
    ['acme.x/a', '1.0.0'],
    ['acme.x/b', '0.0.2'],
  ])
})

test('show has the fragments of Bit', async () => {
  const rig = rigOf(two)
  await rig.record('0.0.1', ['b'])
  const { scope, nodes } = await rig.open()
  const a = nodes.find((node) => node.key === 'acme.x/a')
  const fragments = a?.kind === 'component' ? await show(scope, a) : []
  expect(Object.fromEntries(fragments.map(({ title, json }) => [title, json]))).toEqual({
    ...{ id: 'acme.x/a', scope: 'acme.x', name: 'a', 'package name': '@acme/x.a' },
    ...{ 'main file': 'index.ts', 'root dir': 'components/a', files: ['index.ts'], 'dev files': [], versions: [] },
    dependencies: [
      {
        ...{ id: 'acme.x/b@0.0.1', version: '0.0.1', __type: 'component', lifecycle: 'runtime', source: 'auto' },
        packageName: '@acme/x.b',
      },
    ],
    ...{ 'dev dependencies': [], 'peer dependencies': [] },
  })
})

describe('log', () => {
  test('is newest first, with what each version says of itself', async () => {
    const rig = rigOf(two)
    for (const version of ['0.0.1', '0.0.2', '1.0.0']) await rig.record(version, ['b'])
    const { scope } = await rig.open()
    const rows = await log(scope, { scope: 'acme.x', name: 'b' })
    expect(rows.map((row) => row.tag)).toEqual(['1.0.0', '0.0.2', '0.0.1'])
    expect(rows[0]).toEqual({
      ...{
        message: 'b 1.0.0',
        username: 'Ana',
        email: 'ana@acme.dev',
        tag: '1.0.0',
        date: expect.stringMatching(/^\d+$/),
      },
      ...{ hash: expect.stringMatching(/^[0-9a-f]{40}$/), parents: [rows[1]?.hash] },
    })
    expect(rows[2]?.parents).toEqual([])
  })

  test('of what the scope does not have ends with NO_BASELINE', async () => {
    const { scope } = await rigOf(two).open()
    await expect(log(scope, { scope: 'acme.x', name: 'a' })).rejects.toMatchObject({ code: 'NO_BASELINE' })
  })
})
