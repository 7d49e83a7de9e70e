import { z } from 'zod'

export const Reservation = z
  .object({
    id: z.string().min(1),
    sku: z.string().min(1),
    quantity: z.int().min(1).max(99),
    sentAt: z.number().describe('Nanoseconds of the clock of this machine.'),
  })
  .meta({ id: 'Reservation', description: 'Keep so many of this.' })
