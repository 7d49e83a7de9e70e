import { httpDocument } from '@tessera/contract.define/fixtures'
import type { Caller, Handlers, Peer } from '@tessera/runtime.core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateParts } from './index.ts'
import { createRig, type Rig } from './rig.fixture.ts'

/** As far as these tests look at operations whose types are only known when they are generated. */
type Any = Record<string, { write: unknown; read: unknown; reply: { write: unknown; read: unknown } }>
interface Listening extends Peer {
  listen(): Promise<{ url: string }>
}
type Connect = (options: { baseUrl: string; headers?: Record<string, string> }) => Peer & { call: Caller<Any> }
type Serve = (
  handlers: Partial<Handlers<Any>>,
  options: { onError?: (error: unknown) => void; authenticate: 'elsewhere' },
) => Listening
interface Modules {
  readonly client: { readonly ordersApiClient: Connect; readonly ordersApiWebhooks: Serve }
  readonly server: { readonly ordersApiServer: Serve; readonly ordersApiWebhookClient: Connect }
}

let rig: Rig
let client: Modules['client']
let server: Modules['server']
beforeAll(async () => {
  rig = createRig()
  rig.write(await generateParts(httpDocument))
  client = (await import(`${rig.folder}/@acme/orders.orders-api.client/index.ts`)) as Modules['client']
  server = (await import(`${rig.folder}/@acme/orders.orders-api.server/index.ts`)) as Modules['server']
})
afterAll(() => rig.dispose())

const order = { id: 'ord_00c0ffee', status: 'open', total: { amount: 1 }, createdAt: '2026-01-01T00:00:00Z' }
const body = { sku: 'tea', price: { amount: 1 } }
const unused = () => {
  throw new Error('not asked for')
}
const others = { createOrder: unused, getOrder: unused, listOrders: unused, noteOrder: unused }

/** Calls `operation` of a server with one handler. */
async function ask(
  operation: string,
  input: unknown,
  handler: (input: never) => unknown,
  name = operation,
): Promise<unknown> {
  const failures: unknown[] = []
  const handlers = { ...others, [operation]: handler } as Partial<Handlers<Any>>
  await using provider = server.ordersApiServer(handlers, {
    onError: (error) => failures.push(error),
    authenticate: 'elsewhere',
  })
  await using consumer = client.ordersApiClient({ baseUrl: (await provider.listen()).url })
  try {
    return await consumer.call[name]?.(input)
  } catch (error) {
    throw failures[0] ?? error
  }
}

test('headers of a reply arrive, and are held to the contract', async () => {
  const reply = { status: 201, headers: { location: '/orders/ord_00c0ffee' }, body: order }
  expect(await ask('createOrder', { body }, () => reply)).toMatchObject({ status: 201, headers: reply.headers })
  await expect(ask('createOrder', { body }, () => ({ ...reply, headers: {} }))).rejects.toMatchObject({
    at: 'createOrder/response/201/headers',
    issues: [{ pointer: '/location', keyword: 'required' }],
  })
})

test('a former name calls the same operation', async () => {
  const reply = { status: 201, headers: { location: '/' }, body: order }
  expect(await ask('createOrder', { body }, () => reply, 'placeOrder')).toMatchObject({ status: 201 })
})

test('a text body is sent as it is, or not at all', async () => {
  const params = { id: 'ord_00c0ffee' }
  const seen: unknown[] = []
  const note = (input: never) => {
    seen.push(input)
    return { status: 204 }
  }
  await ask('noteOrder', { params, body: 'by hand: "✓"' }, note)
  await ask('noteOrder', { params }, note)
  expect(seen).toEqual([{ params, body: 'by hand: "✓"' }, { params }])
})

test('what is too large does not leave, and a member of an open enum to come does not either', async () => {
  const large = { body: { ...body, sku: 'x'.repeat(70_000) } }
  await expect(ask('createOrder', large, unused)).rejects.toMatchObject({
    side: 'sent',
    issues: [{ keyword: 'maxBytes' }],
  })
  const lost = { status: 200, body: { ...order, status: 'lost' } }
  await expect(ask('getOrder', { params: { id: order.id } }, () => lost)).rejects.toMatchObject({
    at: 'getOrder/response/200/body',
    issues: [{ pointer: '/status', keyword: 'enum' }],
  })
})

test('an array travels in the style the contract says', async () => {
  const seen: unknown[] = []
  const input = { query: { status: ['open', 'paid'] }, headers: { 'x-tenant': 'a' } }
  await ask('listOrders', input, (asked: never) => {
    seen.push(asked)
    return { status: 200, body: { orders: [] } }
  })
  expect(seen).toEqual([{ ...input, query: { status: ['open', 'paid'], limit: 20 } }])
  await expect(ask('listOrders', { ...input, query: { status: ['a|b'] } }, unused)).rejects.toMatchObject({
    issues: [{ pointer: '/status', keyword: 'style' }],
  })
})

test('a webhook is called by the provider and served by the consumer', async () => {
  const seen: unknown[] = []
  await using consumer = client.ordersApiWebhooks(
    {
      orderShipped: (input) => {
        seen.push(input)
        return { status: 204 }
      },
    },
    { authenticate: 'elsewhere' },
  )
  await using provider = server.ordersApiWebhookClient({ baseUrl: (await consumer.listen()).url })
  expect(await provider.call['orderShipped']?.({ body: { id: 'ord_00c0ffee' } })).toEqual({ status: 204 })
  await expect(provider.call['orderShipped']?.({ body: { id: '7' } })).rejects.toMatchObject({ side: 'sent' })
  expect(seen).toEqual([{ body: { id: 'ord_00c0ffee' } }])
})
