import { writeFile } from 'node:fs/promises'
import { encodeObject, encodeVersion } from '@tessera/scope.objects'
import { objectFile, openScope } from '@tessera/scope.store'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { planExport } from './plan-export.ts'
import { CHAIN_COMPONENTS, CHAIN_FILES, makeRig, type Rig, type TestWorkspace } from './rig.ts'

let rig: Rig
let owner: TestWorkspace

beforeEach(async () => {
  rig = await makeRig()
  owner = await rig.workspace('owner', CHAIN_FILES, CHAIN_COMPONENTS)
})

afterEach(() => rig.dispose())

const remote = (name: string) => openScope(join(rig.dir, 'scopes', name))

it('exports what is staged, the scopes that others depend on first', async () => {
  await owner.addRemotes(await rig.bareScope('acme.orders'), await rig.bareScope('acme.shared'))
  await owner.tag('0.1.0')
  const { exported } = await owner.export()
  expect(exported.map(({ scope, components }) => [scope, components.map(({ id }) => id.name)])).toEqual([
    ['acme.shared', ['money/types']],
    ['acme.orders', ['api/client', 'api/mocks', 'api/types']],
  ])
  expect(
    (await (await remote('acme.orders')).listComponents()).map(({ name, versions }) => [name, Object.keys(versions)]),
  ).toEqual([
    ['api/client', ['0.1.0']],
    ['api/mocks', ['0.1.0']],
    ['api/types', ['0.1.0']],
  ])
})

it('records what it exported: .bitmap, heads, state, and nothing is staged any more', async () => {
  await owner.addRemotes(await rig.bareScope('acme.orders'), await rig.bareScope('acme.shared'))
  await owner.tag('0.1.0')
  await owner.export()
  const { workspace, scope, nodes } = await owner.open()
  expect(
    workspace.bitmap.entries.map(({ scope: name, version, defaultScope }) => [name, version, defaultScope]),
  ).toEqual([
    ['acme.orders', '0.1.0', undefined],
    ['acme.orders', '0.1.0', undefined],
    ['acme.orders', '0.1.0', undefined],
    ['acme.shared', '0.1.0', undefined],
  ])
  const money = await scope.readComponent({ scope: 'acme.shared', name: 'money/types' })
  expect(money?.state).toBeUndefined()
  expect(money?.remotes?.map(({ name, url }) => [name, url])).toEqual([['acme.shared', 'file:../scopes/acme.shared']])
  expect((await scope.remoteHeads('acme.shared')).get('acme.shared/money/types')).toBe(money?.head)
  expect(await planExport(workspace, scope, nodes)).toEqual({ scopes: [] })
  expect((await owner.export()).exported).toEqual([])
})

it('sends every version since the last export, and only of what the patterns name', async () => {
  await owner.addRemotes(await rig.bareScope('acme.orders'), await rig.bareScope('acme.shared'))
  await owner.tag('0.1.0')
  await owner.export()
  await owner.tag('0.1.1')
  await owner.tag('0.1.2')
  const { exported } = await owner.export({ patterns: ['acme.orders/api/types', 'acme.shared/**'] })
  expect(
    exported.flatMap(({ components }) => components.map(({ id, versions }) => [id.name, versions.map((v) => v.tag)])),
  ).toEqual([
    ['money/types', ['0.1.1', '0.1.2']],
    ['api/types', ['0.1.1', '0.1.2']],
  ])
  expect((await owner.export()).exported[0]?.components.map(({ id }) => id.name)).toEqual(['api/client', 'api/mocks'])
})

it('exports nothing when one remote is unknown', async () => {
  await owner.addRemotes(await rig.bareScope('acme.shared'))
  await owner.tag('0.1.0')
  await expect(owner.export()).rejects.toMatchObject({
    code: 'UNKNOWN_REMOTE',
    message: 'no remote holds the scope "acme.orders" (acme.orders/api/client is to be exported there)',
    hint: expect.stringContaining('tessera remote add'),
  })
  expect(await (await remote('acme.shared')).listComponents()).toEqual([])
})

it('refuses another version under a tag that the remote has', async () => {
  const urls = [await rig.bareScope('acme.orders'), await rig.bareScope('acme.shared')]
  const other = await rig.workspace('other', CHAIN_FILES, CHAIN_COMPONENTS)
  for (const workspace of [owner, other]) {
    await workspace.addRemotes(...urls)
    await workspace.tag('0.1.0')
  }
  await owner.export()
  await expect(other.export({ patterns: ['acme.shared/**'] })).rejects.toMatchObject({ code: 'MERGE_CONFLICT' })
})

it('says what was exported and what was not when a later scope refuses', async () => {
  const rival = await rig.workspace(
    'rival',
    { 'components/api/types/index.ts': 'export type Order = string\n' },
    { 'acme.orders/api/types': 'components/api/types' },
  )
  const both = [await rig.bareScope('acme.orders'), await rig.bareScope('acme.shared')]
  await rival.addRemotes(...both)
  await rival.tag('0.1.0')
  await rival.export()
  await owner.addRemotes(...both)
  await owner.tag('0.1.0')
  await expect(owner.export()).rejects.toMatchObject({
    code: 'EXPORT_FAILED',
    message: expect.stringMatching(
      /^the export to acme\.orders failed: .*; exported: acme\.shared\/money\/types@0\.1\.0; not exported: acme\.orders\/api\/client@0\.1\.0, /,
    ),
  })
  const { workspace, scope, nodes } = await owner.open()
  expect(workspace.bitmap.entries.find(({ name }) => name === 'money/types')).toMatchObject({ scope: 'acme.shared' })
  expect((await planExport(workspace, scope, nodes)).scopes.map((group) => group.scope)).toEqual(['acme.orders'])
})

it('completes an export that was cut short before .bitmap was written', async () => {
  await owner.addRemotes(await rig.bareScope('acme.orders'), await rig.bareScope('acme.shared'))
  await owner.tag('0.1.0')
  const before = await owner.read('.bitmap')
  await owner.export()
  const after = await owner.read('.bitmap')
  await owner.write({ '.bitmap': before })
  await owner.export()
  expect(await owner.read('.bitmap')).toBe(after)
})

it.each(['0.1.0', '0.2.0'])('refuses a version that comes after %s, which is itself or a later one', async (parent) => {
  await owner.addRemotes(await rig.bareScope('acme.orders'), await rig.bareScope('acme.shared'))
  await owner.tag('0.1.0')
  await owner.write({ 'components/money/types/index.ts': 'export type Money = { cents: number }\n' })
  await owner.tag('0.2.0', ['acme.shared/money/types'])
  const { scope } = await owner.open()
  const { versions = {} } = (await scope.readComponent({ scope: 'acme.shared', name: 'money/types' })) ?? {}
  const hash = versions['0.1.0'] as string
  const object = { ...(await scope.readVersion(hash)), parents: [versions[parent] as string] }
  await writeFile(objectFile(scope.path, hash), encodeObject(encodeVersion(object, hash)))
  await expect(owner.export()).rejects.toMatchObject({
    code: 'INVALID_OBJECT',
    message: expect.stringContaining('acme.shared/money/types comes after itself'),
  })
  expect(await (await remote('acme.orders')).listComponents()).toEqual([])
})
