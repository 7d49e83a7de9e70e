import { stockLinkClient } from '@bench/stock.stock-link.client'
import type { Sender } from '../receive.ts'

/** The shop: asks over an open connection, which comes back by itself. */
export async function send({ port }: { readonly port: number }): Promise<Sender> {
  const link = await stockLinkClient({}, { url: `tcp://127.0.0.1:${port}`, reconnect: { minMs: 50, maxMs: 500 } })
  return {
    async tell(reservation) {
      await link.request.reserve(reservation)
    },
    close: () => link.drain(),
  }
}
