import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { mockOrder } from '@acme/orders.orders-api.mocks'
import { ordersApiServer } from '@acme/orders.orders-api.server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tesseraBinary } from '../../scripts/demo/workspace.mjs'
import { createRig, type Output, type Rig } from '../rig.ts'
import { startRegistry, type Rules, type TestRegistry } from './registry.ts'

const CLIENT = '@acme/orders.orders-api.client'
const repository = join(import.meta.dirname, '..', '..')
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-publish-')))

let rig: Rig
let registry: TestRegistry
let token: string
/** Of all packages that were published. */
let names: readonly string[]

interface Report {
  readonly packages: readonly {
    readonly id: string
    readonly packageName: string
    readonly version: string
    readonly hash: string
    readonly status: string
    readonly tag?: string
    readonly neededBy?: string
    readonly dependencies?: Readonly<Record<string, string>>
  }[]
  readonly left: readonly { readonly key: string; readonly reason: string }[]
}

/** The reference system, tagged, in a folder that is in no repository; and an empty registry. */
beforeAll(async () => {
  // An npm around this process hands on which settings are the user's: here it is those of the folder.
  process.env['npm_config_userconfig'] = join(folder, '.npmrc')
  rig = createRig(folder)
  await start()
  token = await registry.login('ana')
  await rig.reference('shop')
  rig.edit('shop/package.json', '"license"', '"repository": "https://git.acme.example/shop.git",\n  "license"')
  await rig.json('shop', 'tag', '-m', 'first', '--skip-tests')
})

afterAll(async () => {
  await registry?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** On another port each time, as rules for publishers are read at the start. */
async function start(publishers: Rules = {}): Promise<void> {
  await registry?.stop()
  registry = await startRegistry(join(folder, 'registry'), publishers)
}

/** What a person writes to reach a private registry. */
function npmrc(token_: string | undefined): string {
  const place = registry.url.replace(/^http:/, '')
  const scopes = ['@acme', '@tessera'].map((scope) => `${scope}:registry=${registry.url}`)
  return [...scopes, ...(token_ === undefined ? [] : [`${place}:_authToken=${token_}`]), ''].join('\n')
}

const publish = (...words: string[]): Promise<Report> => rig.json<Report>('shop', 'publish', ...words)
const summary = ({ packages }: Report): string[] => packages.map(({ id, status }) => `${id} ${status}`)

/** A program in a folder of the rig, as a person would run it. */
async function plainly(place: string, program: string, ...words: string[]): Promise<Output> {
  const cache = process.env['npm_config_cache'] ?? join(process.env['HOME'] ?? '', '.npm')
  const env = { ...process.env, NO_COLOR: '1', HOME: folder, npm_config_cache: cache }
  const options = { cwd: rig.path(place), env, shell: process.platform === 'win32', maxBuffer: 1 << 26 }
  return promisify(execFile)(program, words, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Output) => ({ code, stdout, stderr }),
  )
}

async function works(place: string, program: string, ...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await plainly(place, program, ...words)
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}\n${stdout}${stderr}`)
  return stdout
}

const refused = async (...words: string[]): Promise<{ code: string; message: string; hint?: string }> => {
  const { code, stdout } = await rig.tessera('shop', 'publish', ...words, '--json')
  expect(code).toBeGreaterThan(0)
  return (JSON.parse(stdout) as { error: { code: string; message: string; hint?: string } }).error
}

test('nothing says where to: refused, and so is a registry that asks who it is', async () => {
  expect(await refused(CLIENT)).toMatchObject({ code: 'NO_REGISTRY', hint: expect.stringContaining('@acme:registry=') })
  const denied = await refused(CLIENT, '--registry', registry.url)
  expect(denied).toMatchObject({ code: 'REGISTRY_DENIED', hint: expect.stringContaining('_authToken') })
  expect(await refused(CLIENT, '--registry', 'npm.acme')).toMatchObject({ code: 'USAGE' })
  const gone = await refused(CLIENT, '--registry', 'http://ana:secret@127.0.0.1:9/')
  expect(gone.code).toBe('REGISTRY_FAILED')
  expect(JSON.stringify(gone)).not.toContain('secret')
})

test('only tagged versions', async () => {
  rig.write({ 'shop/.npmrc': npmrc(token), 'shop/components/new/index.ts': 'export const a = 1\n' })
  await rig.json('shop', 'add', 'components/new')
  expect(await refused('acme.orders/new')).toMatchObject({ code: 'NOT_TAGGED' })
  expect((await publish('acme.orders/**', '--dry-run')).left).toEqual([{ key: 'acme.orders/new', reason: 'new' }])
})

test('a dry run says what would go, dependencies first and with ranges, and sends nothing', async () => {
  const { packages } = await publish(CLIENT, '--dry-run')
  expect(packages.map(({ id, neededBy, tag }) => [id, neededBy, tag])).toEqual([
    ['acme.shared/money/types@0.1.0', '@acme/orders.orders-api.types', 'latest'],
    ['acme.orders/orders-api/types@0.1.0', CLIENT, 'latest'],
    ['acme.orders/orders-api/client@0.1.0', undefined, 'latest'],
  ])
  expect(packages.at(-1)?.dependencies).toEqual({
    '@acme/orders.orders-api.types': '~0.1.0',
    '@tessera/runtime.core': '~0.1.0',
    '@tessera/runtime.http': '~0.1.0',
  })
  expect((await plainly('shop', 'npm', 'view', CLIENT)).code).not.toBe(0)
})

test('a failure in the middle leaves what was sent, and the same command goes on from there', async () => {
  await start({ '@acme/orders.orders-api.types': 'nobody' })
  rig.write({ 'shop/.npmrc': npmrc(token) })
  const failed = await refused('orders-api/client')
  expect(failed).toMatchObject({ code: 'REGISTRY_DENIED', hint: expect.stringContaining('1 of 3 packages') })
  await start()
  rig.write({ 'shop/.npmrc': npmrc(token) })
  expect(summary(await publish('orders-api/client'))).toEqual([
    'acme.orders/orders-api/types@0.1.0 published',
    'acme.orders/orders-api/client@0.1.0 published',
  ])
})

/** Publishes until so many packages are there; the code of a process that ends by itself. */
async function endedAt(count: number, signal: NodeJS.Signals): Promise<number | null> {
  const options = { cwd: rig.path('shop'), env: { ...process.env, HOME: folder }, stdio: 'ignore' } as const
  const child = spawn(process.execPath, [tesseraBinary, 'publish', 'acme.orders/orders-api/*'], options)
  const ended = once(child, 'exit')
  const packages = rig.path('registry', 'storage', '@acme')
  while (readdirSync(packages).length < count && child.exitCode === null) await setTimeout(20)
  child.kill(signal)
  const [code] = (await ended) as [number | null]
  return code
}

test('everything, once, also where it was stopped and killed in between: then all of it is there', async () => {
  expect(await endedAt(4, 'SIGINT')).toBe(130)
  await endedAt(5, 'SIGKILL')
  const first = await publish()
  names = first.packages.map(({ packageName }) => packageName)
  expect(summary(first)).toEqual(
    expect.arrayContaining([
      'acme.shared/money/types@0.1.0 present',
      'acme.orders/orders-api/types@0.1.0 present',
      'acme.orders/orders-api/client@0.1.0 present',
    ]),
  )
  expect(readdirSync(rig.path('shop', '.tessera', 'publish'))).toEqual([])
  const again = await publish('acme.orders/orders-api/*')
  expect(again.packages).toHaveLength(5)
  expect(new Set(again.packages.map(({ status }) => status))).toEqual(new Set(['present']))
})

test('who consumes it needs npm alone: installs, type-checks, and calls the service', async () => {
  rig.write({ '.npmrc': npmrc(token) })
  await works('.', process.execPath, join(repository, 'scripts', 'pack.mjs'), '--publish', '--registry', registry.url)
  mkdirSync(rig.path('consumer'))
  rig.write({
    'consumer/.npmrc': npmrc(token),
    'consumer/package.json': '{ "name": "consumer", "private": true, "type": "module" }',
    'consumer/tsconfig.json': JSON.stringify({
      compilerOptions: { target: 'es2023', module: 'nodenext', strict: true, outDir: 'dist', types: ['node'] },
      include: ['*.ts'],
    }),
    'consumer/main.ts': `import { ordersApiClient, type OrderR } from '${CLIENT}'

const orders = ordersApiClient({ baseUrl: process.argv[2] as string })
const reply = await orders.call.getOrder({ params: { id: 'ord_00c0ffee' } })
if (reply.status === 404) throw new Error(reply.body.title)
const order: OrderR = reply.body
console.log(order.id, order.total.currency)
await orders.drain()
`,
  })
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline']
  await works('consumer', 'npm', 'install', CLIENT, ...quiet)
  await works('consumer', 'npm', 'install', '-D', 'typescript@7.0.2', '@types/node@20.19.43', ...quiet)
  await works('consumer', 'npx', 'tsc')
  const order = mockOrder({ seed: 1, override: { id: 'ord_00c0ffee', total: { amount: 1, currency: 'EUR' } } })
  await using service = ordersApiServer({
    createOrder: () => ({ status: 201, body: order }),
    getOrder: ({ params }) => ({ status: 200, body: { ...order, id: params.id } }),
    listOrders: () => ({ status: 200, body: { orders: [order] } }),
  })
  const { url } = await service.listen({ port: 0 })
  expect(await works('consumer', process.execPath, 'dist/main.js', url)).toBe('ord_00c0ffee EUR\n')

  const wrong = rig.read('consumer/main.ts').replace("{ id: 'ord_00c0ffee' }", '{ id: 7 }')
  rig.write({ 'consumer/main.ts': wrong })
  const checked = await plainly('consumer', 'npx', 'tsc', '--noEmit')
  expect(checked.stdout).toContain("Type 'number' is not assignable to type 'string'")
  rmSync(rig.path('consumer/main.ts'))
})

test('a package says what it is, how it is used, and where it comes from', async () => {
  const place = `consumer/node_modules/${CLIENT}`
  const { tessera, repository: from, exports, ...manifest } = JSON.parse(rig.read(`${place}/package.json`))
  expect({ from, exports, description: manifest.description, license: manifest.license }).toEqual({
    from: { type: 'git', url: 'https://git.acme.example/shop.git', directory: 'components/orders-api/client' },
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    description: 'Typed client of acme.orders/orders-api: Places and looks up orders',
    license: 'Apache-2.0',
  })
  expect(tessera).toEqual({
    id: 'acme.orders/orders-api/client@0.1.0',
    version: expect.stringMatching(/^[0-9a-f]{40}$/),
    contract: 'acme.orders/orders-api/contract@0.1.0',
    line: 1,
    dependencies: { 'acme.orders/orders-api/types': '0.1.0' },
  })
  expect(rig.read(`${place}/README.md`)).toMatchInlineSnapshot(`
    "# @acme/orders.orders-api.client

    Typed client of acme.orders/orders-api: Places and looks up orders

    \`\`\`sh
    npm install @acme/orders.orders-api.client
    \`\`\`

    \`\`\`ts
    import { ordersApiClient } from '@acme/orders.orders-api.client'

    const client = ordersApiClient({ baseUrl: 'http://localhost:3000' })
    const reply = await client.call.createOrder({
      body: {
        customerEmail: 'aisha.sullivan@example.net',
        items: [
          { sku: 'REB-1832', quantity: 1, price: { amount: 40130 } },
          { sku: 'KIS-6234', quantity: 2, price: { amount: 63701, currency: 'CHF' } },
        ],
      },
    })
    console.log(reply.status)
    await client.drain()
    \`\`\`

    ## Operations

    | operation | request | answers | what it does |
    | --- | --- | --- | --- |
    | \`createOrder\` | \`POST /orders\` | 201, 422 | Place an order |
    | \`getOrder\` | \`GET /orders/{id}\` | 200, 404 | Look up one order |
    | \`listOrders\` | \`GET /orders\` | 200 | The newest orders first |

    ## Where it comes from

    Version 0.1.0 of the component \`acme.orders/orders-api/client\`, generated from \`acme.orders/orders-api/contract@0.1.0\` (protocol line 1).
    "
  `)
})

test('a map leads from what runs and what is typed to the source', () => {
  const place = `consumer/node_modules/${CLIENT}`
  for (const map of ['dist/index.js.map', 'dist/index.d.ts.map', 'dist/checks.js.map']) {
    const { sources } = JSON.parse(rig.read(`${place}/${map}`)) as { sources: string[] }
    const source = readFileSync(join(rig.path(place), 'dist', sources[0] as string), 'utf8')
    expect(source).toBe(rig.read(`shop/components/orders-api/client/${map.includes('checks') ? 'checks' : 'index'}.ts`))
  }
})

test('the examples of every README compile', async () => {
  await works('consumer', 'npm', 'install', ...names, 'fastify@5.12.8', '--no-audit', '--no-fund', '--prefer-offline')
  const examples = names.flatMap((name) => {
    const code = /```ts\n(.*?)```/s.exec(rig.read(`consumer/node_modules/${name}/README.md`))?.[1]
    return code === undefined ? [] : [[`consumer/${name.replaceAll(/[@/.]/g, '_')}.ts`, code] as const]
  })
  expect(examples).toHaveLength(names.length)
  rig.write(Object.fromEntries(examples))
  expect((await plainly('consumer', 'npx', 'tsc', '--noEmit')).stdout).toBe('')
})

test('the tool itself is installed from there, and works', async () => {
  mkdirSync(rig.path('tool'))
  rig.write({ 'tool/.npmrc': npmrc(token), 'tool/package.json': '{ "name": "tool", "private": true }' })
  await works('tool', 'npm', 'install', '-D', '@tessera/ui.cli', '--no-audit', '--no-fund', '--prefer-offline')
  const { version } = JSON.parse(readFileSync(join(repository, 'scopes/ui/cli/package.json'), 'utf8'))
  expect(await works('tool', 'npx', 'tessera', '--version')).toBe(`${version}\n`)
  await works('tool', 'npx', 'tessera', 'init', '--default-scope', 'acme.tool')
  await works('tool', 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline')
  await works('tool', 'npx', 'tessera', 'create', 'http-contract', 'acme.tool/tool-api')
  expect(await works('tool', 'npx', 'tessera', 'build', '--json')).toContain('"ok": true')
})

test('a version that stands for something else there is refused, by name', async () => {
  rig.edit('shop/components/orders-api/contract/contract.ts', 'Places and looks up orders', 'Places and finds orders')
  await rig.json('shop', 'tag', 'orders-api/contract', '-m', 'words', '--skip-tests')
  const { packages } = await publish('orders-api/contract', '--dry-run')
  const next = packages.at(-1)
  rig.write({
    'other/.npmrc': npmrc(token),
    'other/package.json': JSON.stringify({ name: next?.packageName, version: next?.version }),
  })
  await works('other', 'npm', 'publish')
  expect(await refused('orders-api/contract')).toMatchObject({
    code: 'PUBLISH_CONFLICT',
    message: expect.stringContaining(`${next?.packageName}@${next?.version}`),
  })
})

test('what a person sees', async () => {
  const clean = ({ stdout, stderr }: Output): string =>
    `${stdout}${stderr.replace(/^/gm, '| ')}`.replaceAll(registry.url, '<registry>').replaceAll(/\d+ kB/g, '<size>')
  const dry = await rig.tessera('shop', 'publish', 'acme.orders/orders-api/{types,client}', '--dry-run')
  expect(clean(dry)).toMatchInlineSnapshot(`
    "2 packages would be published to <registry>
      @acme/orders.orders-api.types@0.1.1   latest  <size>   @acme/shared.money.types@~0.1.0
      @acme/orders.orders-api.client@0.1.1  latest  <size>  @acme/orders.orders-api.types@~0.1.1, @tessera/runtime.core@~0.1.0, @tessera/runtime.http@~0.1.0
    |   asking the registry 1/3
    |   asking the registry 2/3
    |   compiling 0/3
    | next: the same without --dry-run
    | "
  `)
  const sent = await rig.tessera('shop', 'publish', 'acme.orders/orders-api/{types,client}', '--tag', 'next')
  expect(clean(sent)).toMatchInlineSnapshot(`
    "2 packages published to <registry>
      @acme/orders.orders-api.types@0.1.1   next  <size>   @acme/shared.money.types@~0.1.0
      @acme/orders.orders-api.client@0.1.1  next  <size>  @acme/orders.orders-api.types@~0.1.1, @tessera/runtime.core@~0.1.0, @tessera/runtime.http@~0.1.0
    |   asking the registry 1/3
    |   asking the registry 2/3
    |   compiling 0/3
    |   publishing 0/2
    |   publishing 1/2
    | next: elsewhere: npm install @acme/orders.orders-api.client (with @acme:registry=<registry> in .npmrc)
    | "
  `)
  writeFileSync(rig.path('shop/.npmrc'), npmrc('wrong'))
  expect(await refused('orders-api/types')).toMatchObject({ code: 'REGISTRY_DENIED' })
})
