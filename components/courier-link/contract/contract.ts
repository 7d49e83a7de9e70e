import { Money } from '@acme/shared.money.contract'
import { socketContract } from '@tessera/contract.define'
import { z } from 'zod'

const orderId = z.string().regex(/^ord_[0-9a-f]{8}$/)

const Place = z
  .object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
  .meta({ id: 'Place', description: 'Where on earth, in degrees.' })

const Job = z
  .object({
    orderId,
    from: Place,
    to: Place,
    fee: Money.describe('What the courier earns.'),
    note: z.string().max(200).optional(),
  })
  .meta({ id: 'Job', description: 'Something to carry.' })

export const courierLink = socketContract({
  id: 'acme.dispatch/courier-link',
  summary: 'Couriers on the road and the dispatch that sends them',
  windowBytes: 65_536,
  heartbeatMs: 5000,
  items: {
    position: {
      summary: 'Where the courier is, every few seconds',
      sentBy: 'consumer',
      payload: z.object({ at: Place, battery: z.number().min(0).max(1).optional() }),
    },
    assign: {
      summary: 'Offers a job',
      sentBy: 'provider',
      payload: Job,
      reply: { accepted: z.boolean(), minutes: z.int().min(0).optional().describe('Until it is picked up.') },
      deadlineMs: 15_000,
    },
    delivered: {
      summary: 'The job is done',
      sentBy: 'consumer',
      payload: { orderId, at: Place },
      reply: { earnedToday: Money },
      deadlineMs: 5000,
    },
    chat: {
      summary: 'A line of text between courier and dispatch',
      sentBy: 'either',
      payload: { text: z.string().min(1).max(500), urgent: z.boolean().default(false) },
    },
  },
})
