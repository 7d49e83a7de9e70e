import { encodeVersion, type VersionObject } from '@tessera/scope.objects'
import { sha1 } from '@tessera/core.model'
import { writeBitmap } from '@tessera/workspace.files'
import { expect, onTestFinished, test } from 'vitest'
import { checkout } from './checkout.ts'
import { log } from './log.ts'
import { quickStatus } from './quick-status.ts'
import { createRig, type Rig } from './rig.ts'
import { show } from './show.ts'
import { status } from './status.ts'

/** `a` at a snap as Bit 2 makes it, over 0.0.1: its hash follows from nothing, and there are fields of its own. */
async function snappedByBit(): Promise<{ readonly rig: Rig; readonly hash: string }> {
  const rig = createRig({ a: { 'index.ts': 'export const a = 1\n' } })
  onTestFinished(rig.dispose)
  await rig.record('0.0.1', ['a'], { exported: true })
  rig.write({ 'components/a/index.ts': 'export const a = 2\n' })
  await rig.record('snap', ['a'], { exported: true })
  const { workspace, scope } = await rig.open()
  const own = workspace.bitmap.entries[0]?.version as string
  const hash = sha1('a random uuid')
  const version: VersionObject = {
    ...(await scope.readVersion(own)),
    schema: '2.0.0',
    rest: { bitVersion: '2.2.6', buildStatus: 'pending', batchId: 'b', origin: { id: { scope: 'acme.x', name: 'a' } } },
  }
  expect(encodeVersion(version, hash).hash).toBe(hash)
  const component = await scope.readComponent({ scope: 'acme.x', name: 'a' })
  if (component === undefined) throw new Error('no component')
  await scope.write({ sources: [], versions: [{ hash, version }], components: [{ ...component, head: hash }] })
  await scope.setRemoteHeads('acme.x', new Map([['acme.x/a', hash]]))
  const entries = workspace.bitmap.entries.map((entry) => ({ ...entry, version: hash }))
  await writeBitmap(workspace, entries)
  return { rig, hash }
}

test('what Bit snapped is known by status, log, show and checkout', async () => {
  const { rig, hash } = await snappedByBit()
  const { workspace, scope, nodes } = await rig.open()
  expect(await status(workspace, scope, nodes)).toMatchObject({
    ...{ modifiedComponents: [], stagedComponents: [], outdatedComponents: [], invalidComponents: [] },
    snappedComponents: ['acme.x/a'],
  })
  const id = { scope: 'acme.x', name: 'a' }
  expect((await log(scope, id)).map((row) => [row.hash, row.tag])).toEqual([
    [hash, undefined],
    [expect.any(String), '0.0.1'],
  ])
  const [node] = nodes
  if (node?.kind !== 'component') throw new Error('no component')
  expect(await show(scope, node)).toContainEqual({ title: 'id', json: `acme.x/a@${hash}` })
  await checkout(workspace, scope, { to: '0.0.1', patterns: ['a'] })
  expect(rig.read('components/a/index.ts')).toBe('export const a = 1\n')
  const older = await rig.open()
  expect((await status(older.workspace, older.scope, older.nodes)).outdatedComponents).toEqual([
    { id: 'acme.x/a', headVersion: hash, latestVersion: '0.0.1' },
  ])
  await checkout(older.workspace, older.scope, { to: hash.slice(0, 8), patterns: ['a'] })
  expect(rig.read('components/a/index.ts')).toBe('export const a = 2\n')
  expect(JSON.parse(rig.read('components/a/package.json'))).toMatchObject({ version: `0.0.0-${hash}` })
})

test('versions that Bit hides are shown only where they are asked for', async () => {
  const { rig, hash } = await snappedByBit()
  const { scope } = await rig.open()
  const hidden = { ...(await scope.readVersion(hash)), parents: [hash], rest: { hidden: true } }
  const extensions = [{ name: 'teambit.component/deprecation', config: { deprecate: true }, data: {} }]
  const next = sha1('another')
  const component = await scope.readComponent({ scope: 'acme.x', name: 'a' })
  if (component === undefined) throw new Error('no component')
  const versions = [{ hash: next, version: { ...hidden, extensions } }]
  await scope.write({ sources: [], versions, components: [{ ...component, head: next }] })
  const id = { scope: 'acme.x', name: 'a' }
  expect((await log(scope, id)).map((row) => row.hash)).not.toContain(next)
  expect((await log(scope, id, { hidden: true }))[0]).toMatchObject({ hash: next, hidden: true, deprecated: true })
})

test('the quick status looks at files alone', async () => {
  const rig = createRig({ a: { 'index.ts': "import '@acme/x.b'\n" }, b: { 'index.ts': '' }, c: { 'index.ts': '' } })
  onTestFinished(rig.dispose)
  await rig.record('0.0.1', ['a', 'b'])
  rig.write({ 'components/b/index.ts': '2' })
  await rig.record('0.0.2', ['b'])
  const quick = async () => {
    const { workspace, scope, nodes } = await rig.open()
    return quickStatus(workspace, scope, nodes)
  }
  expect(await quick()).toEqual({ modified: [], newComponents: ['acme.x/c'] })
  rig.write({ 'components/b/more.ts': '' })
  expect(await quick()).toEqual({ modified: ['acme.x/b'], newComponents: ['acme.x/c'] })
})
