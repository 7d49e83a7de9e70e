import {
  type Contract,
  type ContractDocument,
  httpContract,
  problem,
  schemas,
  toDocument,
} from '@tessera/contract.define'
import { z } from 'zod'

const Currency = z.enum(['EUR', 'USD', 'GBP']).meta({ description: 'ISO 4217' })
const Money = z.object({
  amount: z.int().min(0).meta({ description: 'In minor units' }),
  currency: Currency.default('EUR'),
})

const money = schemas({ id: 'acme.shared/money', summary: 'Amounts of money', schemas: { Money, Currency } })

const Item = z
  .object({ sku: z.string().regex(/^[A-Z]{3}-\d{4}$/), quantity: z.int().min(1).max(99), price: Money })
  .meta({ id: 'Item' })

const Payment = z
  .discriminatedUnion('by', [
    z.object({ by: z.literal('card'), last4: z.string().length(4) }),
    z.object({ by: z.literal('invoice'), email: z.email(), days: z.int().default(30) }),
  ])
  .meta({ id: 'Payment' })

const Order = z
  .object({
    id: z.uuid(),
    placedAt: z.iso.datetime(),
    items: z.array(Item).min(1),
    total: Money,
    payment: Payment,
    status: z.enum(['open', 'paid', 'shipped']).default('open'),
    note: z.string().max(500).nullable().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    size: z.tuple([z.number(), z.number()]).optional(),
    get replaces() {
      return Order.optional()
    },
  })
  .meta({ id: 'Order', description: 'What a customer ordered' })

/** Named, shared, recursive and nullable schemas, a union, a tuple, each part of a request, each kind of answer. */
const ordersApi = httpContract({
  id: 'acme.orders/orders-api',
  summary: 'Orders of the shop',
  operations: {
    createOrder: {
      method: 'POST',
      path: '/orders',
      summary: 'Place an order',
      headers: { 'x-channel': z.enum(['web', 'app']).optional() },
      body: z.strictObject({ items: z.array(Item).min(1), payment: Payment }),
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

export const moneyDocument = documentOfContract(money)
export const ordersDocument = documentOfContract(ordersApi)

function documentOfContract(contract: Contract): ContractDocument {
  const { document, diagnostics } = toDocument(contract)
  if (!document) throw new Error(JSON.stringify(diagnostics))
  return document
}
