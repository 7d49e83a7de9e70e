import { orderEventsPublisher } from '@acme/orders.order-events.server'
import { paymentJobsClient } from '@acme/payments.payment-jobs.client'
import { type BrokerSource, openFileOutbox, startRelay, useBroker } from '@tessera/runtime.broker'
import { createOrderBook, type OnChange, type OrderBook } from './order-book.ts'

export interface BackOffice extends AsyncDisposable {
  readonly book: OrderBook
}

/**
 * An order book whose changes are told: what is placed is charged, what was charged is paid. Messages wait in an outbox
 * in `folder`, so that orders are taken while the broker is away.
 */
export async function openBackOffice(
  source: BrokerSource,
  folder: string,
  told: OnChange = async () => {},
): Promise<BackOffice> {
  const { broker, release } = await useBroker(source)
  const outbox = await openFileOutbox(folder)
  const relay = await startRelay(outbox, { broker, pollMs: 100, onError: () => {} })
  const events = await orderEventsPublisher({ broker, outbox })
  const payments = await paymentJobsClient({ broker, outbox })
  const book = createOrderBook(async (change, order) => {
    const { id: orderId, version, total } = order
    await events.publish[change]({ orderId, version })
    if (change === 'placed') await payments.send.charges({ orderId, total, cardToken: 'tok_of_the_customer' })
    await told(change, order)
  })
  const settlements = await payments.subscribe(
    { settlements: ({ orderId, kind }) => (kind === 'charge' ? book.pay(orderId) : undefined) },
    { service: 'orders', prefetch: 64 },
  )
  return {
    book,
    async [Symbol.asyncDispose]() {
      await settlements.drain()
      await Promise.all([events.drain(), payments.drain(), relay.drain()])
      await outbox.close?.()
      await release()
    },
  }
}
