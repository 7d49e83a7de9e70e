import { stockApiServer } from '@bench/stock.stock-api.server'
import type { Receive } from '../receive.ts'

/** The stock: answers each reservation. */
export async function receive(handle: Receive, { port }: { readonly port: number }) {
  const server = stockApiServer({
    async reserve({ body }) {
      await handle(body)
      return { status: 200, body: { kept: true } }
    },
  })
  await server.listen({ port })
  return server
}
