import {
  courierLinkServer,
  type CourierLinkConnection,
  type CourierLinkServer,
} from '@acme/dispatch.courier-link.server'
import {
  orderEventsSubscriber,
  type OrderEventsSubscriber,
  type OrderEventsSubscriberOptions,
} from '@acme/orders.order-events.client'
import { createFleet } from './fleet.ts'

export interface DispatchOptions extends Pick<OrderEventsSubscriberOptions, 'broker' | 'details'> {
  readonly onChange?: (change: 'assigned' | 'delivered', orderId: string) => void
}

export interface Dispatch extends AsyncDisposable {
  /** Where couriers connect; it does not listen yet. */
  readonly link: CourierLinkServer
  /** Begins to send couriers to orders that were paid. */
  start(): Promise<OrderEventsSubscriber>
}

const DEPOT = { lat: 52.52, lon: 13.405 }
const FEE = { amount: 350 }

/** Sends a courier to each order that was paid. */
export function dispatchService({ broker, details, onChange }: DispatchOptions): Dispatch {
  const fleet = createFleet<CourierLinkConnection>()
  const carriedBy = new Map<string, CourierLinkConnection>()
  const done = new Set<string>()
  const earned = new Map<CourierLinkConnection, number>()

  const link = courierLinkServer(
    {
      position: () => {},
      chat: () => {},
      delivered({ orderId }, { connection }) {
        // A courier whose connection broke may say so again.
        if (carriedBy.get(orderId) === connection && !done.has(orderId)) {
          done.add(orderId)
          earned.set(connection, (earned.get(connection) ?? 0) + FEE.amount)
          onChange?.('delivered', orderId)
          fleet.free(connection)
        }
        return { earnedToday: { amount: earned.get(connection) ?? 0 } }
      },
    },
    { onConnect: fleet.join, onDisconnect: fleet.leave },
  )

  async function assign(orderId: string, signal: AbortSignal): Promise<void> {
    while (!carriedBy.has(orderId)) {
      const courier = await fleet.take(signal)
      carriedBy.set(orderId, courier)
      const job = { orderId, from: DEPOT, to: placeOf(orderId), fee: FEE }
      const { accepted } = await courier.request.assign(job, { signal }).catch(() => ({ accepted: false }))
      if (accepted) return onChange?.('assigned', orderId)
      carriedBy.delete(orderId)
      // Not at once: who does not want this job, or has lost the connection, is asked for another one later.
      setTimeout(() => fleet.free(courier), 100)
    }
  }

  let events: OrderEventsSubscriber | undefined
  return {
    link,
    async start() {
      events = await orderEventsSubscriber(
        { paid: ({ data }, { signal }) => assign(data.orderId, signal) },
        { broker, details, service: 'dispatch', prefetch: 64 },
      )
      return events
    },
    async [Symbol.asyncDispose]() {
      await events?.drain()
      await link.drain()
    },
  }
}

/** Somewhere in town. */
function placeOf(orderId: string): { lat: number; lon: number } {
  const spread = Number.parseInt(orderId.slice(-4), 16) / 0xffff - 0.5
  return { lat: DEPOT.lat + spread / 10, lon: DEPOT.lon - spread / 10 }
}
