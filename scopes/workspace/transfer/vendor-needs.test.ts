import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { planVendor } from './plan-vendor.ts'
import { providedPackages } from './provided.ts'
import { makeRig, type Files, type Rig, type TestWorkspace } from './rig.ts'
import { vendorNeeds, type VendorNeedsOptions, type VendorNeedsResult } from './vendor-needs.ts'

vi.setConfig({ testTimeout: 30_000 })

let rig: Rig

beforeEach(async () => {
  rig = await makeRig()
})
afterEach(() => rig.dispose())

const CONTRACT = "import { z } from 'zod'\nimport '@tessera/contract.define'\nexport const a = z.string()\n"

const workspaceOf = (files: Files = {}): Promise<TestWorkspace> =>
  rig.workspace('ws', { 'components/a/index.ts': CONTRACT, ...files }, { 'acme.orders/a': 'components/a' })

async function needs(user: TestWorkspace, options: VendorNeedsOptions = {}): Promise<VendorNeedsResult> {
  const { workspace, scope, nodes } = await user.open()
  return vendorNeeds(
    workspace,
    scope,
    nodes,
    { skipInstall: true, ...options },
    (event) => void user.events.push(event),
  )
}

const dependenciesOf = async (user: TestWorkspace): Promise<unknown> =>
  JSON.parse(await user.read('package.json')).dependencies

/** The range at which the tool itself has zod: another could bring a second copy. */
const zod = JSON.parse(readFileSync(join(import.meta.dirname, '../../contract/define/package.json'), 'utf8'))
const ZOD = { ...zod.dependencies, ...zod.peerDependencies }.zod as string

it('vendors what a contract imports, lists the third party at the range of the tool, and is done then', async () => {
  const user = await workspaceOf()
  const { vendored, listed, installed } = await needs(user)
  expect(listed).toEqual({ zod: ZOD })
  expect(installed).toBe(false)
  expect(vendored.map(({ packageName }) => packageName)).toContain('@tessera/contract.define')
  expect(await dependenciesOf(user)).toMatchObject({
    zod: ZOD,
    '@tessera/contract.define': expect.stringContaining('file:vendor/'),
  })
  expect(await user.files('vendor')).toContain('tessera-contract.define-0.1.0.tgz')
  expect(await user.read('package-lock.json')).toContain('vendor/tessera-contract.define')
  const before = await user.read('package.json')
  expect((await needs(user)).vendored.map(({ status }) => status)).not.toContain('packed')
  expect(await user.read('package.json')).toBe(before)
})

it('vendors what files yet to be written will import', async () => {
  const user = await rig.workspace('ws')
  const { vendored } = await needs(user, { packages: ['@tessera/contract.mock'] })
  expect(vendored.map(({ packageName }) => packageName)).toContain('@tessera/contract.mock')
})

it('changes nothing where everything is installed', async () => {
  const user = await workspaceOf({
    'node_modules/zod/package.json': '{ "name": "zod", "version": "4.0.0" }',
    'node_modules/@tessera/contract.define/package.json': '{ "name": "@tessera/contract.define" }',
  })
  const before = await user.files()
  expect(await needs(user)).toEqual({ vendored: [], listed: {}, dropped: [], installed: false })
  expect(await user.files()).toEqual(before.filter((path) => !path.startsWith('.tessera')))
  expect(await dependenciesOf(user)).toBeUndefined()
})

it('runs no npm for an import that nobody can provide', async () => {
  const user = await rig.workspace(
    'ws',
    { 'components/a/index.ts': "import 'zood'\n" },
    { 'acme.orders/a': 'components/a' },
  )
  expect(await needs(user, { skipInstall: false })).toMatchObject({ vendored: [], listed: {}, installed: false })
})

it('leaves to npm what the root lists at a range, and what is a workspace of the root', async () => {
  const own = (name: string): string => JSON.stringify({ name, version: '9.9.9' })
  const user = await workspaceOf({
    'package.json': JSON.stringify({
      name: 'test',
      private: true,
      workspaces: ['components/*', 'tools/**', '!tools/old', './single'],
      devDependencies: { zod: '^4.0.0', '@tessera/contract.mock': '^0.1.0', '@tessera/x': 'file:vendor/x.tgz' },
    }),
    'components/a/index.ts': `${CONTRACT}import '@tessera/contract.mock'\n`,
    'tools/deep/define/package.json': own('@tessera/contract.define'),
    'tools/old/package.json': own('@tessera/old'),
    'tools/node_modules/z/package.json': own('@tessera/z'),
    'single/package.json': own('@tessera/single'),
  })
  const provided = await providedPackages(user.root)
  expect([...provided].filter((name) => name.startsWith('@tessera/')).toSorted()).toEqual([
    '@tessera/contract.define',
    '@tessera/contract.mock',
    '@tessera/single',
  ])
  const { workspace, scope, nodes } = await user.open()
  const open = (): never => {
    throw new Error('no remote is needed')
  }
  const plan = await planVendor({ workspace, nodes, targets: [], fetcher: { scope, open } })
  expect(plan.tools).toEqual([])
})
