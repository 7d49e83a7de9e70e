import type { Caller, Handlers, Peer } from '@tessera/runtime.core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyDocument, ordersDocument } from './contracts.fixture.ts'
import { type Part, generateParts } from './index.ts'
import { createRig, type Rig } from './rig.fixture.ts'
import { DEFS, documentOf, someSchema } from './schema-samples.fixture.ts'
import { USES } from './uses.fixture.ts'

let rig: Rig
beforeAll(async () => {
  rig = createRig()
  const wild = documentOf(fc.sample(someSchema(), { numRuns: 25, seed: 1 }), DEFS)
  const documents = [ordersDocument, moneyDocument, wild]
  rig.write((await Promise.all(documents.map(generateParts))).flat(), USES)
})
afterAll(() => rig.dispose())

test('all parts compile as strictly as can be, and so does who uses them', { timeout: 120_000 }, () => {
  expect(rig.check()).toBe('')
})

/** As far as these tests look at operations whose types are only known when they are generated. */
type Any = Record<string, { write: unknown; read: unknown; reply: { write: unknown; read: unknown } }>
type Reply = { readonly status: number; readonly body: Record<string, unknown> }
interface Listening extends Peer {
  listen(): Promise<{ url: string }>
}
interface Modules {
  readonly client: { ordersApiClient(options: { baseUrl: string }): Peer & { call: Caller<Any> } }
  readonly server: {
    ordersApiServer(handlers: Partial<Handlers<Any>>, options: { onError: (error: unknown) => void }): Listening
  }
  readonly mocks: Record<string, (...args: unknown[]) => unknown> & {
    ordersApiMock(options?: { seed?: number; handlers?: Partial<Handlers<Any>> }): Listening
  }
}

async function load<P extends Part & keyof Modules>(part: P): Promise<Modules[P]> {
  return (await import(`${rig.folder}/@acme/orders.orders-api.${part}/index.ts`)) as Modules[P]
}

const call = (client: { call: Caller<Any> }, name: string, input: unknown) =>
  client.call[name]?.(input) as Promise<Reply>

test('client and server talk, and both hold to the contract', async () => {
  const { ordersApiServer } = await load('server')
  const { ordersApiClient } = await load('client')
  const mocks = await load('mocks')
  const order = mocks['mockOrder']?.({ seed: 3 }) as Record<string, unknown>
  const seen: unknown[] = []
  const failures: unknown[] = []
  await using server = ordersApiServer(
    {
      createOrder: (input) => {
        seen.push(input)
        return { status: 201, body: order }
      },
      listOrders: (input) => {
        seen.push(input)
        return { status: 200, body: { orders: [{ ...order, secret: 1 }] } }
      },
      getOrder: () => ({ status: 404, body: { title: 'none', status: 404 } }),
      cancelOrder: () => ({ status: 204 }),
    },
    { onError: (error) => failures.push(error) },
  )
  const { url } = await server.listen()
  await using client = ordersApiClient({ baseUrl: url })

  const body = {
    items: [{ sku: 'ABC-1234', quantity: 1, price: { amount: 5 } }],
    payment: { by: 'card', last4: '4242' },
  }
  expect(await call(client, 'createOrder', { body })).toEqual({ status: 201, body: order })
  expect(seen.pop()).toEqual({
    headers: {},
    body: { ...body, items: [{ ...body.items[0], price: { amount: 5, currency: 'EUR' } }] },
  })
  const extra = { ...body, items: [{ ...body.items[0], colour: 'red' }] }
  await expect(call(client, 'createOrder', { body: extra })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    issues: [{ pointer: '/items/0/colour', keyword: 'additionalProperties' }],
  })
  expect(await call(client, 'getOrder', { params: { id: order['id'] } })).toEqual({
    status: 404,
    body: { type: 'about:blank', title: 'none', status: 404 },
  })
  expect(await call(client, 'cancelOrder', { params: { id: order['id'] } })).toEqual({ status: 204 })
  await expect(call(client, 'listOrders', {})).rejects.toMatchObject({ status: 500 })
  expect(failures).toMatchObject([{ code: 'CONTRACT_VIOLATION', side: 'sent', at: 'listOrders/response/200/body' }])
  expect(seen.pop()).toEqual({ query: { limit: 20 } })
})

test('a mock provider answers every operation, the same for the same seed', async () => {
  const { ordersApiClient } = await load('client')
  const { ordersApiMock, ...mocks } = await load('mocks')
  const answers = async (seed: number) => {
    await using provider = ordersApiMock({ seed, handlers: { cancelOrder: () => ({ status: 204 }) } })
    await using client = ordersApiClient({ baseUrl: (await provider.listen()).url })
    const inputs = ['createOrder', 'listOrders', 'getOrder', 'cancelOrder'].map((name) => {
      const request = mocks[`mock${name.charAt(0).toUpperCase()}${name.slice(1)}Request`]
      return [name, request?.({ seed: 1 })] as const
    })
    const replies: Reply[] = []
    for (const [name, input] of inputs) replies.push(await call(client, name, input))
    return replies
  }
  const first = await answers(1)
  expect(first.map(({ status }) => status)).toEqual([201, 200, 200, 204])
  expect(await answers(1)).toEqual(first)
  expect(await answers(2)).not.toEqual(first)
})
