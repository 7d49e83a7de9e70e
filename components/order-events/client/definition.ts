// Generated from acme.orders/order-events/contract, edit the contract instead.
import type { EventsDefinition } from '@tessera/runtime.core'
import { placedData, paidData, shippedData } from './checks.ts'

/** What travels under this contract, and how it is checked. */
export const definition: EventsDefinition = {
  contract: 'acme.orders/order-events',
  line: 1,
  hash: 'ca0b10377c9b2f6b',
  address: 'acme.orders/order-events',
  delivery: 'one-per-service',
  retry: { attempts: 5, delayMs: 500, backoff: 'exponential', maxDelayMs: 30000 },
  detailsOf: 'acme.orders/orders-api',
  expectedFetchShare: 0.2,
  events: {
    placed: {
      type: 'acme.orders/order-events.placed',
      orderBy: 'orderId',
      data: { check: placedData },
      details: {
        operation: 'getOrder',
        arguments: { params: { id: 'orderId' } },
        version: 'version',
      },
    },
    paid: {
      type: 'acme.orders/order-events.paid',
      orderBy: 'orderId',
      data: { check: paidData },
      details: {
        operation: 'getOrder',
        arguments: { params: { id: 'orderId' } },
        version: 'version',
      },
    },
    shipped: {
      type: 'acme.orders/order-events.shipped',
      orderBy: 'orderId',
      data: { check: shippedData },
      details: {
        operation: 'getOrder',
        arguments: { params: { id: 'orderId' } },
        version: 'version',
      },
    },
  },
}
