import { stockJobsClient } from '@bench/stock.stock-jobs.client'
import type { Sender } from '../receive.ts'

/** The shop: leaves reservations with the broker. */
export async function send({ broker }: { readonly broker: string }): Promise<Sender> {
  const client = await stockJobsClient({ broker })
  return {
    async tell(reservation) {
      await client.send.reservations(reservation)
    },
    close: () => client.drain(),
  }
}
