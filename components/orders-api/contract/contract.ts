import { Money } from '@acme/shared.money.contract'
import { dateTime, httpContract, problem } from '@tessera/contract.define'
import { z } from 'zod'

const OrderItem = z
  .object({
    sku: z.string().min(1).describe('Stock keeping unit.'),
    quantity: z.int().min(1).max(99),
    price: Money.describe('Of one piece.'),
  })
  .meta({ id: 'OrderItem', description: 'One line of an order.' })

export const Order = z
  .object({
    id: z.string().regex(/^ord_[0-9a-f]{8}$/),
    version: z.int().min(1).describe('One up with each change.'),
    status: z.enum(['open', 'paid', 'shipped']),
    customerEmail: z.email(),
    items: z.array(OrderItem).min(1).max(50),
    total: Money,
    createdAt: dateTime(),
  })
  .meta({ id: 'Order', description: 'An order as the shop keeps it.' })

export const ordersApi = httpContract({
  id: 'acme.orders/orders-api',
  summary: 'Places and looks up orders',
  operations: {
    createOrder: {
      method: 'POST',
      path: '/orders',
      summary: 'Place an order',
      body: z.object({
        customerEmail: z.email(),
        items: z.array(OrderItem).min(1).max(50),
      }),
      responses: { 201: Order, 422: problem() },
      idempotent: 'key',
      deadlineMs: 2000,
    },
    getOrder: {
      method: 'GET',
      path: '/orders/{id}',
      summary: 'Look up one order',
      params: { id: Order.shape.id },
      responses: { 200: Order, 404: problem() },
      deadlineMs: 1000,
    },
    listOrders: {
      method: 'GET',
      path: '/orders',
      summary: 'The newest orders first',
      query: {
        status: Order.shape.status.optional(),
        limit: z.int().min(1).max(100).default(20),
      },
      responses: { 200: z.object({ orders: z.array(Order) }) },
      deadlineMs: 1000,
    },
  },
})
