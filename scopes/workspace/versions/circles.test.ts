import { writeFileSync } from 'node:fs'
import { encodeObject, encodeVersion } from '@tessera/scope.objects'
import { objectFile } from '@tessera/scope.store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkout } from './checkout.ts'
import { diff } from './diff.ts'
import { log } from './log.ts'
import { merge } from './merge.ts'
import { reset } from './reset.ts'
import { createRig, type Rig, type Session } from './rig.ts'
import { status } from './status.ts'

let rig: Rig
beforeEach(() => {
  rig = createRig({ a: { 'index.ts': 'export const a = 1\n' }, b: { 'index.ts': 'export const b = 1\n' } })
})
afterEach(() => rig.dispose())

const INVALID = expect.objectContaining({
  code: 'INVALID_OBJECT',
  message: expect.stringContaining('acme.x/a comes after itself'),
})

/** Versions 0.0.1 to 0.0.3 of both; of `a` the first comes after this one. */
async function inCircle(parent: string): Promise<Session> {
  for (const version of ['0.0.1', '0.0.2', '0.0.3']) {
    rig.write({
      'components/a/index.ts': `export const a = '${version}'\n`,
      'components/b/index.ts': `// ${version}\n`,
    })
    await rig.record(version, ['a', 'b'])
  }
  const { scope } = await rig.open()
  const { versions = {} } = (await scope.readComponent({ scope: 'acme.x', name: 'a' })) ?? {}
  const hash = versions['0.0.1'] as string
  const object = { ...(await scope.readVersion(hash)), parents: [versions[parent] as string] }
  writeFileSync(objectFile(scope.path, hash), encodeObject(encodeVersion(object, hash)))
  return rig.open()
}

describe.each(['0.0.1', '0.0.2', '0.0.3'])(
  'of a version that comes after %s, which is itself or a later one',
  (parent) => {
    let session: Session
    beforeEach(async () => {
      session = await inCircle(parent)
    })

    test('log tells the component, and the other has its log', async () => {
      await expect(log(session.scope, { scope: 'acme.x', name: 'a' })).rejects.toEqual(INVALID)
      expect(await log(session.scope, { scope: 'acme.x', name: 'b' })).toHaveLength(3)
    })

    test('status lists it as invalid, beside the other', async () => {
      expect(await status(session.workspace, session.scope, session.nodes)).toMatchObject({
        invalidComponents: [{ id: 'acme.x/a', error: { name: 'INVALID_OBJECT' } }],
        stagedComponents: [{ id: 'acme.x/b' }],
      })
    })

    test.each([{}, { head: true }, { force: true }])('reset with %j refuses it', async (options) => {
      const { workspace, scope } = session
      const before = rig.read('.bitmap')
      await expect(reset(workspace, scope, { patterns: ['a'], ...options })).rejects.toEqual(INVALID)
      expect(rig.read('.bitmap')).toBe(before)
    })

    test('merge refuses it', async () => {
      await rig.record('0.0.9', ['a'], { elsewhere: '0.0.1' })
      const { workspace, scope } = await rig.open()
      await expect(merge(workspace, scope, { patterns: ['a'] })).rejects.toEqual(INVALID)
    })

    test('checkout and diff of one version need no history', async () => {
      const { workspace, scope, nodes } = session
      expect(await diff(workspace, scope, nodes, { patterns: ['a'], version: '0.0.1' })).toHaveLength(1)
      await checkout(workspace, scope, { to: '0.0.1', patterns: ['a'] })
      expect(rig.read('components/a/index.ts')).toBe("export const a = '0.0.1'\n")
      const older = await rig.open()
      await checkout(older.workspace, older.scope, { to: 'head', patterns: ['a'] })
      expect(rig.read('components/a/index.ts')).toBe("export const a = '0.0.3'\n")
      const { hash } = (await log(scope, { scope: 'acme.x', name: 'b' }))[2] ?? { hash: '' }
      await expect(checkout(workspace, scope, { to: hash.slice(0, 8), patterns: ['a'] })).rejects.toEqual(INVALID)
    })
  },
)
