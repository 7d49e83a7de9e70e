// Generated from acme.orders/order-events/contract, edit the contract instead.
import {
  type EventHandlers,
  type EventSubscriber,
  type EventSubscriberOptions,
  subscribeEvents,
} from '@tessera/runtime.events/client'
import type { OrdersApi } from '@acme/orders.orders-api.types'
import type { OrderEvents } from '@acme/orders.order-events.types'
import { definition } from './definition.ts'

export type * from '@acme/orders.order-events.types'

/** Operations of acme.orders/orders-api that answer what the events leave out. */
export type OrderEventsDetails = Pick<OrdersApi, 'getOrder'>
export type OrderEventsHandlers = EventHandlers<OrderEvents, OrderEventsDetails>
/** A subscriber of acme.orders/order-events. */
export type OrderEventsSubscriber = EventSubscriber<OrderEvents>
/** `details` is a client of acme.orders/orders-api, or anything else with these operations. */
export type OrderEventsSubscriberOptions = EventSubscriberOptions<OrderEventsDetails>

/**
 * What happens to orders
 * Events are validated before a handler sees them; events without a handler are passed over.
 * @example await orderEventsSubscriber({ placed: ({ data }) => … }, { broker, details, service: '…' })
 */
export function orderEventsSubscriber(
  handlers: OrderEventsHandlers,
  options: OrderEventsSubscriberOptions,
): Promise<OrderEventsSubscriber> {
  return subscribeEvents<OrderEvents, OrderEventsDetails>(definition, handlers, options)
}
