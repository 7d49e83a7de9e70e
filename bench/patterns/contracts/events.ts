import { eventContract, httpContract } from '@tessera/contract.define'
import { z } from 'zod'
import { Reservation } from './reservation.ts'

export const shopApi = httpContract({
  id: 'bench.stock/shop-api',
  operations: {
    getReservation: {
      method: 'GET',
      path: '/reservations/{id}',
      params: { id: z.string() },
      responses: { 200: Reservation },
      deadlineMs: 1000,
    },
  },
})

export const shopEvents = eventContract({
  id: 'bench.stock/shop-events',
  detailsOf: shopApi,
  // Here every event is asked about, which is what a full message would be for: see what it costs.
  expectedFetchShare: 1,
  events: {
    reserved: { data: { id: z.string() }, details: 'getReservation', args: { id: 'id' } },
  },
})
