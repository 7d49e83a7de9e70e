import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scope } from '@tessera/scope.store'
import { expect, onTestFinished, describe, test } from 'vitest'
import { packageVersion } from '@tessera/core.model'
import { createRig } from './rig.ts'
import type { Rig } from './rig.ts'
import { reset } from './reset.ts'
import type { ResetOptions, ResetResult } from './reset.ts'
import { withLocalDependents } from './reset-guard.ts'
import { status } from './status.ts'

/** b <- a */
function rigOf(): Rig {
  const rig = createRig({
    a: { 'index.ts': "import { b } from '@acme/x.b'\nexport const a = b\n" },
    b: { 'index.ts': 'export const b = 1\n' },
  })
  onTestFinished(rig.dispose)
  return rig
}

async function resetIn(rig: Rig, patterns: readonly string[], more: Partial<ResetOptions> = {}): Promise<ResetResult> {
  const { workspace, scope } = await rig.open()
  return reset(workspace, scope, { patterns, ...more })
}

async function record(rig: Rig, version: string, exported = false): Promise<void> {
  rig.write({ 'components/b/index.ts': `export const b = '${version}'\n` })
  for (const name of ['b', 'a']) await rig.record(version, [name], { exported })
}

async function entriesOf(rig: Rig): Promise<Record<string, unknown>> {
  const { workspace } = await rig.open()
  return Object.fromEntries(workspace.bitmap.entries.map(({ name, scope, version }) => [name, `${scope}@${version}`]))
}

async function tagsOf(rig: Rig): Promise<Record<string, readonly string[]>> {
  const { scope } = await rig.open()
  return Object.fromEntries((await scope.listComponents()).map(({ name, versions }) => [name, Object.keys(versions)]))
}

async function statusOf(rig: Rig) {
  const { workspace, scope, nodes } = await rig.open()
  return status(workspace, scope, nodes)
}

describe('reset', () => {
  test('of all makes what was never exported new again; files stay', async () => {
    const rig = rigOf()
    await record(rig, '0.0.1')
    await record(rig, '0.0.2')
    const { components } = await resetIn(rig, [], { all: true })
    expect(components).toEqual([
      { id: 'acme.x/a', versions: ['0.0.1', '0.0.2'], from: '0.0.2' },
      { id: 'acme.x/b', versions: ['0.0.1', '0.0.2'], from: '0.0.2' },
    ])
    expect(await entriesOf(rig)).toEqual({ a: '@', b: '@' })
    expect(await tagsOf(rig)).toEqual({})
    expect(rig.read('components/b/index.ts')).toContain('0.0.2')
    expect(JSON.parse(rig.read('components/b/package.json'))).toMatchObject({ version: packageVersion(undefined) })
    expect(await statusOf(rig)).toMatchObject({ newComponents: ['acme.x/a', 'acme.x/b'], stagedComponents: [] })
    await record(rig, '0.0.1')
    expect(await tagsOf(rig)).toEqual({ a: ['0.0.1'], b: ['0.0.1'] })
  })

  test('keeps what was exported', async () => {
    const rig = rigOf()
    await record(rig, '0.0.1', true)
    await record(rig, '0.0.2')
    await resetIn(rig, [], { all: true })
    expect(await entriesOf(rig)).toEqual({ a: 'acme.x@0.0.1', b: 'acme.x@0.0.1' })
    expect(await tagsOf(rig)).toEqual({ a: ['0.0.1'], b: ['0.0.1'] })
    const { scope } = await rig.open()
    const [a] = await scope.listComponents()
    expect(a).toMatchObject({ head: a?.versions['0.0.1'] })
    expect(a?.state).toBeUndefined()
    expect(await statusOf(rig)).toMatchObject({
      modifiedComponents: ['acme.x/b'],
      autoTagPendingComponents: ['acme.x/a'],
      stagedComponents: [],
    })
    expect((await resetIn(rig, [], { all: true })).components).toEqual([])
  })

  test('of the head drops one version of each', async () => {
    const rig = rigOf()
    await record(rig, '0.0.1')
    await record(rig, '0.0.2')
    const { components } = await resetIn(rig, [], { all: true, head: true })
    expect(components).toMatchObject([
      { id: 'acme.x/a', versions: ['0.0.2'], to: '0.0.1' },
      { id: 'acme.x/b', versions: ['0.0.2'], to: '0.0.1' },
    ])
    expect(await tagsOf(rig)).toEqual({ a: ['0.0.1'], b: ['0.0.1'] })
    expect((await statusOf(rig)).stagedComponents).toEqual([
      { id: 'acme.x/a', versions: ['0.0.1'] },
      { id: 'acme.x/b', versions: ['0.0.1'] },
    ])
  })

  test('of what another version depends on is refused, unless that goes too or it is forced', async () => {
    const rig = rigOf()
    await record(rig, '0.0.1')
    const refused = resetIn(rig, ['b'])
    await expect(refused).rejects.toMatchObject({
      code: 'VERSION_IN_USE',
      hint: expect.stringContaining('tessera reset acme.x/a acme.x/b;'),
    })
    expect(await tagsOf(rig)).toEqual({ a: ['0.0.1'], b: ['0.0.1'] })
    const { scope, nodes } = await rig.open()
    expect(await withLocalDependents(scope, nodes, ['acme.x/b'])).toEqual(['acme.x/a', 'acme.x/b'])
    expect((await resetIn(rig, ['a', 'b'], { dryRun: true })).components).toHaveLength(2)
    expect(await tagsOf(rig)).toEqual({ a: ['0.0.1'], b: ['0.0.1'] })
    await resetIn(rig, ['b'], { force: true })
    expect(await tagsOf(rig)).toEqual({ a: ['0.0.1'] })
    expect(await entriesOf(rig)).toEqual({ a: '@0.0.1', b: '@' })
  })

  test('of the dependent alone leaves the dependency', async () => {
    const rig = rigOf()
    await record(rig, '0.0.1')
    await resetIn(rig, ['a'])
    expect(await tagsOf(rig)).toEqual({ b: ['0.0.1'] })
  })

  test('leaves .bitmap at an older version that stays', async () => {
    const rig = rigOf()
    await record(rig, '0.0.1', true)
    const before = rig.read('.bitmap')
    await record(rig, '0.0.2')
    rig.write({ '.bitmap': before })
    const { components } = await resetIn(rig, [], { all: true })
    expect(components.map(({ from, to }) => [from, to])).toEqual([
      ['0.0.1', '0.0.1'],
      ['0.0.1', '0.0.1'],
    ])
    expect(rig.read('.bitmap')).toBe(before)
    expect(await tagsOf(rig)).toEqual({ a: ['0.0.1'], b: ['0.0.1'] })
  })

  test('cut short after .bitmap is completed by the next', async () => {
    const rig = rigOf()
    await record(rig, '0.0.1')
    const { scope } = await rig.open()
    const objects = await scope.listComponents()
    await resetIn(rig, [], { all: true })
    await scope.write({ sources: [], versions: [], components: objects })
    expect((await statusOf(rig)).invalidComponents).toEqual([])
    expect((await resetIn(rig, [], { all: true })).components).toEqual([
      { id: 'acme.x/a', versions: ['0.0.1'] },
      { id: 'acme.x/b', versions: ['0.0.1'] },
    ])
    expect(await tagsOf(rig)).toEqual({})
  })

  test('follows the remote where that has moved on and was fetched', async () => {
    const rig = rigOf()
    await record(rig, '0.0.1', true)
    await record(rig, '0.1.0', true)
    const { scope } = await rig.open()
    const [, fetched] = await scope.listComponents()
    const first = fetched?.versions['0.0.1'] as string
    const ours = { ...(await scope.readVersion(first)), parents: [first], rest: { buildStatus: 'skipped' } }
    const hash = 'b'.repeat(40)
    const state = { versions: { '0.0.2': { local: true } } }
    const diverged = { ...fetched, versions: { ...fetched?.versions, '0.0.2': hash }, head: hash, state }
    await scope.write({
      sources: [],
      versions: [{ hash, version: ours }],
      components: [diverged as NonNullable<typeof fetched>],
    })
    rig.write({ '.bitmap': rig.read('.bitmap').replaceAll('0.1.0', '0.0.2') })
    expect((await statusOf(rig)).mergePendingComponents).toEqual(['acme.x/b'])
    expect((await resetIn(rig, ['b'])).components).toMatchObject([{ versions: ['0.0.2'], to: '0.0.1' }])
    const after = await scope.readComponent({ scope: 'acme.x', name: 'b' })
    expect(after).toMatchObject({ head: fetched?.versions['0.1.0'] })
    expect((await statusOf(rig)).outdatedComponents).toContainEqual({ id: 'acme.x/b', headVersion: '0.1.0' })
  })

  test.each([
    [[], {}],
    [['a'], { all: true }],
  ])('needs names, or --all: %j %j', async (patterns, options) => {
    await expect(resetIn(rigOf(), patterns, options)).rejects.toMatchObject({ code: 'PATTERN_REQUIRED' })
  })
})

test('what the disk refuses halfway leaves scope, .bitmap and manifests as they were', async () => {
  const rig = rigOf()
  await record(rig, '0.0.1')
  const [bitmap, tags] = [rig.read('.bitmap'), await tagsOf(rig)]
  const { workspace, scope } = await rig.open()
  const refusing: Scope = {
    ...scope,
    write: (batch, along) =>
      scope.write(batch, async (changes) => {
        rmSync(join(rig.root, '.tessera'), { recursive: true, force: true })
        writeFileSync(join(rig.root, '.tessera'), '')
        await along?.(changes)
      }),
  }
  await expect(reset(workspace, refusing, { patterns: [], all: true })).rejects.toThrow('ENOTDIR')
  rmSync(join(rig.root, '.tessera'))
  expect([rig.read('.bitmap'), await tagsOf(rig)]).toEqual([bitmap, tags])
  expect(existsSync(join(rig.root, 'components/a/package.json'))).toBe(false)
})
