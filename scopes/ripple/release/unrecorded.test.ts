import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '@tessera/workspace.versions'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chain, createRig, importing, type Rig } from './rig.ts'

function rigOf(components: Parameters<typeof createRig>[0]): Rig {
  const rig = createRig(components)
  onTestFinished(rig.dispose)
  return rig
}

/** Tags, and puts back what `.bitmap` was before. */
async function tagAndForget(rig: Rig): Promise<void> {
  const before = readFileSync(join(rig.root, '.bitmap'), 'utf8')
  await rig.tag({ ignoreIssues: true })
  rig.write({ '.bitmap': before })
}

async function tagsOf(rig: Rig): Promise<Readonly<Record<string, readonly string[]>>> {
  const components = await (await rig.open()).scope.listComponents()
  return Object.fromEntries(components.map((component) => [component.name, Object.keys(component.versions)]))
}

const cyclic = { comp1: { 'index.ts': importing(['comp2']) }, comp2: { 'index.ts': importing(['comp1']) } }

describe('versions that .bitmap does not know', () => {
  test('are taken where they are what lies in the workspace, and none are made twice', async () => {
    const rig = rigOf(chain(3))
    await rig.tag()
    rig.write({ 'components/comp3/index.ts': importing([], 'export const own = 2') })
    await tagAndForget(rig)
    expect(await rig.versions()).toEqual({ comp1: '0.0.1', comp2: '0.0.1', comp3: '0.0.1' })
    const { adopted, tags } = await rig.tag()
    expect([adopted.length, tags.length]).toEqual([3, 0])
    expect(await rig.versions()).toEqual({ comp1: '0.0.2', comp2: '0.0.2', comp3: '0.0.2' })
    const both = ['0.0.1', '0.0.2']
    expect(await tagsOf(rig)).toEqual({ comp1: both, comp2: both, comp3: both })
    expect(await rig.status()).toMatchObject({ modifiedComponents: [], outdatedComponents: [] })
  })

  test.each([
    ['first ones', chain(2)],
    ['first ones in a cycle', cyclic],
  ])('%s; a dry run says so and writes nothing', async (_, components) => {
    const rig = rigOf(components)
    await tagAndForget(rig)
    expect((await rig.status()).newComponents).toEqual(['acme.x/comp1', 'acme.x/comp2'])
    const before = rig.snapshot()
    const options = { ignoreIssues: true }
    const known = ['acme.x/comp1@0.0.1', 'acme.x/comp2@0.0.1']
    expect(await rig.tag({ ...options, dryRun: true })).toMatchObject({ adopted: known, tags: [] })
    expect(rig.snapshot()).toEqual(before)
    expect((await rig.tag(options)).adopted).toEqual(known)
    expect(await tagsOf(rig)).toEqual({ comp1: ['0.0.1'], comp2: ['0.0.1'] })
  })

  test('stand in the way where something else lies in the workspace, and are named', async () => {
    const rig = rigOf(chain(2))
    await rig.tag()
    rig.write({ 'components/comp2/index.ts': importing([], 'export const own = 2') })
    await tagAndForget(rig)
    rig.write({ 'components/comp2/index.ts': importing([], 'export const own = 3') })
    await expect(rig.tag()).rejects.toMatchObject({ code: 'NEWER_VERSION_EXISTS' })
  })

  test('are not taken where an older one was checked out on purpose', async () => {
    const rig = rigOf(chain(1))
    await rig.tag()
    rig.write({ 'components/comp1/index.ts': 'export const own = 2\n' })
    await rig.tag()
    const { workspace, scope } = await rig.open()
    await checkout(workspace, scope, { to: '0.0.1', patterns: ['comp1'] })
    expect(await rig.tag()).toMatchObject({ tags: [], adopted: [] })
    expect(await rig.versions()).toEqual({ comp1: '0.0.1' })
  })
})

test('a manifest that is gone is written by the next tag', async () => {
  const rig = rigOf(chain(1))
  await rig.tag()
  const whole = rig.snapshot()
  rmSync(join(rig.root, 'components/comp1/package.json'))
  expect((await rig.tag()).tags).toEqual([])
  expect(rig.snapshot()).toEqual(whole)
})
