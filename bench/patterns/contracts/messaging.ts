import { messagingContract } from '@tessera/contract.define'
import { Reservation } from './reservation.ts'

export const stockJobs = messagingContract({
  id: 'bench.stock/stock-jobs',
  messages: { reserve: { payload: Reservation } },
  channels: { reservations: { sentBy: 'consumer', message: 'reserve', delivery: 'one-of-all' } },
})
