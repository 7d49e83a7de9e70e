/** How people use generated parts, and what the compiler must refuse. */
export const USES = {
  'uses.ts': `import { ordersApiClient } from '@acme/orders.orders-api.client'
import { mockCreateOrderRequest, mockCreateOrderResponse, mockOrder, ordersApiMock } from '@acme/orders.orders-api.mocks'
import { ordersApiServer, type OrdersApiServer } from '@acme/orders.orders-api.server'
import type { OrderR, OrderW, ItemR } from '@acme/orders.orders-api.types'
import type { MoneyR, MoneyW } from '@acme/shared.money.types'

const client = ordersApiClient({ baseUrl: 'http://127.0.0.1:1' })
const items = [{ sku: 'ABC-1234', quantity: 1, price: { amount: 1 } }]
const reply = await client.call.createOrder({ body: { items, payment: { by: 'card', last4: '4242' } } })
if (reply.status === 201) {
  const total: MoneyR = reply.body.total
  const currency: string = total.currency
  void currency
  // @ts-expect-error a reader's value is not written to
  reply.body.status = 'paid'
  // @ts-expect-error nor are its lists
  reply.body.items.push(reply.body.items[0])
  if (reply.body.payment.by === 'invoice') reply.body.payment.days.toFixed()
} else if (reply.status === 409) reply.body.missing.join()
else reply.body.title.trim()

// @ts-expect-error an item has a price
await client.call.createOrder({ body: { items: [{ sku: 'ABC-1234', quantity: 1 }], payment: { by: 'card', last4: '' } } })
// @ts-expect-error no such operation
client.call.dropOrder
await client.call.listOrders()
await client.call.listOrders({ query: { limit: undefined, status: ['open'] } })
// @ts-expect-error no such status
await client.call.listOrders({ query: { status: ['lost'] } })

export const server: OrdersApiServer = ordersApiServer({
  createOrder: ({ body, headers }) => {
    const channel: 'web' | 'app' | undefined = headers['x-channel']
    const prices: readonly MoneyR[] = body.items.map((item) => item.price)
    void channel
    return { status: 201, body: { ...mockOrder(), items: body.items, total: prices[0] ?? { amount: 0 } } }
  },
  // @ts-expect-error 500 is not in the contract
  getOrder: () => ({ status: 500, body: { title: 'x', status: 500 } }),
  listOrders: ({ query }) => ({ status: 200, body: { orders: [mockOrder()].slice(0, query.limit) } }),
  async cancelOrder() {
    return { status: 204 }
  },
})

/** What was read may be written back. */
export const back = (order: OrderR): OrderW => order
export const price = (item: ItemR): MoneyW => item.price
// @ts-expect-error what was written may lack what a reader is promised
export const forth = (order: OrderW): OrderR => order

export const size: readonly [number, number] | undefined = mockOrder().size
const { body } = mockCreateOrderRequest({ seed: 2, override: { body: { payment: { by: 'card' } } } })
const missing: readonly string[] = mockCreateOrderResponse(409).body.missing
// @ts-expect-error not a status of this operation
mockCreateOrderResponse(500)
void [body, missing]
const provider = ordersApiMock({ seed: 1 })
provider.on('getOrder', () => ({ status: 404, body: { title: 'none', status: 404 } }))
`,
}
