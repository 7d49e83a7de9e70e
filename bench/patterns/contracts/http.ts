import { httpContract } from '@tessera/contract.define'
import { z } from 'zod'
import { Reservation } from './reservation.ts'

export const stockApi = httpContract({
  id: 'bench.stock/stock-api',
  operations: {
    reserve: {
      method: 'PUT',
      path: '/reservations/{id}',
      params: { id: z.string() },
      body: Reservation,
      responses: { 200: z.object({ kept: z.boolean() }) },
      deadlineMs: 1000,
    },
  },
})
