import type { ContractDocument } from '@tessera/contract.define/document'
import { documents } from '@tessera/contract.define/fixtures'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GeneratedPart, generateComponents, generateParts } from './index.ts'
import { createRig, type Rig } from './rig.fixture.ts'

/** How people read and write each pattern, and what the compiler must refuse. */
const USES = `import { ordersApiClient, ordersApiWebhooks, type OrderR, type OrderW } from '@acme/orders.orders-api.client'
import { ordersApiReplies } from '@acme/orders.orders-api.mocks'
import { ordersApiWebhookClient } from '@acme/orders.orders-api.server'
import { orderEventsSubscriber } from '@acme/orders.order-events.client'
import { orderEventsMock } from '@acme/orders.order-events.mocks'
import { paymentJobsClient } from '@acme/payments.payment-jobs.client'
import { mockCharge, paymentJobsMock } from '@acme/payments.payment-jobs.mocks'
import { paymentJobsServer } from '@acme/payments.payment-jobs.server'
import { courierLinkClient } from '@acme/dispatch.courier-link.client'
import { courierLinkMock } from '@acme/dispatch.courier-link.mocks'
import { courierLinkServer } from '@acme/dispatch.courier-link.server'

export function label({ status }: OrderR): string {
  switch (status) {
    case 'open':
    case 'paid':
    case 'shipped':
      return status
    default:
      return 'new: ' + status
  }
}
// @ts-expect-error a member to come has no answer
export function unprepared({ status }: OrderR): number {
  switch (status) {
    case 'open':
    case 'paid':
    case 'shipped':
      return 1
  }
}
// @ts-expect-error an unknown member is not written back
export const back = (order: OrderR): OrderW => order
export const known = (order: OrderR): OrderW => ({ ...order, status: order.status === 'open' ? 'paid' : 'shipped' })

const api = ordersApiClient({ baseUrl: 'http://127.0.0.1:1' })
const placed = await api.call.createOrder({ body: { sku: 'a', price: { amount: 1 } } })
if (placed.status === 201) placed.headers.location.trim()
await api.call.placeOrder({ body: { sku: 'a', price: { amount: 1 } } })
await api.call.noteOrder({ params: { id: 'ord_00000000' } })
// @ts-expect-error a webhook is not called by consumers
await api.call.orderShipped({ body: { id: '' } })
ordersApiWebhooks({ orderShipped: ({ body }) => ({ status: body.id === '' ? 204 : 204 }) })
await ordersApiWebhookClient({ baseUrl: 'http://127.0.0.1:1' }).call.orderShipped({ body: { id: 'ord_00000000' } })

const feed = await orderEventsMock({ details: ordersApiReplies })
await orderEventsSubscriber(
  {
    placed: async ({ data, details }) => {
      const { status }: OrderR = await details()
      void [data.version.toFixed(), status]
    },
    // @ts-expect-error this event says all there is
    shopClosed: ({ details }) => details(),
  },
  { broker: feed.broker, details: api, service: 'storefront' },
)

const jobs = await paymentJobsClient({ broker: (await paymentJobsMock({ seed: 2 })).broker })
const { outcome } = await jobs.request.charges({ orderId: '', total: { amount: 1 } }, { headers: { 'x-tenant': 'a' } })
const told: 'paid' | 'refused' = outcome
// @ts-expect-error the provider sends this
await jobs.send.refunds(mockCharge())
await jobs.subscribe({ refunds: ({ total }) => void total.currency.trim() }, { service: 'storefront' })
await paymentJobsServer(
  { charges: ({ orderId, total }) => ({ orderId, outcome: total.currency === 'EUR' ? 'paid' : 'refused' }) },
  { broker: 'memory:' },
)
void told

const link = await courierLinkClient(
  { assign: ({ fee }) => ({ accepted: fee.amount > 0 }), chat: () => ({}) },
  { url: (await courierLinkMock().listen()).url },
)
await link.send.position({ lat: 1, lon: 2 })
const { seen } = await link.request.chat({ text: 'hi' })
void seen
courierLinkServer({
  position: async ({ lat }, { connection }) => {
    const { accepted } = await connection.request.assign({ orderId: String(lat), fee: { amount: 1 } })
    void accepted
  },
  chat: () => ({ seen: true }),
})
`

const parts = (await Promise.all(documents.map(generateParts))).flat()

let rig: Rig
beforeAll(() => {
  rig = createRig()
  rig.write(parts, { 'uses.ts': USES })
})
afterAll(() => rig.dispose())

test.each(parts.map((part) => [part.id, part] as const))('%s reads as it should', async (id, part) => {
  await expect(bundle(part)).toMatchFileSnapshot(`patterns/${id.replaceAll('/', '.')}.snap`)
})

test('all parts of all patterns compile as strictly as can be', { timeout: 120_000 }, () => {
  expect(rig.check()).toBe('')
})

test('components are the parts by their name, and need a document only', async () => {
  for (const document of documents) {
    const mine = parts.filter(({ id }) => id.startsWith(`${document.id}/`))
    expect(await generateComponents(document)).toEqual(Object.fromEntries(mine.map(({ part, files }) => [part, files])))
  }
})

test('an event asks for its details with parameters of path and query', async () => {
  const document = structuredClone(documents.find(({ pattern }) => pattern === 'events') as ContractDocument)
  Object.assign(document.events?.['placed']?.details ?? {}, { arguments: { id: 'orderId', 'query/expand': 'version' } })
  const { client } = await generateComponents(document)
  expect(client?.['definition.ts']).toContain("arguments: { params: { id: 'orderId' }, query: { expand: 'version' } }")
})

function bundle(part: GeneratedPart): string {
  return Object.entries(part.files)
    .map(([path, text]) => `===== ${path}\n${text}`)
    .join('\n')
}
