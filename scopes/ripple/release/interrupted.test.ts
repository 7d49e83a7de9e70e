import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectBatch, Scope } from '@tessera/scope.store'
import { checkout } from '@tessera/workspace.versions'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chain, createRig, importing } from './rig.ts'
import type { Rig } from './rig.ts'
import type { TagOptions } from './plan-tag.ts'

function rigOf(components: Parameters<typeof createRig>[0]): Rig {
  const rig = createRig(components)
  onTestFinished(rig.dispose)
  return rig
}

/** Tags, and dies once the scope has written this much of it. */
async function tagAndDie(
  rig: Rig,
  survives: (batch: ObjectBatch) => ObjectBatch,
  options: TagOptions = {},
): Promise<void> {
  const { scope } = await rig.open()
  const dying: Scope = {
    ...scope,
    write: async (batch) => {
      await scope.write(survives(batch))
      throw new Error('killed')
    },
  }
  await expect(rig.tag(options, { scope: dying })).rejects.toThrow('killed')
}

const first =
  (components: number) =>
  (batch: ObjectBatch): ObjectBatch => ({ ...batch, components: batch.components.slice(0, components) })

async function tagsOf(rig: Rig): Promise<Readonly<Record<string, readonly string[]>>> {
  const components = await (await rig.open()).scope.listComponents()
  return Object.fromEntries(components.map((component) => [component.name, Object.keys(component.versions)]))
}

const cyclic = { comp1: { 'index.ts': importing(['comp2']) }, comp2: { 'index.ts': importing(['comp1']) } }

describe('a tag that was killed before .bitmap was written', () => {
  test.each([0, 1, 2, 3])(
    'with %i of 3 components in the scope: the next loses and doubles nothing',
    async (survivors) => {
      const rig = rigOf(chain(3))
      await rig.tag()
      rig.write({ 'components/comp3/index.ts': importing([], 'export const own = 2') })
      await tagAndDie(rig, first(survivors))
      expect(await rig.versions()).toEqual({ comp1: '0.0.1', comp2: '0.0.1', comp3: '0.0.1' })
      const { adopted, tags } = await rig.tag()
      expect([adopted.length, tags.length]).toEqual([survivors, 3 - survivors])
      expect(await rig.versions()).toEqual({ comp1: '0.0.2', comp2: '0.0.2', comp3: '0.0.2' })
      const both = ['0.0.1', '0.0.2']
      expect(await tagsOf(rig)).toEqual({ comp1: both, comp2: both, comp3: both })
      expect(await rig.status()).toMatchObject({ modifiedComponents: [], outdatedComponents: [] })
    },
  )

  test.each([0, 1, 2])('a first tag with %i of 2 components in the scope', async (survivors) => {
    const rig = rigOf(chain(2))
    await tagAndDie(rig, first(survivors))
    const { adopted } = await rig.tag()
    expect(adopted).toEqual(['acme.x/comp1@0.0.1', 'acme.x/comp2@0.0.1'].slice(2 - survivors))
    expect(await tagsOf(rig)).toEqual({ comp1: ['0.0.1'], comp2: ['0.0.1'] })
    expect(await rig.versions()).toEqual({ comp1: '0.0.1', comp2: '0.0.1' })
  })

  test.each([0, 1, 2])(
    'a cycle with %i of 2 components in the scope: the half that dangles is made again',
    async (survivors) => {
      const rig = rigOf(cyclic)
      const options = { ignoreIssues: true }
      await rig.tag(options)
      rig.write({ 'components/comp1/index.ts': importing(['comp2'], 'export const own = 2') })
      await tagAndDie(rig, first(survivors), options)
      const { adopted } = await rig.tag(options)
      expect(adopted).toHaveLength(survivors === 2 ? 2 : 0)
      const both = ['0.0.1', '0.0.2']
      expect(await tagsOf(rig)).toEqual({ comp1: both, comp2: both })
      const one = await rig.version('acme.x/comp1@0.0.2')
      expect(one.dependencies.map(({ id }) => id.version)).toEqual(['0.0.2'])
      expect((await rig.status()).modifiedComponents).toEqual([])
    },
  )

  test('leaves a readable state, and a dry run says what would be adopted', async () => {
    const rig = rigOf(chain(2))
    await tagAndDie(rig, (batch) => batch)
    expect((await rig.status()).newComponents).toEqual(['acme.x/comp1', 'acme.x/comp2'])
    const before = rig.snapshot()
    const { adopted, tags } = await rig.tag({ dryRun: true })
    expect([adopted, tags]).toEqual([['acme.x/comp1@0.0.1', 'acme.x/comp2@0.0.1'], []])
    expect(rig.snapshot()).toEqual(before)
  })

  test('and edited since: the next takes its versions, and tags the edit on top of them', async () => {
    const rig = rigOf(chain(2))
    await rig.tag()
    rig.write({ 'components/comp2/index.ts': importing([], 'export const own = 2') })
    await tagAndDie(rig, (batch) => batch)
    rig.write({ 'components/comp2/index.ts': importing([], 'export const own = 3') })
    const { adopted, tags } = await rig.tag()
    expect(adopted.toSorted()).toEqual(['acme.x/comp1@0.0.2', 'acme.x/comp2@0.0.2'])
    expect(tags.map(({ id }) => id)).toEqual(['acme.x/comp2@0.0.3', 'acme.x/comp1@0.0.3'])
    const all = ['0.0.1', '0.0.2', '0.0.3']
    expect(await tagsOf(rig)).toEqual({ comp1: all, comp2: all })
    const [second] = (await rig.version('acme.x/comp2@0.0.3')).parents
    expect(second).toBe((await rig.component('acme.x/comp2')).versions['0.0.2'])
    expect(await rig.status()).toMatchObject({ modifiedComponents: [], outdatedComponents: [] })
  })

  test('twice, and edited after each', async () => {
    const rig = rigOf(chain(2))
    await rig.tag()
    for (const [own, survivors] of [2, 0, 1, 2].entries()) {
      rig.write({ 'components/comp2/index.ts': importing([], `export const own = ${own}`) })
      await tagAndDie(rig, first(survivors))
    }
    rig.write({ 'components/comp2/index.ts': importing([], 'export const own = 9') })
    await rig.tag()
    expect(await rig.status()).toMatchObject({ modifiedComponents: [], outdatedComponents: [] })
    const { comp1, comp2 } = await rig.versions()
    expect((await tagsOf(rig))['comp1']?.at(-1)).toBe(comp1)
    expect((await tagsOf(rig))['comp2']?.at(-1)).toBe(comp2)
  })

  test('and the workspace put at other versions since: what stands in the way is named', async () => {
    const rig = rigOf(chain(2))
    await rig.tag()
    rig.write({ 'components/comp2/index.ts': importing([], 'export const own = 2') })
    await tagAndDie(rig, (batch) => batch)
    const { workspace, scope } = await rig.open()
    await checkout(workspace, scope, { to: 'head', patterns: ['comp1'] })
    rig.write({ 'components/comp2/index.ts': importing([], 'export const own = 3') })
    await expect(rig.tag()).rejects.toMatchObject({ code: 'NEWER_VERSION_EXISTS' })
  })
})

test('a tag that was killed before the manifests were written is completed by the next', async () => {
  const rig = rigOf(chain(1))
  await rig.tag()
  const whole = rig.snapshot()
  rmSync(join(rig.root, 'components/comp1/package.json'))
  expect((await rig.tag()).tags).toEqual([])
  expect(rig.snapshot()).toEqual(whole)
})

test('a version that was checked out on purpose is not taken for an interrupted tag', async () => {
  const rig = rigOf(chain(1))
  await rig.tag()
  rig.write({ 'components/comp1/index.ts': 'export const own = 2\n' })
  await rig.tag()
  const { workspace, scope } = await rig.open()
  await checkout(workspace, scope, { to: '0.0.1', patterns: ['comp1'] })
  expect(await rig.tag()).toMatchObject({ tags: [], adopted: [] })
  expect(await rig.versions()).toEqual({ comp1: '0.0.1' })
})
