// Generated from acme.orders/order-events/contract, edit the contract instead.
import {
  type EventPublisher,
  type EventPublisherOptions,
  publishEvents,
} from '@tessera/runtime.events/server'
import type { OrderEvents } from '@acme/orders.order-events.types'
import { definition } from './definition.ts'

export type * from '@acme/orders.order-events.types'

/** Publishes the events of acme.orders/order-events. */
export type OrderEventsPublisher = EventPublisher<OrderEvents>
export type OrderEventsPublisherOptions = EventPublisherOptions

/**
 * What happens to orders
 * Events are validated before they leave; publishing resolves when the broker has confirmed it.
 * @example await publisher.publish.placed(…)
 */
export function orderEventsPublisher(
  options: OrderEventsPublisherOptions,
): Promise<OrderEventsPublisher> {
  return publishEvents<OrderEvents>(definition, options)
}
