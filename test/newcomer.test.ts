import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { git, said } from './plain.ts'
import { test, type Rig } from './rig.ts'

const CONSUMER = {
  'package.json': JSON.stringify({
    name: '@acme/web',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: { '@acme/shop.shop-api.client': '*' },
    devDependencies: { '@acme/shop.shop-api.mocks': '*' },
  }),
  'items.ts': `import type { ShopApiClient } from '@acme/shop.shop-api.client'

export async function addItem(shop: ShopApiClient, name: string): Promise<string> {
  const reply = await shop.call.createItem({ body: { name } })
  if (reply.status === 422) throw new Error(reply.body.title)
  return reply.body.name + ' is ' + reply.body.status
}
`,
  'items.test.ts': `import { shopApiClient } from '@acme/shop.shop-api.client'
import { mockItem, shopApiMock } from '@acme/shop.shop-api.mocks'
import { expect, test } from 'vitest'
import { addItem } from './items.ts'

test('an item is added over real HTTP', async () => {
  const provider = shopApiMock({ seed: 1 })
  provider.on('createItem', () => ({ status: 201, body: mockItem({ override: { name: 'tea', status: 'draft' } }) }))
  const shop = shopApiClient({ baseUrl: (await provider.listen()).url })
  expect(await addItem(shop, 'tea')).toBe('tea is draft')
  await shop.drain()
  await provider.drain()
})
`,
}

/** npm installs for real, twice. */
const SLOW = { timeout: 240_000 }

/** A program in a folder of the rig, as a person would run it: HOME is the rig, npm has its cache and no tessera. */
async function plainly(rig: Rig, folder: string, program: string, ...words: string[]): Promise<string> {
  const cache = process.env['npm_config_cache'] ?? join(process.env['HOME'] ?? '', '.npm')
  const env = { ...process.env, NO_COLOR: '1', HOME: rig.root, npm_config_cache: cache }
  const shell = process.platform === 'win32'
  const { stdout } = await promisify(execFile)(program, words, { cwd: rig.path(folder), env, shell })
  return stdout
}

test(
  'from an empty folder to a tagged contract with a consumer, which plain npm installs and tests',
  SLOW,
  async ({ rig }) => {
    mkdirSync(rig.path('shop'))
    expect(said(await rig.tessera('shop', 'init', '--default-scope', 'acme.shop'))).toMatchInlineSnapshot(`
    "
    workspace shop, default scope acme.shop
    wrote workspace.jsonc, .bitmap, package.json, tsconfig.json, vitest.config.ts, .gitignore
    | next: tessera create http-contract <name>, or tessera remote add <url> and tessera import <id>
    "
  `)
    expect(said(await rig.tessera('shop', 'create', 'http-contract', 'acme.shop/shop-api'))).toMatchInlineSnapshot(`
    "
    created acme.shop/shop-api/contract
    created acme.shop/shop-api/types
    created acme.shop/shop-api/mocks
    created acme.shop/shop-api/client
    created acme.shop/shop-api/server
    5 packages into vendor/
    |   installing 0/1
    | next: edit components/shop-api/contract/contract.ts, then tessera watch
    "
  `)
    expect(said(await rig.tessera('shop', 'test'))).toMatch(/5 built in/)
    const mock = await rig.json<{ createItem: { request: unknown } }>('shop', 'mock', 'shop-api/contract')
    expect(mock.createItem.request).toMatchObject({ body: { name: expect.any(String) as string } })

    for (const [file, text] of Object.entries(CONSUMER)) rig.write({ [`shop/consumers/web/${file}`]: text })
    expect((await rig.tessera('shop', 'link')).code).toBe(0)
    expect(said(await rig.tessera('shop', 'build'))).toMatch(/@acme\/web +✔ built/)
    expect(said(await rig.tessera('shop', 'tag', '-m', 'first'))).toMatch(/5 components tagged/)

    git(rig, 'shop', 'init', '-q')
    git(rig, 'shop', 'add', '.')
    for (const file of git(rig, 'shop', 'ls-files', '-z').split('\0').filter(Boolean)) {
      cpSync(rig.path('shop', file), rig.path('clone', file), { recursive: true })
    }
    await plainly(rig, 'clone', 'npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund')
    await plainly(rig, 'clone', 'npx', 'tsc', '--noEmit')
    expect(await plainly(rig, 'clone', 'npx', 'vitest', 'run')).toMatch(/Tests +1 passed/)
  },
)

test('a contract that cannot be generated is taken back, and its reason told', async ({ rig }) => {
  await rig.json('.', 'init', 'ws', '--default-directory', 'contracts/{scopeId}/{name}')
  rig.write({
    'ws/node_modules/zod/package.json': '{ "name": "zod", "version": "4.0.0", "type": "module", "main": "index.js" }',
    'ws/node_modules/zod/index.js': `throw new Error('no zod today')\n`,
  })
  const before = rig.read('ws/.bitmap')
  const failed = await rig.tessera('ws', 'create', 'schemas', 'acme.shop/postal')
  expect(failed.code).toBe(1)
  expect(said(failed)).toMatchInlineSnapshot(`
    "
    | ✖ contracts/acme.shop/postal/contract/contract.ts:2  The requested module 'zod' does not provide an export named 'z' CONTRACT_COMPILE
    | ✖ acme.shop/postal/contract could not be generated; nothing of it was kept GENERATE_FAILED
    "
  `)
  expect(existsSync(rig.path('ws/contracts'))).toBe(false)
  expect(rig.read('ws/.bitmap')).toBe(before)

  rmSync(rig.path('ws/node_modules'), { recursive: true })
  const made = said(await rig.tessera('ws', 'create', 'schemas', 'acme.shop/postal', '-x'))
  expect(made).toContain('edit contracts/acme.shop/postal/contract/contract.ts')
  expect(readFileSync(rig.path('ws/contracts/acme.shop/postal/types/index.ts'), 'utf8')).toContain('AddressR')
})

test('a template that is none is refused with the one that was meant', async ({ rig }) => {
  await rig.json('.', 'init', 'ws')
  expect(said(await rig.tessera('ws', 'create', 'http', 'acme.shop/shop-api'))).toMatchInlineSnapshot(`
    "
    | ✖ there is no template "http", did you mean "http-contract"? UNKNOWN_TEMPLATE
    |   next: take http-contract, messaging-contract, socket-contract, event-contract or schemas; tessera create says when to take which
    "
  `)
  expect(said(await rig.tessera('ws', 'create', 'schema', 'acme.shop/postal'))).toContain('did you mean "schemas"?')
})

test('link packs the packages of Tessera that a component imports and nothing provides', async ({ rig }) => {
  await rig.json('.', 'init', 'ws', '--default-scope', 'acme.shop')
  rig.write({ 'ws/components/spread/index.ts': `export { report } from '@tessera/runtime.core'\n` })
  await rig.json('ws', 'add', 'components/spread')
  expect(said(await rig.tessera('ws', 'link', '-x'))).toContain('1 package into vendor/')
  expect(JSON.parse(rig.read('ws/package.json'))).toMatchObject({
    dependencies: { '@tessera/runtime.core': 'file:vendor/tessera-runtime.core-0.1.0.tgz' },
  })
  expect(rig.read('ws/package-lock.json')).toContain('"components/spread": {')
})
