import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { makeExportedChain, makeRig, type Rig, type TestWorkspace } from './rig.ts'
import { readTarball } from './tarball.ts'

const run = promisify(execFile)
const CLIENT = 'acme.orders/api/client'

vi.setConfig({ testTimeout: 30_000 })

let template: Rig
let rig: Rig
let owner: TestWorkspace
let user: TestWorkspace

beforeAll(async () => {
  template = await makeExportedChain()
})

beforeEach(async () => {
  rig = await makeRig(template)
  owner = await rig.workspace('owner')
  user = await rig.workspace('user')
})

afterAll(() => template.dispose())
afterEach(() => rig.dispose())

const manifest = async (workspace: TestWorkspace) => JSON.parse(await workspace.read('package.json'))
const tarball = async (workspace: TestWorkspace, path: string) =>
  readTarball(await readFile(join(workspace.root, path)))

const npm = (command: string) =>
  run('npm', [command, '--offline', '--no-audit', '--no-fund'], { cwd: user.root, shell: process.platform === 'win32' })

it('packs the closure of what is imported, compiled, and lists it at the root', async () => {
  const { vendored } = await user.import([CLIENT])
  expect(vendored.map(({ path, status }) => [path, status])).toEqual([
    ['vendor/acme-orders.api.mocks-0.1.0.tgz', 'packed'],
    ['vendor/acme-orders.api.types-0.1.0.tgz', 'packed'],
    ['vendor/acme-shared.money.types-0.1.0.tgz', 'packed'],
  ])
  expect((await manifest(user)).dependencies).toEqual({
    '@acme/orders.api.mocks': 'file:vendor/acme-orders.api.mocks-0.1.0.tgz',
    '@acme/orders.api.types': 'file:vendor/acme-orders.api.types-0.1.0.tgz',
    '@acme/shared.money.types': 'file:vendor/acme-shared.money.types-0.1.0.tgz',
  })
  expect(user.events.filter(({ type }) => type === 'diagnostic')).toEqual([])
  const files = await tarball(user, 'vendor/acme-orders.api.mocks-0.1.0.tgz')
  expect([...files.keys()]).toEqual(['dist/index.d.ts', 'dist/index.js', 'package.json'])
  expect(files.get('dist/index.d.ts')?.toString()).toMatchInlineSnapshot(`
    "import type { Order } from '@acme/orders.api.types';
    /** An order. */
    export declare const order: (id: string) => Order;
    export declare const inferred: {
        zero: import("@acme/shared.money.types").Money;
    };
    "
  `)
  const packed = JSON.parse(files.get('package.json')?.toString() ?? '')
  expect(packed.tessera.version).toMatch(/^[0-9a-f]{40}$/)
  expect({ ...packed, tessera: { ...packed.tessera, version: '<hash>' } }).toMatchInlineSnapshot(`
    {
      "componentId": {
        "name": "api/mocks",
        "scope": "acme.orders",
        "version": "0.1.0",
      },
      "dependencies": {
        "@acme/orders.api.types": "*",
        "@acme/shared.money.types": "*",
      },
      "exports": {
        ".": {
          "default": "./dist/index.js",
          "types": "./dist/index.d.ts",
        },
        "./package.json": "./package.json",
      },
      "files": [
        "dist",
      ],
      "name": "@acme/orders.api.mocks",
      "tessera": {
        "dependencies": {
          "acme.orders/api/types": "0.1.0",
          "acme.shared/money/types": "0.1.0",
        },
        "version": "<hash>",
      },
      "type": "module",
      "version": "0.1.0",
    }
  `)
})

it('packs the same bytes in another workspace', async () => {
  await user.import([CLIENT])
  const other = await rig.workspace('other')
  await other.write({ 'package.json': await user.read('package.json') })
  await other.import([CLIENT])
  for (const path of await user.files('vendor')) {
    const [a, b] = await Promise.all([user, other].map(({ root }) => readFile(join(root, 'vendor', path))))
    expect(a?.equals(b as Buffer)).toBe(true)
  }
})

it('drops a package in the step that makes it source, and one that nothing needs any more', async () => {
  await user.import([CLIENT])
  const { dropped } = await user.import(['acme.orders/api/mocks', 'acme.orders/api/types'])
  expect(dropped).toEqual(['vendor/acme-orders.api.mocks-0.1.0.tgz', 'vendor/acme-orders.api.types-0.1.0.tgz'])
  expect((await manifest(user)).dependencies).toEqual({
    '@acme/shared.money.types': 'file:vendor/acme-shared.money.types-0.1.0.tgz',
  })
  await user.import(['acme.shared/money/types'])
  expect((await manifest(user)).dependencies).toBeUndefined()
  expect(await user.files('vendor')).toEqual([])
})

it('needs no objects of what it vendored before', async () => {
  await user.import([CLIENT])
  await rm(join(user.root, '.bit'), { recursive: true })
  const before = (await manifest(user)).dependencies
  await owner.write({ 'components/other/index.ts': 'export const other = 1\n' })
  const more = await rig.workspace('more', { 'lib/index.ts': 'export const lib = 1\n' }, { 'acme.shared/lib': 'lib' })
  await more.addRemotes('file:../scopes/acme.shared')
  await more.tag('1.0.0')
  await more.export()
  await user.import(['acme.shared/lib'])
  expect((await manifest(user)).dependencies).toEqual(before)
})

it('vendors packages of the tool with what they need, and without their sources', async () => {
  const tool = await rig.workspace(
    'tool',
    { 'components/graph/index.ts': "import { Graph } from '@tessera/core.graph'\nexport const graph = new Graph()\n" },
    { 'acme.orders/graph': 'components/graph' },
  )
  await tool.addRemotes('file:../scopes/acme.orders')
  await tool.tag('0.1.0')
  await tool.export()
  const { vendored } = await user.import(['acme.orders/graph'])
  expect(vendored.map(({ packageName }) => packageName)).toEqual(['@tessera/core.graph'])
  const files = await tarball(user, vendored[0]?.path ?? '')
  expect([...files.keys()]).toContain('dist/index.js')
  expect(JSON.parse(files.get('package.json')?.toString() ?? '').exports['.']).toEqual({
    types: './dist/index.d.ts',
    default: './dist/index.js',
  })
})

it('keeps two versions of one component apart, each where it was built with', async () => {
  await user.write({ '.npmrc': 'offline=true\n' })
  await user.importWithNpm(['acme.orders/api/mocks'])
  await owner.write({
    'components/money/types/index.ts':
      'export interface Money {\n  readonly amount: number\n}\nexport const zero: Money = { amount: 2 }\n',
  })
  await owner.tag('0.2.0', ['acme.shared/money/types', 'acme.orders/api/mocks'])
  await owner.export()
  await user.importWithNpm(['acme.orders/api/mocks'])
  const { dependencies, overrides } = await manifest(user)
  expect(dependencies).toEqual({
    '@acme/orders.api.types': 'file:vendor/acme-orders.api.types-0.1.0.tgz',
    '@acme/shared.money.types': 'file:vendor/acme-shared.money.types-0.2.0.tgz',
    '@acme/shared.money.types__0.1.0': 'file:vendor/acme-shared.money.types-0.1.0.tgz',
  })
  expect(overrides).toEqual({
    '@acme/orders.api.types': { '@acme/shared.money.types': '$@acme/shared.money.types__0.1.0' },
  })
  const versions = async () =>
    Promise.all(
      ['@acme/shared.money.types', '@acme/orders.api.types/node_modules/@acme/shared.money.types'].map(
        async (path) => JSON.parse(await user.read(`node_modules/${path}/package.json`)).version,
      ),
    )
  expect(await versions()).toEqual(['0.2.0', '0.1.0'])
  await npm('ci')
  expect(await versions()).toEqual(['0.2.0', '0.1.0'])
})

it('installs and runs with plain npm, from a clone, without any registry', async () => {
  await user.write({
    'consumers/shop/package.json':
      '{ "name": "shop", "type": "module", "dependencies": { "@acme/orders.api.mocks": "*" } }',
    'consumers/shop/main.js':
      "import { order } from '@acme/orders.api.mocks'\nconsole.log(JSON.stringify(order('ord_1')))\n",
    '.npmrc': 'offline=true\n',
  })
  const { installed } = await user.importWithNpm([CLIENT])
  expect(installed).toBe(true)
  const start = () => run(process.execPath, ['consumers/shop/main.js'], { cwd: user.root })
  expect((await start()).stdout).toBe('{"id":"ord_1","total":{"amount":0}}\n')
  await rm(join(user.root, 'node_modules'), { recursive: true })
  await run('npm', ['ci', '--offline', '--no-audit', '--no-fund'], {
    cwd: user.root,
    shell: process.platform === 'win32',
  })
  expect((await start()).stdout).toBe('{"id":"ord_1","total":{"amount":0}}\n')
})

it('says what npm said when it fails, and keeps what was imported', async () => {
  await user.write({
    '.npmrc': 'offline=true\n',
    'package.json': JSON.stringify({ ...(await manifest(user)), dependencies: { 'not-in-any-cache-at-all': '9.9.9' } }),
  })
  await expect(user.importWithNpm([CLIENT], { skipInstall: true })).rejects.toMatchObject({
    code: 'INSTALL_FAILED',
    hint: expect.stringContaining('not-in-any-cache-at-all'),
  })
  expect((await user.open()).workspace.bitmap.entries).toHaveLength(1)
})
