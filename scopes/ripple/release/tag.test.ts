import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TesseraError } from '@tessera/core.model'
import { validateComponent } from '@tessera/scope.objects'
import { addComponent, writeBitmap } from '@tessera/workspace.files'
import type { BitmapEntry } from '@tessera/workspace.files'
import { checkout } from '@tessera/workspace.versions'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chain, createRig, importing } from './rig.ts'
import type { Rig } from './rig.ts'

function rigOf(components: Parameters<typeof createRig>[0]): Rig {
  const rig = createRig(components)
  onTestFinished(rig.dispose)
  return rig
}

/** All tagged once, then `comp3` changed. */
async function changedChain(): Promise<Rig> {
  const rig = rigOf(chain(3))
  await rig.tag()
  rig.write({ 'components/comp3/index.ts': importing([], 'export const own = 2') })
  return rig
}

const idsOf = (dependencies: readonly { id: { name: string; version?: string } }[]): readonly string[] =>
  dependencies.map(({ id }) => `${id.name}@${id.version}`)

describe('a first tag', () => {
  test('records every component with exact, closed dependencies', async () => {
    const rig = rigOf(chain(3))
    const result = await rig.tag({ message: 'first' }, { now: () => 1000, author: { username: 'Ana', email: 'a@b.c' } })
    expect(result.tags.map(({ id, reason }) => [id, reason])).toEqual([
      ['acme.x/comp3@0.0.1', 'new'],
      ['acme.x/comp2@0.0.1', 'new'],
      ['acme.x/comp1@0.0.1', 'new'],
    ])
    expect(await rig.versions()).toEqual({ comp1: '0.0.1', comp2: '0.0.1', comp3: '0.0.1' })
    const comp1 = await rig.version('acme.x/comp1@0.0.1')
    expect(comp1).toMatchObject({
      mainFile: 'index.ts',
      bindingPrefix: '@acme',
      schema: '1.0.0',
      log: { message: 'first', date: '1002', username: 'Ana', email: 'a@b.c' },
      parents: [],
      files: [{ relativePath: 'index.ts', name: 'index.ts', test: false }],
      rest: { buildStatus: 'succeed' },
    })
    expect(idsOf(comp1.dependencies)).toEqual(['comp2@0.0.1'])
    expect(comp1.flattenedDependencies.map((id) => `${id.name}@${id.version}`)).toEqual(['comp2@0.0.1', 'comp3@0.0.1'])
    expect((await rig.version('acme.x/comp2@0.0.1')).log.date).toBe('1001')
    expect(validateComponent(await rig.component('acme.x/comp1'))).toEqual([])
    expect(await rig.component('acme.x/comp1')).toMatchObject({
      state: { versions: { '0.0.1': { local: true } } },
      bindingPrefix: '@acme',
      schema: '1.0.0',
    })
  })

  test('stores text with LF, whatever the editor wrote', async () => {
    const rig = rigOf({ comp1: { 'index.ts': 'export const a = 1\r\nexport const b = 2\r\n' } })
    await rig.tag()
    const { scope } = await rig.open()
    const [file] = (await rig.version('acme.x/comp1@0.0.1')).files
    expect((await scope.readSource(file?.file ?? '')).toString()).toBe('export const a = 1\nexport const b = 2\n')
    expect((await rig.status()).modifiedComponents).toEqual([])
  })

  test('keeps apart components with equal files', async () => {
    const rig = rigOf({ comp1: { 'index.ts': 'export {}\n' }, comp2: { 'index.ts': 'export {}\n' } })
    await rig.tag({}, { now: () => 1000 })
    const [one, two] = [await rig.component('acme.x/comp1'), await rig.component('acme.x/comp2')]
    expect(one.head).not.toBe(two.head)
  })

  test('never gives a hash that the scope has already', async () => {
    const rig = rigOf({ comp1: { 'index.ts': 'export {}\n' } })
    await rig.tag({}, { now: () => 1000 })
    rig.write({ 'components/comp2/index.ts': 'export {}\n' })
    await addComponent((await rig.open()).workspace, 'components/comp2')
    await rig.tag({}, { now: () => 1000 })
    expect((await rig.component('acme.x/comp2')).head).not.toBe((await rig.component('acme.x/comp1')).head)
    expect((await rig.version('acme.x/comp2@0.0.1')).log.date).toBe('1001')
  })
})

describe('dependencies from outside the workspace', () => {
  const manifest = (name: string, version: string, dependencies: Readonly<Record<string, string>> = {}): string => {
    const componentId = { scope: 'acme.y', name, version }
    return JSON.stringify({ name: `@acme/y.${name}`, version, componentId, dependencies })
  }

  test('come from the installed packages where the scope does not know them', async () => {
    const rig = rigOf({ comp1: { 'index.ts': "import '@acme/y.far'\n" } })
    rig.write({
      'node_modules/@acme/y.far/package.json': manifest('far', '1.2.0', { '@acme/y.farther': '2.0.0', zod: '4' }),
      'node_modules/@acme/y.farther/package.json': manifest('farther', '3.0.0'),
      'node_modules/@acme/y.far/node_modules/@acme/y.farther/package.json': manifest('farther', '2.0.0'),
    })
    await rig.tag()
    const comp1 = await rig.version('acme.x/comp1@0.0.1')
    expect(idsOf(comp1.dependencies)).toEqual(['far@1.2.0'])
    expect(comp1.flattenedDependencies).toEqual([
      { scope: 'acme.y', name: 'far', version: '1.2.0' },
      { scope: 'acme.y', name: 'farther', version: '2.0.0' },
    ])
  })

  test('come from the scope where it knows them', async () => {
    const rig = rigOf(chain(3))
    await rig.tag()
    const { workspace } = await rig.open()
    const [comp1] = workspace.bitmap.entries
    await writeBitmap(workspace, comp1 === undefined ? [] : [comp1])
    rig.write({
      'node_modules/@acme/x.comp2/package.json': JSON.stringify({
        ...{
          name: '@acme/x.comp2',
          version: '0.0.1',
          componentId: { scope: 'acme.x', name: 'comp2', version: '0.0.1' },
        },
      }),
      'components/comp1/index.ts': importing(['comp2'], 'export const own = 2'),
    })
    await rig.tag()
    const { flattenedDependencies } = await rig.version('acme.x/comp1@0.0.2')
    expect(flattenedDependencies.map((id) => `${id.name}@${id.version}`)).toEqual(['comp2@0.0.1', 'comp3@0.0.1'])
  })

  test('must have a version', async () => {
    const rig = rigOf({ comp1: { 'index.ts': "import '@acme/y.far'\n" } })
    const far = { name: '@acme/y.far', version: '0.0.1-new', componentId: { scope: 'acme.y', name: 'far' } }
    rig.write({ 'node_modules/@acme/y.far/package.json': JSON.stringify(far) })
    await expect(rig.tag()).rejects.toMatchObject({ code: 'DEPENDENCY_NOT_TAGGED' })
  })
})

test('configuration of the aspects of Bit is carried on; what they computed is not', async () => {
  const rig = rigOf(chain(1))
  await rig.tag()
  const { workspace } = await rig.open()
  const config = { 'teambit.component/deprecation': { deprecate: true }, 'acme.envs/ts@1.0.0': {} }
  const withConfig = (entry: BitmapEntry): BitmapEntry => ({ ...entry, rest: { config } })
  await writeBitmap(workspace, workspace.bitmap.entries.map(withConfig))
  await rig.tag({ unmodified: true })
  const extensions = [{ name: 'teambit.component/deprecation', config: { deprecate: true }, data: {} }]
  expect((await rig.version('acme.x/comp1@0.0.2')).extensions).toEqual(extensions)
  const again = await rig.open()
  await writeBitmap(
    again.workspace,
    again.workspace.bitmap.entries.map(({ rest: _gone, ...entry }) => entry),
  )
  await rig.tag({ unmodified: true })
  expect((await rig.version('acme.x/comp1@0.0.3')).extensions).toEqual(extensions)
})

describe('a change at the bottom', () => {
  test('moves every dependent, whose versions name the new ones', async () => {
    const rig = await changedChain()
    expect(await rig.status()).toMatchObject({
      modifiedComponents: ['acme.x/comp3'],
      autoTagPendingComponents: ['acme.x/comp1', 'acme.x/comp2'],
    })
    await rig.tag({ message: 'fix' })
    expect(await rig.versions()).toEqual({ comp1: '0.0.2', comp2: '0.0.2', comp3: '0.0.2' })
    const comp1 = await rig.version('acme.x/comp1@0.0.2')
    expect(idsOf(comp1.dependencies)).toEqual(['comp2@0.0.2'])
    expect(comp1.flattenedDependencies.map((id) => `${id.name}@${id.version}`)).toEqual(['comp2@0.0.2', 'comp3@0.0.2'])
    expect(comp1.log.message).toBe('fix (bump dependencies versions)')
    expect(comp1.parents).toEqual([(await rig.component('acme.x/comp1')).versions['0.0.1']])
  })

  test('leaves nothing modified, everything staged', async () => {
    const rig = await changedChain()
    await rig.tag()
    const staged = ['comp1', 'comp2', 'comp3'].map((name) => ({ id: `acme.x/${name}`, versions: ['0.0.1', '0.0.2'] }))
    expect(await rig.status()).toMatchObject({
      newComponents: [],
      modifiedComponents: [],
      autoTagPendingComponents: [],
      stagedComponents: staged,
    })
    expect((await rig.tag()).tags).toEqual([])
  })

  test('with skipAutoTag moves only itself; dependents then count as modified', async () => {
    const rig = await changedChain()
    await rig.tag({ skipAutoTag: true })
    expect(await rig.versions()).toEqual({ comp1: '0.0.1', comp2: '0.0.1', comp3: '0.0.2' })
    expect((await rig.status()).modifiedComponents).toEqual(['acme.x/comp2'])
  })

  test('builds what is tagged and all that depends on it, and tells of each', async () => {
    const rig = await changedChain()
    rig.write({
      'consumers/shop/package.json': '{ "name": "shop", "version": "1.0.0", "dependencies": { "@acme/x.comp2": "*" } }',
      'consumers/shop/index.ts': importing(['comp2']),
      'consumers/other/package.json': '{ "name": "other", "version": "1.0.0" }',
    })
    rig.events.length = 0
    await rig.tag({ skipAutoTag: true })
    expect(rig.builds.at(-1)).toEqual(['acme.x/comp1', 'acme.x/comp2', 'acme.x/comp3', 'shop'])
    expect(rig.events).toEqual([{ type: 'component', action: 'tagged', id: 'acme.x/comp3@0.0.2', detail: 'modified' }])
  })

  test('builds the parts made from a contract with it', async () => {
    const derived = JSON.stringify({ contract: 'acme.x/api', part: 'types', files: {} })
    const rig = rigOf({
      api: { 'index.ts': 'export {}\n' },
      types: { 'index.ts': 'export {}\n', 'derived.json': derived },
    })
    await rig.tag()
    rig.write({ 'components/api/index.ts': 'export const more = 1\n' })
    const { tags } = await rig.tag()
    expect(tags.map((each) => each.key)).toEqual(['acme.x/api'])
    expect(rig.builds.at(-1)).toEqual(['acme.x/api', 'acme.x/types'])
  })

  test('writes the new versions into the manifests', async () => {
    const rig = await changedChain()
    await rig.tag()
    const manifest: unknown = JSON.parse(rig.snapshot().get('components/comp1/package.json') ?? '')
    expect(manifest).toMatchObject({
      version: '0.0.2',
      componentId: { scope: 'acme.x', name: 'comp1', version: '0.0.2' },
    })
  })
})

describe('a cycle', () => {
  const cyclic = {
    comp1: { 'index.ts': importing(['comp2']) },
    comp2: { 'index.ts': importing(['comp1']) },
  }

  test('blocks', async () => {
    await expect(rigOf(cyclic).tag()).rejects.toMatchObject({ code: 'CIRCULAR_DEPENDENCY' })
  })

  test('is tagged as one unit where issues are ignored: each names the new version of the other', async () => {
    const rig = rigOf(cyclic)
    await rig.tag({ ignoreIssues: true })
    rig.write({ 'components/comp1/index.ts': importing(['comp2'], 'export const own = 2') })
    await rig.tag({ ignoreIssues: true })
    expect(await rig.versions()).toEqual({ comp1: '0.0.2', comp2: '0.0.2' })
    const [one, two] = [await rig.version('acme.x/comp1@0.0.2'), await rig.version('acme.x/comp2@0.0.2')]
    expect([idsOf(one.dependencies), idsOf(two.dependencies)]).toEqual([['comp2@0.0.2'], ['comp1@0.0.2']])
    expect(one.flattenedDependencies).toEqual([{ scope: 'acme.x', name: 'comp2', version: '0.0.2' }])
    expect((await rig.status()).modifiedComponents).toEqual([])
  })
})

describe('all or nothing', () => {
  test('a build that fails leaves every byte as it was', async () => {
    const rig = await changedChain()
    const before = rig.snapshot()
    const diagnostic = { severity: 'error', code: 'TS2322', message: 'no', node: 'acme.x/comp1' } as const
    const build = async () => ({ ok: false, diagnostics: [diagnostic] })
    const error = await rig.tag({}, { build }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(TesseraError)
    expect(error).toMatchObject({ code: 'BUILD_FAILED', exitCode: 1, diagnostics: [diagnostic] })
    expect(rig.snapshot()).toEqual(before)
  })

  test.each([
    ['a version that exists', { version: '0.0.1' }, 'VERSION_EXISTS'],
    ['a version that is none', { version: '1' }, 'INVALID_VERSION'],
    ['a component that is none', { patterns: ['comp9'] }, 'COMPONENT_NOT_FOUND'],
  ])('%s leaves every byte as it was', async (_what, options, code) => {
    const rig = await changedChain()
    const before = rig.snapshot()
    await expect(rig.tag(options)).rejects.toMatchObject({ code })
    expect(rig.snapshot()).toEqual(before)
  })

  test('so does a dependency that does not exist, and one without a version', async () => {
    const rig = rigOf(chain(2))
    const before = rig.snapshot()
    await expect(rig.tag({ patterns: ['comp1'] })).rejects.toMatchObject({ code: 'DEPENDENCY_NOT_TAGGED' })
    rig.write({ 'components/comp2/index.ts': importing(['comp3']) })
    await expect(rig.tag()).rejects.toMatchObject({ code: 'COMPONENT_ISSUES' })
    rig.write({ 'components/comp2/index.ts': importing([]) })
    expect([...rig.snapshot()].filter(([path]) => !path.startsWith('.bit/'))).toEqual(
      [...before].filter(([path]) => !path.startsWith('.bit/')),
    )
    expect(await (await rig.open()).scope.listComponents()).toEqual([])
  })

  test('a missing main file is refused, even where issues are ignored', async () => {
    const rig = await changedChain()
    rmSync(join(rig.root, 'components/comp3/index.ts'))
    rig.write({ 'components/comp3/other.ts': 'export {}\n' })
    await expect(rig.tag()).rejects.toMatchObject({ code: 'COMPONENT_ISSUES' })
    const before = rig.snapshot()
    await expect(rig.tag({ ignoreIssues: true })).rejects.toMatchObject({ code: 'INVALID_OBJECT' })
    expect(rig.snapshot()).toEqual(before)
  })

  test('a dry run plans and changes nothing', async () => {
    const rig = await changedChain()
    const [before, built] = [rig.snapshot(), rig.builds.length]
    expect(await rig.tag({ dryRun: true })).toMatchObject({ dryRun: true, tags: [{}, {}, {}] })
    expect(rig.snapshot()).toEqual(before)
    expect(rig.builds).toHaveLength(built)
  })
})

describe('sources that change meanwhile', () => {
  test('what the build regenerates is planned, built and tagged with it', async () => {
    const rig = rigOf({ ...chain(2), other: { 'index.ts': 'export {}\n' } })
    await rig.tag()
    rig.write({ 'components/comp2/index.ts': importing([], 'export const own = 2') })
    const seen: (readonly string[])[] = []
    const build = async (keys: readonly string[]) => {
      seen.push(keys)
      writeFileSync(join(rig.root, 'components/other/index.ts'), 'export const generated = 1\n')
      return { ok: true, diagnostics: [] }
    }
    await rig.tag({}, { build })
    expect(seen).toEqual([
      ['acme.x/comp1', 'acme.x/comp2'],
      ['acme.x/comp1', 'acme.x/comp2', 'acme.x/other'],
    ])
    expect(await rig.versions()).toEqual({ comp1: '0.0.2', comp2: '0.0.2', other: '0.0.2' })
    expect((await rig.status()).modifiedComponents).toEqual([])
  })

  test('a file that never holds still ends the tag', async () => {
    const rig = await changedChain()
    let count = 10
    const build = async () => {
      rig.write({ 'components/comp3/index.ts': `export const own = ${count++}\n` })
      return { ok: true, diagnostics: [] }
    }
    await expect(rig.tag({}, { build })).rejects.toMatchObject({
      code: 'SOURCES_CHANGED',
      location: { file: 'components/comp3/index.ts' },
    })
    expect(await rig.versions()).toEqual({ comp1: '0.0.1', comp2: '0.0.1', comp3: '0.0.1' })
  })

  test('without a build, a file edited since it was read is refused', async () => {
    const rig = await changedChain()
    const session = await rig.open()
    rig.write({ 'components/comp3/index.ts': 'export const own = 99\n' })
    await expect(rig.tag({ skipBuild: true }, session)).rejects.toMatchObject({ code: 'SOURCES_CHANGED' })
  })
})

describe('from an older version', () => {
  test('is refused, or made on request, after the highest version', async () => {
    const rig = await changedChain()
    const only = { patterns: ['comp3'], skipAutoTag: true }
    await rig.tag(only)
    rig.write({ 'components/comp3/index.ts': importing([], 'export const own = 3') })
    await rig.tag({ ...only, version: '1.0.0' })
    const { workspace, scope } = await rig.open()
    await checkout(workspace, scope, { to: '0.0.2', patterns: ['comp3'] })
    rig.write({ 'components/comp3/index.ts': importing([], 'export const own = 4') })
    await expect(rig.tag(only)).rejects.toMatchObject({ code: 'NEWER_VERSION_EXISTS' })
    await rig.tag({ ...only, ignoreNewestVersion: true })
    expect((await rig.versions())['comp3']).toBe('1.0.1')
    const comp3 = await rig.component('acme.x/comp3')
    expect((await rig.version('acme.x/comp3@1.0.1')).parents).toEqual([comp3.versions['0.0.2']])
    expect(comp3.head).toBe(comp3.versions['1.0.1'])
  })
})
