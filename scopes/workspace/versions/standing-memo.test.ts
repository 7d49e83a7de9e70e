import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { componentHash, objectPath } from '@tessera/scope.objects'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createRig, type Rig } from './rig.ts'
import { status, type StatusResult } from './status.ts'

const fileOf = (rig: Rig): string => join(rig.root, '.tessera/standings.json')

async function statusOf(rig: Rig): Promise<StatusResult> {
  const { workspace, scope, nodes } = await rig.open()
  return status(workspace, scope, nodes)
}

/** The clock of this process is set forward, so that all that was written is old. */
async function laterStatusOf(rig: Rig): Promise<StatusResult> {
  const now = Date.now
  Date.now = () => now() + 10_000
  try {
    return await statusOf(rig)
  } finally {
    Date.now = now
  }
}

/** Two exported components whose standings are remembered. */
async function remembered(): Promise<Rig> {
  const rig = createRig({ a: { 'index.ts': "import '@acme/x.b'\n" }, b: { 'index.ts': 'export const b = 1\n' } })
  onTestFinished(rig.dispose)
  for (const name of ['b', 'a']) await rig.record('0.0.1', [name], { exported: true })
  await laterStatusOf(rig)
  return rig
}

describe('what is remembered of standings', () => {
  test('is not worked out again', async () => {
    const rig = await remembered()
    const text = readFileSync(fileOf(rig), 'utf8')
    writeFileSync(fileOf(rig), text.replaceAll('"unmodified"', '"modified"'))
    expect((await statusOf(rig)).modifiedComponents).toEqual(['acme.x/a', 'acme.x/b'])
  })

  test.each(['', '{"version":1', '{"version":1,"scope":"","rows":3}'])('is nothing where it reads %j', async (text) => {
    const rig = await remembered()
    writeFileSync(fileOf(rig), text)
    expect((await statusOf(rig)).modifiedComponents).toEqual([])
  })

  test('holds nothing that changed a moment ago', async () => {
    const rig = await remembered()
    rmSync(fileOf(rig))
    await statusOf(rig)
    expect(existsSync(fileOf(rig))).toBe(false)
  })

  test('gives way to an edit, of what depends on it as well', async () => {
    const rig = await remembered()
    rig.write({ 'components/b/index.ts': 'export const b = 2\n' })
    expect(await statusOf(rig)).toMatchObject({
      modifiedComponents: ['acme.x/b'],
      autoTagPendingComponents: ['acme.x/a'],
    })
  })

  test('gives way to a new version', async () => {
    const rig = await remembered()
    await rig.record('0.0.2', ['b'])
    expect((await statusOf(rig)).stagedComponents).toEqual([{ id: 'acme.x/b', versions: ['0.0.2'] }])
  })

  test('gives way to what the remote has now', async () => {
    const rig = await remembered()
    const { scope } = await rig.open()
    await scope.setRemoteHeads('acme.x', new Map([['acme.x/b', 'f'.repeat(40)]]))
    expect((await statusOf(rig)).outdatedComponents).toMatchObject([{ id: 'acme.x/b' }])
  })

  test('gives way where a Version is gone', async () => {
    const rig = await remembered()
    const { scope } = await rig.open()
    const component = await scope.readComponent({ scope: 'acme.x', name: 'b' })
    rmSync(join(scope.path, 'objects', objectPath(component?.head ?? '')))
    expect((await statusOf(rig)).importPendingComponents).toEqual(['acme.x/b'])
  })

  test('gives way where a Component was written over in its place', async () => {
    const rig = await remembered()
    const { scope } = await rig.open()
    const file = join(scope.path, 'objects', objectPath(componentHash({ scope: 'acme.x', name: 'b' })))
    writeFileSync(file, 'no object')
    expect((await statusOf(rig)).invalidComponents).toMatchObject([{ id: 'acme.x/b' }])
  })
})
