import { lstat, mkdir, readlink, realpath, symlink, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { linkWorkspace } from './link.ts'
import { CHAIN_COMPONENTS, CHAIN_FILES, makeRig, type Rig, type TestWorkspace } from './rig.ts'

let rig: Rig
let owner: TestWorkspace

beforeEach(async () => {
  rig = await makeRig()
  const shop = { 'consumers/shop/package.json': '{ "name": "shop" }', 'consumers/shop/main.js': '' }
  owner = await rig.workspace('owner', { ...CHAIN_FILES, ...shop }, CHAIN_COMPONENTS)
})

afterEach(() => rig.dispose())

const link = async () => {
  const { workspace, nodes } = await owner.open()
  return (await linkWorkspace(workspace, nodes)).map(({ packageName, status }) => [packageName, status])
}

it('links components and consumers where node looks for them', async () => {
  expect(await link()).toEqual([
    ['@acme/orders.api.client', 'linked'],
    ['@acme/orders.api.mocks', 'linked'],
    ['@acme/orders.api.types', 'linked'],
    ['@acme/shared.money.types', 'linked'],
    ['shop', 'linked'],
  ])
  const path = join(owner.root, 'node_modules/@acme/orders.api.client')
  expect(await realpath(path)).toBe(await realpath(join(owner.root, 'components/api/client')))
  expect(isAbsolute(await readlink(path))).toBe(process.platform === 'win32')
  expect(JSON.parse(await owner.read('node_modules/@acme/orders.api.client/package.json')).version).toBe('0.0.1-new')
  expect((await link()).every(([, status]) => status === 'unchanged')).toBe(true)
})

it('replaces wrong links and generated packages, and leaves what others put there', async () => {
  const modules = join(owner.root, 'node_modules')
  await mkdir(join(modules, '@acme/orders.api.client'), { recursive: true })
  await writeFile(join(modules, '@acme/orders.api.client/package.json'), '{ "componentId": { "name": "api/client" } }')
  await symlink(owner.root, join(modules, '@acme/orders.api.mocks'), 'junction')
  await mkdir(join(modules, 'shop'))
  await writeFile(join(modules, 'shop/mine.txt'), '')
  expect(await link()).toEqual([
    ['@acme/orders.api.client', 'linked'],
    ['@acme/orders.api.mocks', 'linked'],
    ['@acme/orders.api.types', 'linked'],
    ['@acme/shared.money.types', 'linked'],
    ['shop', 'blocked'],
  ])
  expect((await lstat(join(modules, 'shop/mine.txt'))).isFile()).toBe(true)
})

it('blocks a package name that leads out of node_modules', async () => {
  await owner.write({ 'consumers/shop/package.json': '{ "name": "../../evil" }' })
  expect(await link()).toContainEqual(['../../evil', 'blocked'])
})
