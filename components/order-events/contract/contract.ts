import { Order, ordersApi } from '@acme/orders.orders-api.contract'
import { eventContract } from '@tessera/contract.define'
import { z } from 'zod'

/** Thin on purpose: which order, and which version of it. The rest is asked for where it is needed. */
const which = { orderId: Order.shape.id, version: Order.shape.version }

export const orderEvents = eventContract({
  id: 'acme.orders/order-events',
  summary: 'What happens to orders',
  detailsOf: ordersApi,
  expectedFetchShare: 0.2,
  retry: { attempts: 5, delayMs: 500, backoff: 'exponential', maxDelayMs: 30_000 },
  events: {
    placed: {
      summary: 'An order was placed',
      data: which,
      orderBy: 'orderId',
      details: 'getOrder',
      args: { id: 'orderId' },
      version: 'version',
    },
    paid: {
      summary: 'An order was paid',
      data: which,
      orderBy: 'orderId',
      details: 'getOrder',
      args: { id: 'orderId' },
      version: 'version',
    },
    shipped: {
      summary: 'An order is on its way',
      data: { ...which, carrier: z.string().min(1) },
      orderBy: 'orderId',
      details: 'getOrder',
      args: { id: 'orderId' },
      version: 'version',
    },
  },
})
