import { Money } from '@acme/shared.money.contract'
import { dateTime, messagingContract, openEnum } from '@tessera/contract.define'
import { z } from 'zod'

const orderId = z.string().regex(/^ord_[0-9a-f]{8}$/)
const chargeId = z.string().regex(/^chg_[0-9a-f]{8}$/)

const Charge = z
  .object({
    orderId,
    total: Money,
    cardToken: z.string().min(8).meta({ description: 'Of the card, as the shop keeps it.', redact: true }),
  })
  .meta({ id: 'Charge', description: 'Take this for an order.' })

const Charged = z
  .object({
    orderId,
    chargeId,
    outcome: z.enum(['paid', 'refused']),
    reason: openEnum(['no-funds', 'expired', 'blocked']).optional().describe('Why it was refused.'),
  })
  .meta({ id: 'Charged', description: 'What became of a charge.' })

export const paymentJobs = messagingContract({
  id: 'acme.payments/payment-jobs',
  summary: 'Charges and refunds, done by the payment workers',
  messages: {
    charge: { payload: Charge, summary: 'Charge a card' },
    charged: { payload: Charged },
    refund: { payload: { chargeId, amount: Money.describe('At most what was charged.') }, summary: 'Give money back' },
    settled: {
      payload: { orderId, chargeId, amount: Money, kind: z.enum(['charge', 'refund']), settledAt: dateTime() },
      summary: 'Money has moved',
    },
    limits: {
      payload: {
        currency: z.string().regex(/^[A-Z]{3}$/),
        max: z.int().min(0).describe('Of one charge, in minor units.'),
      },
      summary: 'What a charge may come to from now on',
    },
  },
  channels: {
    charges: {
      sentBy: 'consumer',
      message: 'charge',
      replyWith: 'charged',
      delivery: 'one-of-all',
      // Two charges of one order must not overtake each other.
      orderBy: 'orderId',
      retry: { attempts: 5, delayMs: 500, backoff: 'exponential', maxDelayMs: 30_000 },
      deadlineMs: 10_000,
    },
    refunds: {
      sentBy: 'consumer',
      message: 'refund',
      delivery: 'one-of-all',
      orderBy: 'chargeId',
      retry: { attempts: 10, delayMs: 1000, backoff: 'exponential', maxDelayMs: 60_000 },
    },
    settlements: { sentBy: 'provider', message: 'settled', delivery: 'one-per-service', orderBy: 'orderId' },
    // Every replica keeps the limits in memory.
    limitChanges: { sentBy: 'provider', message: 'limits', delivery: 'each-replica' },
  },
})
