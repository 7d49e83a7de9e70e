import { schemas } from '@tessera/contract.define'
import { z } from 'zod'

/** An amount in the smallest unit of its currency, so that no cent is lost to rounding. */
export const Money = z
  .object({
    amount: z.int().describe('In minor units: 1290 is 12.90 EUR.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('EUR')
      .describe('ISO 4217 code.'),
  })
  .meta({ id: 'Money', description: 'An amount of money in minor units.' })

export const money = schemas({
  id: 'acme.shared/money',
  summary: 'What several contracts mean by money',
  schemas: { Money },
})
