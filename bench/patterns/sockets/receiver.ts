import { stockLinkServer } from '@bench/stock.stock-link.server'
import type { Receive } from '../receive.ts'

/** The stock: answers over the open connection. */
export async function receive(handle: Receive, { port }: { readonly port: number }) {
  const server = stockLinkServer({
    async reserve(reservation) {
      await handle(reservation)
      return { kept: true }
    },
  })
  await server.listen({ url: `tcp://127.0.0.1:${port}` })
  return server
}
