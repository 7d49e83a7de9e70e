import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkout } from './checkout.ts'
import type { CheckoutOptions, CheckoutResult } from './checkout.ts'
import { createRig } from './rig.ts'
import type { Rig } from './rig.ts'
import { status } from './status.ts'

function rigOf(components: Parameters<typeof createRig>[0]): Rig {
  const rig = createRig(components)
  onTestFinished(rig.dispose)
  return rig
}

/** `a` at 0.0.2: `lib/old.ts` went, `new.ts` came, `index.ts` changed. */
async function twoVersions(): Promise<Rig> {
  const rig = rigOf({ a: { 'index.ts': 'export const a = 1\n', 'lib/old.ts': 'export {}\n' }, b: { 'index.ts': '' } })
  await rig.record('0.0.1', ['a', 'b'])
  rmSync(join(rig.root, 'components/a/lib'), { recursive: true })
  rig.write({ 'components/a/index.ts': 'export const a = 2\n', 'components/a/new.ts': 'export {}\n' })
  await rig.record('0.0.2', ['a'])
  return rig
}

async function checkoutIn(
  rig: Rig,
  to: string,
  patterns: readonly string[],
  more: Partial<CheckoutOptions> = {},
): Promise<CheckoutResult> {
  const { workspace, scope } = await rig.open()
  return checkout(workspace, scope, { to, patterns, ...more })
}

async function modified(rig: Rig): Promise<readonly string[]> {
  const { workspace, scope, nodes } = await rig.open()
  return (await status(workspace, scope, nodes)).modifiedComponents
}

async function versionOfA(rig: Rig): Promise<string | undefined> {
  return (await rig.open()).workspace.bitmap.entries.find((entry) => entry.name === 'a')?.version
}

describe('checkout of an older version', () => {
  test('puts its files, the manifest and .bitmap in place', async () => {
    const rig = await twoVersions()
    const { components } = await checkoutIn(rig, '0.0.1', ['a'])
    expect(components).toEqual([
      {
        ...{ id: 'acme.x/a', from: '0.0.2', to: '0.0.1', kept: [], merged: [], deleted: ['components/a/new.ts'] },
        written: ['components/a/index.ts', 'components/a/lib/old.ts'],
      },
    ])
    expect(rig.paths('components/a')).toEqual(['index.ts', 'lib/old.ts', 'package.json'])
    expect(rig.read('components/a/index.ts')).toBe('export const a = 1\n')
    expect(JSON.parse(rig.read('components/a/package.json'))).toMatchObject({ version: '0.0.1' })
    expect(await versionOfA(rig)).toBe('0.0.1')
    expect(await modified(rig)).toEqual([])
  })

  test.each(['head', 'latest'])('and back with %s, folders left empty gone', async (to) => {
    const rig = await twoVersions()
    await checkoutIn(rig, '0.0.1', ['a'])
    expect((await checkoutIn(rig, to, [])).components.map(({ id, to: version }) => [id, version])).toEqual([
      ['acme.x/a', '0.0.2'],
    ])
    expect(rig.paths('components/a')).toEqual(['index.ts', 'new.ts', 'package.json'])
    expect(await modified(rig)).toEqual([])
    expect((await checkoutIn(rig, to, [])).components).toEqual([])
  })

  test('a dry run changes nothing', async () => {
    const rig = await twoVersions()
    const before = [rig.paths('.'), rig.read('.bitmap'), rig.read('components/a/index.ts')]
    expect((await checkoutIn(rig, '0.0.1', ['a'], { dryRun: true })).components).toHaveLength(1)
    expect([rig.paths('.'), rig.read('.bitmap'), rig.read('components/a/index.ts')]).toEqual(before)
  })

  test('leaves ignored files alone', async () => {
    const rig = await twoVersions()
    rig.write({ '.gitignore': '*.log\n', 'components/a/x.log': 'mine', 'components/a/dist/index.js': 'built' })
    await checkoutIn(rig, '0.0.1', ['a'])
    expect([rig.read('components/a/x.log'), rig.read('components/a/dist/index.js')]).toEqual(['mine', 'built'])
  })
})

describe('local changes', () => {
  test.each([
    ['a file that both changed', 'components/a/index.ts'],
    ['an added file that the version has otherwise', 'components/a/lib/old.ts'],
    ['a changed file that the version has not', 'components/a/new.ts'],
  ])('%s cannot be merged: it is named, and nothing is touched', async (_what, file) => {
    const rig = await twoVersions()
    rig.write({ [file]: 'export const mine = 1\n' })
    await expect(checkoutIn(rig, '0.0.1', ['a'])).rejects.toMatchObject({
      code: 'LOCAL_CHANGES',
      message: expect.stringContaining(file),
      diagnostics: [{ location: { file } }],
    })
    expect(rig.read(file)).toBe('export const mine = 1\n')
    expect(await versionOfA(rig)).toBe('0.0.2')
  })

  test.each([
    ['manual', '<<<<<<< 0.0.2 modified\nexport const mine = 1\n=======\nexport const a = 1\n>>>>>>> 0.0.1\n'],
    ['ours', 'export const mine = 1\n'],
    ['theirs', 'export const a = 1\n'],
  ] as const)('of the same lines are resolved as told: %s', async (resolve, text) => {
    const rig = await twoVersions()
    rig.write({ 'components/a/index.ts': 'export const mine = 1\n' })
    const { components } = await checkoutIn(rig, '0.0.1', ['a'], { resolve })
    expect(rig.read('components/a/index.ts')).toBe(text)
    expect(await versionOfA(rig)).toBe('0.0.1')
    expect(components[0]?.merged).toMatchObject([
      { file: 'components/a/index.ts', conflict: 'both sides changed the same lines' },
    ])
  })

  test('in other lines are merged, and files of nobody else stay', async () => {
    const rig = rigOf({ a: { 'index.ts': '1\n2\n3\n4\n5\n' } })
    await rig.record('0.0.1', ['a'])
    rig.write({ 'components/a/index.ts': '1\n2\n3\n4\nfive\n' })
    await rig.record('0.0.2', ['a'])
    await checkoutIn(rig, '0.0.1', ['a'])
    rig.write({ 'components/a/index.ts': 'one\r\n2\r\n3\r\n4\r\n5\r\n', 'components/a/mine.ts': 'export {}\n' })
    const { components } = await checkoutIn(rig, 'head', [])
    expect(components).toMatchObject([
      { to: '0.0.2', kept: ['components/a/mine.ts'], merged: [{ file: 'components/a/index.ts', status: 'merged' }] },
    ])
    expect(rig.read('components/a/index.ts')).toBe('one\n2\n3\n4\nfive\n')
    expect(await modified(rig)).toEqual(['acme.x/a'])
  })

  test('a checkout that was killed before .bitmap is completed by the next', async () => {
    const rig = await twoVersions()
    rig.write({ 'components/a/index.ts': 'export const a = 1\n', 'components/a/lib/old.ts': 'export {}\n' })
    await checkoutIn(rig, '0.0.1', ['a'])
    expect(rig.paths('components/a')).toEqual(['index.ts', 'lib/old.ts', 'package.json'])
    expect(await modified(rig)).toEqual([])
  })

  test('reset gives them up, except files that no version has', async () => {
    const rig = await twoVersions()
    rmSync(join(rig.root, 'components/a/new.ts'))
    rig.write({ 'components/a/index.ts': 'export const a = 9\n', 'components/a/mine.ts': 'export {}\n' })
    const { components } = await checkoutIn(rig, 'reset', ['a'])
    expect(components).toEqual([
      {
        ...{ id: 'acme.x/a', from: '0.0.2', to: '0.0.2', deleted: [], merged: [], kept: ['components/a/mine.ts'] },
        written: ['components/a/index.ts', 'components/a/new.ts'],
      },
    ])
    expect(rig.read('components/a/index.ts')).toBe('export const a = 2\n')
    expect((await checkoutIn(rig, 'reset', ['b'])).components).toEqual([])
  })
})

describe('checkout is refused', () => {
  test('where a link would lead it out of the folder', async () => {
    const rig = await twoVersions()
    const outside = join(rig.root, 'outside')
    mkdirSync(outside)
    symlinkSync(outside, join(rig.root, 'components/a/lib'))
    await expect(checkoutIn(rig, '0.0.1', ['a'])).rejects.toMatchObject({ code: 'UNSAFE_PATH' })
    expect(rig.paths('outside')).toEqual([])
  })

  test.each([
    [
      'an unknown version',
      '0.0.3',
      ['a'],
      'VERSION_NOT_FOUND',
      'it has 0.0.2, 0.0.1; `tessera log acme.x/a` shows them all',
    ],
    ['a version that is none', 'frist', ['a'], 'VERSION_NOT_FOUND', expect.any(String)],
    ['a new component', '0.0.1', ['c'], 'VERSION_NOT_FOUND', 'run `tessera tag` first'],
    ['no pattern', '0.0.1', [], 'PATTERN_REQUIRED', expect.any(String)],
    ['no pattern for reset', 'reset', [], 'PATTERN_REQUIRED', expect.any(String)],
    ['an unknown component', 'head', ['d'], 'COMPONENT_NOT_FOUND', expect.any(String)],
  ])('for %s', async (_what, to, patterns, code, hint) => {
    const rig = rigOf({ a: { 'index.ts': '1\n' }, c: { 'index.ts': '' } })
    await rig.record('0.0.1', ['a'])
    rig.write({ 'components/a/index.ts': '2\n' })
    await rig.record('0.0.2', ['a'])
    await expect(checkoutIn(rig, to, patterns)).rejects.toMatchObject({ code, hint })
  })

  test('without the objects, with the command that gets them', async () => {
    const rig = rigOf({ a: { 'index.ts': '' } })
    await rig.record('0.0.1', ['a'], { exported: true })
    rmSync(join(rig.root, '.bit'), { recursive: true })
    await expect(checkoutIn(rig, 'head', [])).rejects.toMatchObject({
      code: 'NO_BASELINE',
      hint: 'run `tessera import`',
    })
  })

  test('of a version that names a file outside of its folder', async () => {
    const rig = rigOf({ a: { 'index.ts': '' } })
    await rig.record('0.0.1', ['a'])
    const { scope } = await rig.open()
    const component = await scope.readComponent({ scope: 'acme.x', name: 'a' })
    const good = await scope.readVersion(component?.head ?? '')
    const files = good.files.map((file) => ({ ...file, relativePath: '../evil.ts' }))
    const bad = { ...good, files: [...good.files, ...files] }
    const hostile: typeof scope = {
      ...scope,
      readComponent: async () =>
        component && { ...component, versions: { ...component.versions, '6.6.6': 'e'.repeat(40) } },
      has: async () => true,
      readVersion: async (hash) => (hash.startsWith('e') ? bad : good),
    }
    const { workspace } = await rig.open()
    await expect(checkout(workspace, hostile, { to: '6.6.6', patterns: ['a'] })).rejects.toMatchObject({
      code: 'UNSAFE_PATH',
    })
    expect(rig.paths('components')).toEqual(['a/index.ts'])
  })
})
