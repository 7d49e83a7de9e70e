import { execFileSync } from 'node:child_process'
import { expect } from 'vitest'
import { type Rig, test } from './rig.ts'

interface ImpactData {
  readonly contract: string
  readonly against: string
  readonly level: string
  readonly changes: readonly { readonly name: string; readonly kind: string }[]
  readonly affected: readonly {
    readonly key: string
    readonly uses: readonly {
      readonly file: string
      readonly line: number
      readonly text: string
      readonly members: readonly string[]
    }[]
    readonly errors: readonly {
      readonly code: string
      readonly message: string
      readonly location: { readonly file: string }
    }[]
  }[]
  readonly unaffected: readonly string[]
}

async function committed(rig: Rig): Promise<void> {
  await rig.reference('work')
  const git = (...words: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], { cwd: rig.path('work') })
  }
  git('init', '-q')
  git('add', '-A')
  git('commit', '-qm', 'before')
}

const ORDERS = 'work/components/orders-api/contract/contract.ts'

test('a renamed field is found in whoever uses it, before anything is generated, built or tagged', async ({ rig }) => {
  await committed(rig)
  rig.edit(ORDERS, '    total: Money,', '    amount: Money,')
  const { code, stdout } = await rig.tessera('work', 'impact', 'orders-api', '--json')
  expect(code).toBe(1)
  const impact = JSON.parse(stdout) as ImpactData
  expect(impact).toMatchObject({ contract: 'acme.orders/orders-api/contract', against: 'HEAD', level: 'breaking' })
  expect(impact.changes.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    'gone OrderW.total',
    'gone OrderR.total',
    'added OrderW.amount',
    'added OrderR.amount',
  ])
  const storefront = impact.affected.find(({ key }) => key === '@acme/storefront')
  const basket = storefront?.uses.find(({ file }) => file === 'consumers/storefront/basket.ts')
  expect(basket).toMatchObject({ text: 'const { id, total } = reply.body', members: ['OrderR.total'] })
  expect(storefront?.errors).toContainEqual(
    expect.objectContaining({ code: 'TS2339', message: `Property 'total' does not exist on type 'OrderR'.` }),
  )
  expect(impact.affected.map(({ key }) => key)).not.toContain('@acme/ledger')
  expect(impact.unaffected).toContain('acme.orders/orders-api/client')
  expect(rig.read('work/components/orders-api/types/index.ts')).toContain('readonly total:')
})

test('a change of a shared schema is followed through three scopes, over calls and items', async ({ rig }) => {
  await committed(rig)
  rig.edit('work/components/money/contract/contract.ts', 'amount: z', 'cents: z')
  const { stdout } = await rig.tessera('work', 'impact', 'money/contract', '--json')
  const { affected } = JSON.parse(stdout) as ImpactData
  expect(affected.map(({ key }) => key).toSorted()).toEqual([
    '@acme/dispatch',
    '@acme/ledger',
    '@acme/orders',
    '@acme/storefront',
    'acme.dispatch/courier-link/client',
    'acme.orders/order-events/client',
    'acme.payments/payment-jobs/client',
  ])
  expect(affected.every(({ uses, errors }) => uses.length > 0 && errors.length > 0)).toBe(true)
})

test('an operation and a socket item are found where they are called; so is a contract that can no longer be made', async ({
  rig,
}) => {
  await committed(rig)
  rig.edit(ORDERS, '    getOrder: {', '    findOrder: {')
  const orders = JSON.parse((await rig.tessera('work', 'impact', 'orders-api/contract', '--json')).stdout) as ImpactData
  expect(orders.affected.find(({ key }) => key === 'acme.orders/order-events/contract')?.errors[0]).toMatchObject({
    code: 'INVALID_DETAILS',
  })
  const texts = orders.affected.flatMap(({ uses }) =>
    uses.filter(({ members }) => members.includes('OrdersApi.getOrder')),
  )
  expect(texts.map(({ file }) => file)).toContain('consumers/orders/service.ts')

  rig.edit('work/components/courier-link/contract/contract.ts', '    position: {', '    place: {')
  const link = JSON.parse((await rig.tessera('work', 'impact', 'courier-link/contract', '--json')).stdout) as ImpactData
  const uses = link.affected.flatMap((node) => node.uses)
  expect(uses.map(({ text }) => text)).toContain('await link.send.position({ at, battery: 0.5 })')
})

test('no change, nobody concerned; whoever uses what still fits is named; what has no past is said', async ({
  rig,
}) => {
  await committed(rig)
  const same = await rig.tessera('work', 'impact', 'orders-api/contract')
  expect([same.code, same.stdout.split('\n')[0]]).toEqual([
    0,
    'acme.orders/orders-api/contract against HEAD: its types are as they were',
  ])
  const consumer = await rig.tessera('work', 'impact', 'storefront')
  expect([consumer.code, consumer.stderr]).toEqual([2, expect.stringContaining('NO_CONTRACT')])
  rig.edit(ORDERS, /(?<=export const Order = [^]*ord_\[0-9a-f\]\{)8/, '12')
  const fits = await rig.tessera('work', 'impact', 'orders-api/types')
  expect(fits.code).toBe(0)
  expect(fits.stdout).toContain('~ OrderR.id  is described anew')
  expect(fits.stdout).toContain('✔ @acme/storefront uses it, and type-checks')
  await rig.json('work', 'create', 'http-contract', 'acme.orders/returns-api')
  const fresh = await rig.tessera('work', 'impact', 'returns-api/contract')
  expect([fresh.code, fresh.stderr]).toEqual([2, expect.stringContaining('NO_BASELINE')])
})
