import { ordersApiClient, type OrdersApiClient } from '@acme/orders.orders-api.client'
import { mockOrder, ordersApiMock } from '@acme/orders.orders-api.mocks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkout } from './basket.ts'

const provider = ordersApiMock({ seed: 3 })
let orders: OrdersApiClient

beforeAll(async () => {
  orders = ordersApiClient({ baseUrl: (await provider.listen()).url })
})

afterAll(async () => {
  await orders.drain()
  await provider.drain()
})

const basket = [{ sku: 'tea', quantity: 2, cents: 450 }]

test('the receipt shows what the order came to', async () => {
  const order = mockOrder({ seed: 5, override: { total: { amount: 900, currency: 'EUR' } } })
  provider.on('createOrder', () => ({ status: 201, body: order }))
  expect(await checkout(orders, 'ann@example.com', basket)).toEqual({ orderId: order.id, total: '9.00 EUR' })
  expect(provider.calls.at(-1)).toMatchObject({
    operation: 'createOrder',
    input: { body: { customerEmail: 'ann@example.com' } },
  })
})

test('a refused order is told with its reason', async () => {
  provider.on('createOrder', () => ({
    status: 422,
    body: { type: 'about:blank', title: 'sold out', status: 422, detail: 'no tea left' },
  }))
  await expect(checkout(orders, 'ann@example.com', basket)).rejects.toThrow('no tea left')
})
