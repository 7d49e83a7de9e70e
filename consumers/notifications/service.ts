import {
  orderEventsSubscriber,
  type OrderEventsSubscriber,
  type OrderEventsSubscriberOptions,
} from '@acme/orders.order-events.client'

export interface NotificationsOptions extends Pick<OrderEventsSubscriberOptions, 'broker' | 'details'> {
  /** Sends a mail. */
  readonly write: (to: string, text: string, orderId: string) => void
}

/** Asks every tenth customer, once the order is paid, how it was. Only then are details of an order needed. */
export function notificationsService({ broker, details, write }: NotificationsOptions): Promise<OrderEventsSubscriber> {
  return orderEventsSubscriber(
    {
      placed: () => {},
      async paid({ data, details: ask }) {
        if (!isAsked(data.orderId)) return
        const { customerEmail, items } = await ask()
        write(customerEmail, `How was it? You bought ${items.length} things.`, data.orderId)
      },
    },
    { broker, details, service: 'notifications', prefetch: 64 },
  )
}

/** The same customers, however often and wherever the event comes. */
export function isAsked(orderId: string): boolean {
  return Number.parseInt(orderId.slice(-2), 16) % 10 === 0
}
