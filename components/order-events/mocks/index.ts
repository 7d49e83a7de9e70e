// Generated from acme.orders/order-events/contract, edit the contract instead.
import { mock, type MockOptions } from '@tessera/contract.mock'
import {
  type EventSamples,
  type EventsMock,
  type EventsMockOptions,
  mockEvents,
} from '@tessera/runtime.events/mock'
import type { OrdersApi } from '@acme/orders.orders-api.types'
import type { Placed, Paid, Shipped, OrderEvents } from '@acme/orders.order-events.types'
import { definition } from './definition.ts'
import { defs, placedSchema, paidSchema, shippedSchema } from './schemas.ts'

export type * from '@acme/orders.order-events.types'

/** A valid Placed, the same for the same seed; `override` is laid over it. */
export function mockPlaced(options: MockOptions<Placed> = {}): Placed {
  return mock<Placed>(placedSchema, { defs, ...options })
}

/** A valid Paid, the same for the same seed; `override` is laid over it. */
export function mockPaid(options: MockOptions<Paid> = {}): Paid {
  return mock<Paid>(paidSchema, { defs, ...options })
}

/** A valid Shipped, the same for the same seed; `override` is laid over it. */
export function mockShipped(options: MockOptions<Shipped> = {}): Shipped {
  return mock<Shipped>(shippedSchema, { defs, ...options })
}

/** Operations of acme.orders/orders-api that answer what the events leave out. */
export type OrderEventsDetails = Pick<OrdersApi, 'getOrder'>

export interface OrderEventsMockOptions extends EventsMockOptions {
  /** What the operations answer: replies of the mocks of acme.orders/orders-api, most often. */
  readonly details: EventSamples<OrderEvents, OrderEventsDetails>['details']
}

/** A feed of acme.orders/order-events for tests, in this process, and the API that gives the details. */
export function orderEventsMock({
  details,
  ...options
}: OrderEventsMockOptions): Promise<EventsMock<OrderEvents, OrderEventsDetails>> {
  return mockEvents<OrderEvents, OrderEventsDetails>(
    definition,
    { events: samples, details },
    options,
  )
}

const samples: EventSamples<OrderEvents, object>['events'] = {
  placed: (seed) =>
    mock<OrderEvents['placed']['write']>(placedSchema, { defs, seed, side: 'write' }),
  paid: (seed) => mock<OrderEvents['paid']['write']>(paidSchema, { defs, seed, side: 'write' }),
  shipped: (seed) =>
    mock<OrderEvents['shipped']['write']>(shippedSchema, { defs, seed, side: 'write' }),
}
