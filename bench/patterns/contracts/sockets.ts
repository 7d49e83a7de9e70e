import { socketContract } from '@tessera/contract.define'
import { z } from 'zod'
import { Reservation } from './reservation.ts'

export const stockLink = socketContract({
  id: 'bench.stock/stock-link',
  windowBytes: 65_536,
  heartbeatMs: 1000,
  items: {
    reserve: {
      sentBy: 'consumer',
      payload: Reservation,
      reply: z.object({ kept: z.boolean() }),
      deadlineMs: 1000,
    },
  },
})
