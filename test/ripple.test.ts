import type { Diagnostic, NodeStatus } from '@tessera/core.model'
import { describe, expect } from 'vitest'
import { test, type Rig } from './rig.ts'

const ORDERS = 'shop/components/orders-api/contract/contract.ts'
const MONEY = 'shop/components/money/contract/contract.ts'
const PAYMENTS = 'shop/components/payment-jobs/contract/contract.ts'
/** The contracts that tell amounts of money. */
const USERS = [
  { scope: 'acme.orders', contract: 'orders-api' },
  { scope: 'acme.payments', contract: 'payment-jobs' },
  { scope: 'acme.dispatch', contract: 'courier-link' },
]

interface Build {
  readonly ok: boolean
  readonly nodes: readonly {
    readonly key: string
    readonly status: NodeStatus | 'untouched'
    readonly reason?: string
  }[]
  readonly diagnostics: readonly Diagnostic[]
}

/** `tessera build --json`, failed or not. */
async function build(rig: Rig, ...words: string[]): Promise<Build> {
  const { code, stdout } = await rig.tessera('shop', 'build', ...words, '--json')
  const result = JSON.parse(stdout) as Build
  expect(code).toBe(result.ok ? 0 : 1)
  return result
}

/** Keys of nodes by what became of them; untouched ones are left out. */
function touched({ nodes }: Build): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {}
  for (const { key, status } of nodes) if (status !== 'untouched') (found[status] ??= []).push(key)
  for (const keys of Object.values(found)) keys.sort()
  return found
}

function untouched({ nodes }: Build): readonly string[] {
  return nodes.filter(({ status }) => status === 'untouched').map(({ key }) => key)
}

/** `file:line code node: because` of each finding. */
function findings({ diagnostics }: Pick<Build, 'diagnostics'>): readonly string[] {
  return diagnostics.map(({ location, code, node, because }) => {
    return `${location?.file}:${location?.line} ${code} ${node}: ${because}`
  })
}

const ALL_PARTS = ['client', 'contract', 'mocks', 'server', 'types']
const partsOf = (contract: string, parts = ALL_PARTS): string[] => parts.map((part) => `${contract}/${part}`)
const PARTS = partsOf('acme.orders/orders-api')
const MONEY_PARTS = partsOf('acme.shared/money', ['contract', 'mocks', 'types'])
const PAYMENT_PARTS = partsOf('acme.payments/payment-jobs')
const COURIER_PARTS = partsOf('acme.dispatch/courier-link')
/** Those that name types of orders-api: its orders are the details of the events. */
const EVENT_USERS = partsOf('acme.orders/order-events', ['client', 'mocks'])
/** Services that subscribe to the events, and ask orders-api for the details. */
const SUBSCRIBERS = ['@acme/dispatch', '@acme/notifications']

describe('a change of a contract', () => {
  test('rebuilds its parts and who uses them, says why, and comes back from the cache', async ({ rig }) => {
    await rig.builtReference('shop')
    const before = rig.read(ORDERS)
    rig.edit(ORDERS, 'status: z.enum(', 'note: z.string().optional(),\n    status: z.enum(')
    const added = await build(rig)
    const built = [...SUBSCRIBERS, '@acme/orders', '@acme/storefront', ...EVENT_USERS, ...PARTS].toSorted()
    // It looks parameters of orders-api up when it is evaluated, and says the same as before.
    const looked = 'acme.orders/order-events/contract'
    expect(touched(added)).toEqual({ built, unchanged: [looked] })
    const others = partsOf('acme.orders/order-events', ['server', 'types'])
    expect(untouched(added).toSorted()).toEqual(
      [
        ...['@acme/courier', '@acme/ledger', '@acme/payments'],
        ...[COURIER_PARTS, MONEY_PARTS, PAYMENT_PARTS, others].flat(),
      ].toSorted(),
    )
    const reasons = Object.fromEntries(added.nodes.map(({ key, reason }) => [key, reason]))
    expect(reasons).toMatchObject({
      'acme.orders/orders-api/contract': 'own sources',
      'acme.orders/orders-api/types': 'acme.orders/orders-api/contract changed',
      '@acme/storefront': 'acme.orders/orders-api/client, acme.orders/orders-api/mocks changed',
    })

    rig.write({ [ORDERS]: before })
    expect(touched(await build(rig))).toEqual({ cached: [...built, looked].toSorted(), unchanged: others })
    expect(touched(await build(rig))).toEqual({})
  })

  test('stops where there is nothing to see: a comment, and a bound that only validators look at', async ({ rig }) => {
    await rig.builtReference('shop')
    rig.edit(ORDERS, 'const OrderItem', '// What a customer puts into the basket.\nconst OrderItem')
    const commented = await build(rig)
    const [contract, ...parts] = PARTS.toSorted((a) => (a.endsWith('contract') ? -1 : 0))
    const looked = 'acme.orders/order-events/contract'
    expect(touched(commented)).toEqual({ built: [contract], unchanged: [looked, ...parts] })
    expect(commented.nodes.find(({ key }) => key === parts[0])?.reason).toBe(`the document of ${contract} is equal`)

    rig.edit(MONEY, 'amount: z.int()', 'amount: z.int().max(1_000_000)')
    const tightened = await build(rig)
    expect(rig.read('shop/components/orders-api/contract/contract.json')).toContain('"maximum": 1000000')
    expect(rig.read('shop/components/orders-api/client/checks.ts')).toContain('1000000')
    expect(touched(tightened)['built']).toEqual(
      expect.arrayContaining([
        'acme.orders/orders-api/contract',
        'acme.orders/orders-api/client',
        'acme.shared/money/contract',
      ]),
    )
    // The bound of money is no reason for what a rename breaks afterwards.
    rig.edit(ORDERS, 'total: Money', 'amountDue: Money')
    const renamed = await build(rig)
    expect(findings(renamed).length).toBeGreaterThan(1)
    for (const finding of findings(renamed)) {
      expect(finding).toContain(
        "acme.orders/orders-api/contract: createOrder response 201 renamed 'total' to 'amountDue'",
      )
    }
  })

  test('that breaks consumers fails them at their lines, with the change behind it, and nothing is tagged', async ({
    rig,
  }) => {
    await rig.builtReference('shop')
    rig.edit(ORDERS, 'total: Money', 'amountDue: Money')
    const renamed = await build(rig)
    const [client, mocks] = EVENT_USERS
    expect(touched(renamed)).toEqual({
      blocked: SUBSCRIBERS,
      built: [mocks, ...PARTS],
      failed: ['@acme/orders', '@acme/storefront', client],
      unchanged: ['acme.orders/order-events/contract'],
    })
    expect(untouched(renamed)).toContain('@acme/ledger')
    const because = "acme.orders/orders-api/contract: createOrder response 201 renamed 'total' to 'amountDue'"
    expect(findings(renamed)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^consumers\/storefront\/basket\.ts:\d+ TS2339 @acme\/storefront: /),
        expect.stringMatching(/^consumers\/orders\/service\.ts:\d+ TS\d+ @acme\/orders: /),
      ]),
    )
    for (const finding of findings(renamed)) expect(finding).toContain(because)

    const tagged = await rig.tessera('shop', 'tag', '-m', 'renamed')
    expect(tagged.code).toBe(1)
    expect(tagged.stderr).toContain('nothing was tagged')
    expect(tagged.stderr.match(/basket\.ts:\d+:\d+ .*TS2339/g)).toHaveLength(1)
    expect(rig.read('shop/.bitmap')).not.toMatch(/"version": "\d/)
  })

  test('reaches everybody but the one consumer that fails of itself', async ({ rig }) => {
    await rig.builtReference('shop')
    rig.edit(ORDERS, 'status: z.enum(', 'note: z.string().optional(),\n    status: z.enum(')
    rig.write({ 'shop/consumers/storefront/wrong.ts': "export const wrong: number = 'text'\n" })
    const result = await build(rig)
    expect(touched(result)).toEqual({
      built: [...SUBSCRIBERS, '@acme/orders', ...EVENT_USERS, ...PARTS].toSorted(),
      failed: ['@acme/storefront'],
      unchanged: ['acme.orders/order-events/contract'],
    })
    expect(findings(result)).toEqual(['consumers/storefront/wrong.ts:1 TS2322 @acme/storefront: undefined'])
  })
})

describe('a change of what contracts share', () => {
  test('reaches exactly the contracts that use it, in three scopes', async ({ rig }) => {
    await rig.builtReference('shop')
    rig.edit(MONEY, 'currency: z', 'exact: z.boolean().optional(),\n    currency: z')
    const { built, unchanged, ...rest } = touched(await build(rig))
    expect(built).toEqual(
      [
        ...['@acme/courier', '@acme/ledger', '@acme/orders', '@acme/payments', '@acme/storefront', ...SUBSCRIBERS],
        ...[MONEY_PARTS, PARTS, PAYMENT_PARTS, COURIER_PARTS, EVENT_USERS].flat(),
      ].toSorted(),
    )
    // Events tell no money, though they ask the orders that do.
    expect(unchanged).toEqual(['acme.orders/order-events/contract'])
    expect(rest).toEqual({})
    for (const { scope, contract } of USERS) {
      expect(rig.read(`shop/components/${contract}/contract/contract.json`)).toContain('"exact"')
      expect(rig.read(`shop/components/${contract}/client/checks.ts`), scope).toContain("value['exact']")
    }
  })

  test('stays in its own scope where the contract is shared with nobody', async ({ rig }) => {
    await rig.builtReference('shop')
    rig.edit(PAYMENTS, 'chargeId,\n    outcome', 'chargeId,\n    note: z.string().optional(),\n    outcome')
    const result = await build(rig)
    expect(touched(result)).toEqual({ built: ['@acme/payments', ...PAYMENT_PARTS], unchanged: ['@acme/orders'] })
    expect(untouched(result)).toContain('@acme/storefront')
  })
})

describe('what a person reads', () => {
  test('each finding once, and nothing of waves in which nothing happened', async ({ rig }) => {
    await rig.builtReference('shop')
    const idle = await rig.tessera('shop', 'build')
    expect(idle.stderr).toMatch(/^✔ everything is up to date, 30 untouched in \d+\.\d s\n/)

    rig.edit(
      ORDERS,
      'customerEmail: z.email(),\n    items',
      "customerEmail: z.email().refine((at) => at !== ''),\n    items",
    )
    const lossy = await rig.tessera('shop', 'generate')
    expect((lossy.stdout + lossy.stderr).match(/LOSSY/g)).toHaveLength(1)
    const tagged = await rig.tessera('shop', 'tag', '-m', 'first', '--skip-tests')
    expect(tagged.code).toBe(0)
    expect(tagged.stderr.match(/LOSSY/g)).toHaveLength(1)
    expect(tagged.stderr.match(/^✔ .* in \d+\.\d s$/gm)).toHaveLength(1)
  })
})

test('what an older tessera left behind is ignored, damaged or not', async ({ rig }) => {
  await rig.builtReference('shop')
  const leftovers = {
    '{"format":1,"build":7,"units":{}}': 'an older format',
    '{"format":2,"build":7,"touched":false,"units":{},"augments":{},"contracts":{}}': 'a part of it',
    '': 'nothing',
  }
  for (const text of Object.keys(leftovers)) {
    rig.write({ 'shop/.tessera/state.json': text, 'shop/.tessera/index.json': text.slice(0, 9) })
    expect(touched(await build(rig))['failed']).toBeUndefined()
  }
})
