import { ordersApiClient, type OrdersApiClient } from '@acme/orders.orders-api.client'
import { mockCreateOrderRequest } from '@acme/orders.orders-api.mocks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ordersService } from './service.ts'

const service = ordersService()
let client: OrdersApiClient

beforeAll(async () => {
  client = ordersApiClient({ baseUrl: (await service.listen({ port: 0 })).url })
})

afterAll(async () => {
  await client.drain()
  await service.drain()
})

const items = [
  { sku: 'tea', quantity: 2, price: { amount: 450 } },
  { sku: 'cup', quantity: 1, price: { amount: 1290 } },
]

test('an order is totalled, kept and found again', async () => {
  const created = await client.call.createOrder({ body: { customerEmail: 'ann@example.com', items } })
  if (created.status !== 201) throw new Error(created.body.title)
  expect(created.body.total).toEqual({ amount: 2190, currency: 'EUR' })
  const found = await client.call.getOrder({ params: { id: created.body.id } })
  expect(found).toEqual({ status: 200, body: created.body })
})

test('the newest order comes first, and no more than asked for', async () => {
  for (const seed of [1, 2]) {
    const { body } = mockCreateOrderRequest({ seed })
    await client.call.createOrder({ body: { ...body, items } })
  }
  const newest = await client.call.listOrders({ query: { limit: 1 } })
  expect(newest.body.orders.map((order) => order.customerEmail)).toEqual([
    mockCreateOrderRequest({ seed: 2 }).body.customerEmail,
  ])
})

test('an unknown order is a problem, typed', async () => {
  const missing = await client.call.getOrder({ params: { id: 'ord_00000000' } })
  expect(missing).toMatchObject({ status: 404, body: { title: 'no such order' } })
})

test('two currencies in one order are refused', async () => {
  const mixed = [items[0] as (typeof items)[0], { sku: 'pin', quantity: 1, price: { amount: 1, currency: 'USD' } }]
  const reply = await client.call.createOrder({ body: { customerEmail: 'ann@example.com', items: mixed } })
  expect(reply).toMatchObject({ status: 422, body: { detail: 'EUR, USD' } })
})
