import { expect, test } from 'vitest'
import { locateFinding } from './locate.ts'

const source = `import { httpContract } from '@tessera/contract.define'
import { z } from 'zod'

const Item = z.object({ sku: z.string() }).meta({ id: 'Item' })
const Order = z
  .object({
    id: z.uuid(),
    // note: what the customer said
    note: z.string(),
    items: z.array(Item),
  })
  .meta({ id: 'Order' })

export const ordersApi = httpContract({
  id: 'acme.orders/orders-api',
  operations: {
    createOrder: {
      method: 'POST',
      path: '/orders',
      body: { email: z.email(), 'x-note': z.string() },
      responses: { 201: Order },
    },
    'get-order': { method: 'GET', path: '/orders/{id}', params: { id: z.uuid() }, responses: { 200: Order } },
  },
})
`

test.each([
  ['createOrder', 17],
  ['createOrder/request/body', 20],
  ['createOrder/request/body#/properties/email', 20],
  ['createOrder/request/body#/properties/x-note', 20],
  ['createOrder/response/201', 21],
  ['get-order', 23],
  ['Order', 5],
  ['Order#/properties/note', 9],
  ['Order#/properties/items/items', 10],
  ['Item#/properties/sku', 4],
  ['nothing', undefined],
])('%s stands in line %s', (at, line) => {
  expect(locateFinding(source, { at, pointer: '/slots/0' })).toBe(line)
})

test('what is gone is told of where it was held', () => {
  expect(locateFinding(source, { at: 'cancelOrder', pointer: '/operations' })).toBe(16)
})
