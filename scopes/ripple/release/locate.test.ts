import { expect, test } from 'vitest'
import { findingPlaces } from './locate.ts'

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

const placeOf = findingPlaces([{ file: 'contract.ts', text: source }])

test.each([
  ['createOrder', '/operations/createOrder', 17],
  ['createOrder/request/body', '/slots/0', 20],
  ['createOrder/request/body#/properties/email', '/slots/0/schema/properties/email', 20],
  ['createOrder/request/body#/properties/x-note', '/slots/0/schema/properties/x-note', 20],
  ['createOrder/response/201', '/slots/1', 21],
  ['get-order', '/operations/get-order', 23],
  ['Order', '/$defs/Order', 5],
  ['Order#/properties/note', '/$defs/Order/properties/note', 9],
  ['Order#/properties/items/items', '/$defs/Order/properties/items/items', 10],
  ['Item#/properties/sku', '/$defs/Item/properties/sku', 4],
  ['connection/heartbeatMs', '/connection/heartbeatMs', 14],
])('%s stands in line %s', (at, pointer, line) => {
  expect(placeOf({ at, pointer })?.line).toBe(line)
})

test('what is gone is told of where it was held', () => {
  expect(placeOf({ at: 'cancelOrder', pointer: '/operations' })?.line).toBe(16)
})
