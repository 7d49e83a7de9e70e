import { shopApiServer } from '@bench/stock.shop-api.server'
import { shopEventsPublisher } from '@bench/stock.shop-events.server'
import type { Reservation, Sender } from '../receive.ts'

/** Reservations that can be asked about: the last of them. */
const KEPT = 10_000

/** The shop: says that something was reserved, and what, to whoever asks. */
export async function send({ broker, port }: { readonly broker: string; readonly port: number }): Promise<Sender> {
  const reservations = new Map<string, Reservation>()
  const server = shopApiServer({
    getReservation: ({ params }) => ({ status: 200, body: reservations.get(params.id) as Reservation }),
  })
  await server.listen({ port })
  function remember(reservation: Reservation): void {
    reservations.set(reservation.id, reservation)
    if (reservations.size > KEPT) reservations.delete(reservations.keys().next().value as string)
  }
  const publisher = await shopEventsPublisher({ broker })
  return {
    async tell(reservation) {
      remember(reservation)
      await publisher.publish.reserved({ id: reservation.id })
    },
    async close() {
      await publisher.drain()
      await server.drain()
    },
  }
}
