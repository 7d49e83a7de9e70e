import { stockJobsServer } from '@bench/stock.stock-jobs.server'
import type { Receive } from '../receive.ts'

/** The stock: takes reservations from the broker when it can. */
export function receive(handle: Receive, { broker }: { readonly broker: string }) {
  return stockJobsServer({ reservations: (reservation) => handle(reservation) }, { broker, prefetch: 64 })
}
