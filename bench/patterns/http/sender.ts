import { stockApiClient } from '@bench/stock.stock-api.client'
import type { Sender } from '../receive.ts'

/** The shop: asks for each reservation, and waits for the answer. */
export async function send({ port }: { readonly port: number }): Promise<Sender> {
  const client = stockApiClient({ baseUrl: `http://127.0.0.1:${port}` })
  return {
    async tell(reservation) {
      await client.call.reserve({ params: { id: reservation.id }, body: reservation })
    },
    close: () => client.drain(),
  }
}
