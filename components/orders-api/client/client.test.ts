import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mockCreateOrderRequest, mockOrder, ordersApiMock } from '@acme/orders.orders-api.mocks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ordersApiClient, type OrdersApiClient } from './index.ts'

const provider = ordersApiMock({ seed: 1 })
let client: OrdersApiClient

beforeAll(async () => {
  client = ordersApiClient({ baseUrl: (await provider.listen()).url })
})

afterAll(async () => {
  await client.drain()
  await provider.drain()
})

test('an order is placed and read back typed', async () => {
  const order = mockOrder({ seed: 7, override: { status: 'paid' } })
  provider.on('createOrder', () => ({ status: 201, body: order }))
  const reply = await client.call.createOrder(mockCreateOrderRequest({ seed: 7 }))
  expect(reply).toEqual({ status: 201, body: order })
})

test('a request that breaks the contract does not leave the service', async () => {
  const before = provider.calls.length
  const { body } = mockCreateOrderRequest({ seed: 7 })
  const refused = client.call.createOrder({ body: { ...body, items: [] } })
  await expect(refused).rejects.toMatchObject({ code: 'CONTRACT_VIOLATION', side: 'sent' })
  expect(provider.calls.length).toBe(before)
})

test('an answer that breaks the contract does not get in', async () => {
  const broken = { ...mockOrder({ seed: 7 }), createdAt: 'yesterday' }
  const stranger = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(broken))
  })
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  const { port } = stranger.address() as AddressInfo
  const trusting = ordersApiClient({ baseUrl: `http://127.0.0.1:${port}` })
  const refused = trusting.call.getOrder({ params: { id: 'ord_00c0ffee' } })
  await expect(refused).rejects.toMatchObject({ code: 'CONTRACT_VIOLATION', side: 'received' })
  await trusting.drain()
  stranger.close()
})
