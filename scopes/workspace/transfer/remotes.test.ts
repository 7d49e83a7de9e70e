import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addRemote, listRemotes, removeRemote, resolveRemotes } from './remotes.ts'
import { makeRig, type Rig, type TestWorkspace } from './rig.ts'

let rig: Rig
let user: TestWorkspace

beforeEach(async () => {
  rig = await makeRig()
  user = await rig.workspace('user')
})

afterEach(() => rig.dispose())

it('records a remote under its own name, in package.json and in the local scope', async () => {
  const url = await rig.bareScope('acme.orders')
  await user.addRemotes(url)
  const { workspace, scope } = await user.open()
  expect(JSON.parse(await user.read('package.json')).tessera.remotes).toEqual({ 'acme.orders': url })
  expect(scope.remotes).toEqual({ 'acme.orders': url })
  expect(listRemotes(workspace, scope)).toEqual([{ name: 'acme.orders', url, from: 'workspace' }])
})

it('prefers the committed URL over the one of this clone', async () => {
  const url = await rig.bareScope('acme.orders')
  await user.addRemotes(url)
  const { workspace, scope } = await user.open()
  await scope.setRemotes({ 'acme.orders': 'file:///old', 'acme.local': 'file:///local' })
  expect(resolveRemotes(workspace, scope)).toEqual({ 'acme.orders': url, 'acme.local': 'file:///local' })
  expect(listRemotes(workspace, scope).map(({ name, from }) => [name, from])).toEqual([
    ['acme.local', 'scope'],
    ['acme.orders', 'workspace'],
  ])
})

it('refuses another URL for the same name unless forced', async () => {
  await user.addRemotes(await rig.bareScope('acme.orders'))
  const other = `file://${join(rig.dir, 'scopes/acme.orders')}`
  await expect(user.addRemotes(other)).rejects.toMatchObject({ code: 'REMOTE_EXISTS' })
  const { workspace, scope } = await user.open()
  expect((await addRemote(workspace, scope, other, { force: true })).remote.url).toBe(other)
})

it('refuses a URL where no scope is', async () => {
  await expect(user.addRemotes('file:../nowhere')).rejects.toMatchObject({ code: 'REMOTE_NOT_FOUND' })
})

it('forgets a remote, and says which one was meant', async () => {
  await user.addRemotes(await rig.bareScope('acme.orders'))
  const { workspace, scope } = await user.open()
  await expect(removeRemote(workspace, scope, 'acme.order')).rejects.toMatchObject({
    code: 'UNKNOWN_REMOTE',
    message: 'no remote "acme.order", did you mean "acme.orders"?',
  })
  const { workspace: next } = await removeRemote(workspace, scope, 'acme.orders')
  expect(resolveRemotes(next, scope)).toEqual({})
})
