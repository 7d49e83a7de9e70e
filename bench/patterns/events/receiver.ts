import { shopApiClient } from '@bench/stock.shop-api.client'
import { shopEventsSubscriber } from '@bench/stock.shop-events.client'
import type { Receive } from '../receive.ts'

/** The stock: hears that something was reserved, and asks the shop for the rest. */
export async function receive(handle: Receive, { broker, port }: { readonly broker: string; readonly port: number }) {
  const details = shopApiClient({ baseUrl: `http://127.0.0.1:${port}` })
  const subscriber = await shopEventsSubscriber(
    { reserved: async (event) => handle(await event.details()) },
    { broker, details, service: 'stock', prefetch: 64 },
  )
  return {
    async drain() {
      await subscriber.drain()
      await details.drain()
    },
  }
}
