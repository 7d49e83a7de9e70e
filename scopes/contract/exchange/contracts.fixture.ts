import {
  httpContract,
  messagingContract,
  payload,
  problem,
  response,
  toDocument,
  type Contract,
  type ContractDocument,
} from '@tessera/contract.define'
import { z } from 'zod'

const Money = z
  .object({
    amount: z.int().min(0).describe('In minor units.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('EUR'),
  })
  .meta({ id: 'Money' })
const Order = z
  .object({ id: z.uuid(), total: Money, status: z.enum(['open', 'paid']), placedAt: z.iso.datetime() })
  .meta({ id: 'Order', description: 'What a customer ordered.' })

/** Something of everything that an operation can say. */
export const httpDocument: ContractDocument = documentOf(
  httpContract({
    id: 'acme.orders/orders-api',
    summary: 'Places and looks up orders',
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer' },
      key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
    },
    security: ['token'],
    operations: {
      createOrder: {
        method: 'POST',
        path: '/orders',
        summary: 'Place an order',
        headers: { 'x-channel': z.enum(['web', 'app']).optional() },
        body: payload(z.strictObject({ email: z.email(), total: Money }), { maxBytes: 10_000 }),
        responses: { 201: response(Order, { headers: { location: z.url() } }), 422: problem() },
        idempotent: 'key',
        deadlineMs: 800,
      },
      listOrders: {
        method: 'GET',
        path: '/orders',
        query: { limit: z.int().min(1).max(100).default(20), status: z.array(Order.shape.status) },
        responses: { 200: { orders: z.array(Order) } },
        security: ['key'],
      },
      getOrder: {
        method: 'GET',
        path: '/orders/{id}',
        params: { id: z.uuid() },
        responses: { 200: Order, 404: problem() },
      },
      addNote: {
        method: 'PUT',
        path: '/orders/{id}/note',
        params: { id: z.uuid() },
        body: payload(z.string().max(200), { mediaType: 'text/plain' }),
        responses: { 204: null },
        deprecated: 'use comments',
        security: [],
      },
      orderShipped: {
        method: 'POST',
        path: '/order-shipped',
        webhook: true,
        body: { id: z.uuid() },
        responses: { 204: null },
      },
    },
  }),
)

export const messagingDocument: ContractDocument = documentOf(
  messagingContract({
    id: 'acme.payments/payment-jobs',
    messages: { charge: { payload: { orderId: z.uuid(), total: Money } }, charged: { payload: { ok: z.boolean() } } },
    channels: {
      charges: {
        sentBy: 'consumer',
        message: 'charge',
        replyWith: 'charged',
        delivery: 'one-of-all',
        orderBy: 'orderId',
      },
    },
  }),
)

function documentOf(contract: Contract): ContractDocument {
  const { document, diagnostics } = toDocument(contract)
  if (document === undefined) throw new Error(JSON.stringify(diagnostics))
  return document
}
