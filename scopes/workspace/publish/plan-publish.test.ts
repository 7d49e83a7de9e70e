import { componentKey, formatId, type ComponentId } from '@tessera/core.model'
import type { ComponentNode } from '@tessera/workspace.files'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { planPublish } from './plan-publish.ts'
import type { Lookup, Registry } from './registry.ts'
import { makeRig, type Rig } from './rig.ts'
import type { PublishOptions } from './types.ts'

const PLAIN = { 'index.ts': 'export {}\n' }
const PART = { ...PLAIN, 'derived.json': '{}' }

let rig: Rig
beforeEach(async () => {
  rig = await makeRig()
})
afterEach(() => rig.dispose())

function node(id: ComponentId): ComponentNode {
  const key = componentKey(id)
  return { kind: 'component', id, key, rootDir: `components/${key}`, exported: true, mainFile: 'index.ts' } as never
}

/** A plan for these components, where the registry has these versions of their packages. */
async function plan(
  ids: readonly ComponentId[],
  known: Readonly<Record<string, Lookup>> = {},
  options?: PublishOptions,
) {
  const registry: Registry = {
    url: 'https://npm.acme.example/',
    lookUp: (name) => Promise.resolve(known[name] ?? { versions: [] }),
    publish: () => Promise.reject(new Error('a plan sends nothing')),
  }
  const input = { nodes: ids.map(node), fetcher: rig.fetcher, registryOf: () => registry, options: options ?? {} }
  const { packages } = await planPublish(input, () => undefined)
  return packages.map(({ local, neededBy, tag }) =>
    [formatId(local.id), tag, ...(neededBy ? [neededBy] : [])].join(' '),
  )
}

test('what is needed goes along, unless the registry has what takes its place', async () => {
  const types = await rig.record('acme.orders/api/types', '0.1.0', PART)
  const client = await rig.record('acme.orders/api/client', '0.1.0', PART, { dependencies: [types] })
  const alone = ['acme.orders/api/client@0.1.0 latest']
  expect(await plan([client.id])).toEqual([...alone, 'acme.orders/api/types@0.1.0 latest @acme/orders.api.client'])
  const compatible = { '@acme/orders.api.types': { versions: ['0.1.7'] } }
  expect(await plan([client.id], compatible)).toEqual(alone)
  const breaking = { '@acme/orders.api.types': { versions: ['0.2.0'] } }
  expect(await plan([client.id], breaking)).toEqual([
    ...alone,
    'acme.orders/api/types@0.1.0 release-0.1.x @acme/orders.api.client',
  ])
})

test.each([
  ['$acme.orders/one', 'URL-friendly'],
  [`acme.orders/${'a'.repeat(215)}`, '214'],
])('a name that npm has no place for is refused: %s', async (name, why) => {
  const { id } = await rig.record(name, '1.0.0', PLAIN)
  await expect(plan([id])).rejects.toMatchObject({ code: 'NAME_REFUSED', message: expect.stringContaining(why) })
})

test('a snap is refused, also where it is only needed', async () => {
  const snap = await rig.record('acme.orders/one', 'a'.repeat(40), PLAIN)
  await expect(plan([snap.id])).rejects.toMatchObject({ code: 'NOT_TAGGED' })
  const user = await rig.record('acme.orders/two', '1.0.0', PLAIN, { dependencies: [snap] })
  await expect(plan([user.id])).rejects.toMatchObject({
    code: 'NOT_TAGGED',
    message: expect.stringContaining('@acme/orders.two depends on'),
  })
})

test('no dist-tag may read like a version', async () => {
  await expect(plan([], {}, { tag: '1.x' })).rejects.toMatchObject({ code: 'USAGE' })
})
