import { z } from 'zod'
import { httpContract, problem, schemas } from './index.ts'

export const Currency = z.enum(['EUR', 'USD', 'GBP']).meta({ description: 'ISO 4217' })
export const Money = z.object({
  amount: z.int().min(0).meta({ description: 'In minor units' }),
  currency: Currency.default('EUR'),
})

export const money = schemas({ id: 'acme.shared/money', summary: 'Amounts of money', schemas: { Money, Currency } })

const Item = z
  .object({ sku: z.string().regex(/^[A-Z]{3}-\d{4}$/), quantity: z.int().min(1).max(99) })
  .meta({ id: 'Item' })

const Order = z
  .object({
    id: z.uuid(),
    placedAt: z.iso.datetime(),
    email: z.email(),
    items: z.array(Item).min(1),
    total: Money,
    discount: Money.optional(),
    status: z.enum(['open', 'paid', 'shipped']).default('open'),
    note: z.string().max(500).nullable().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    get replaces() {
      return Order.optional()
    },
  })
  .meta({ id: 'Order', description: 'What a customer ordered' })

/** A realistic contract: named, shared, recursive and nullable schemas, each part of a request, each kind of answer. */
export const ordersApi = httpContract({
  id: 'acme.orders/orders-api',
  summary: 'Orders of the shop',
  operations: {
    createOrder: {
      method: 'POST',
      path: '/orders',
      summary: 'Place an order',
      headers: { 'x-channel': z.enum(['web', 'app']).optional() },
      body: z.strictObject({ email: z.email(), items: z.array(Item).min(1), total: Money }),
      responses: { 201: Order, 409: problem({ missing: z.array(z.string()) }) },
      errors: [422],
      deadlineMs: 800,
      idempotent: 'key',
    },
    listOrders: {
      method: 'GET',
      path: '/orders',
      query: { limit: z.int().min(1).max(100).default(20), status: z.array(z.enum(['open', 'paid'])).optional() },
      responses: { 200: { orders: z.array(Order), next: z.string().optional() } },
    },
    getOrder: {
      method: 'GET',
      path: '/orders/{id}',
      params: { id: z.uuid() },
      responses: { 200: Order, 404: problem() },
      deadlineMs: 300,
    },
    cancelOrder: {
      method: 'DELETE',
      path: '/orders/{id}',
      params: { id: z.uuid() },
      responses: { 204: null },
      errors: [404],
      deprecated: 'use refunds',
    },
  },
})
