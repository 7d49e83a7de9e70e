import { mockPlaced, orderEventsMock } from '@acme/orders.order-events.mocks'
import { mockGetOrderResponse, ordersApiReplies } from '@acme/orders.orders-api.mocks'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { orderEventsSubscriber, type OrderEventsHandlers } from './index.ts'

const orders = await orderEventsMock({ seed: 1, details: ordersApiReplies })

beforeEach(() => orders.reset())
afterAll(() => orders.drain())

/** Subscribes until the work is done. */
async function listening(handlers: OrderEventsHandlers, work: () => Promise<void>): Promise<void> {
  await using _subscriber = await orderEventsSubscriber(handlers, { ...orders, service: 'notifications' })
  await work()
}

/** A promise and what settles it. */
function signal<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let settle: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => (settle = resolve))
  return { promise, resolve: (value) => settle(value) }
}

test('an event tells which order, and no more was asked for', async () => {
  const heard = signal<string>()
  const placed = mockPlaced({ seed: 5 })
  await listening({ placed: ({ data }) => heard.resolve(data.orderId) }, async () => {
    await orders.emit.placed({ value: placed })
    expect(await heard.promise).toBe(placed.orderId)
  })
  expect(orders.calls).toEqual([])
})

test('the details come from the API that the contract names', async () => {
  const total = signal<number>()
  const placed = mockPlaced({ seed: 5, override: { version: 1 } })
  const reply = mockGetOrderResponse(200, { override: { body: { version: 1, total: { amount: 990 } } } })
  orders.on('getOrder', () => reply)
  await listening({ placed: async ({ details }) => total.resolve((await details()).total.amount) }, async () => {
    await orders.emit.placed({ value: placed })
    expect(await total.promise).toBe(990)
  })
  expect(orders.calls).toEqual([{ operation: 'getOrder', input: { params: { id: placed.orderId } } }])
})
