import { setTimeout } from 'node:timers/promises'
import {
  paymentJobsServer,
  type PaymentJobsServer,
  type PaymentJobsServerOptions,
} from '@acme/payments.payment-jobs.server'

export interface PaymentsOptions extends Pick<PaymentJobsServerOptions, 'broker'> {
  /** Milliseconds that a bank takes; 5 where nothing is said. */
  readonly bankMs?: number
  /** Told of each charge that was taken. */
  readonly onCharge?: (orderId: string) => void
}

/**
 * One replica of the payment workers. A charge may be handled again, by this replica or another: its id, and that of the
 * settlement, come from the order, so whoever hears of it twice can tell.
 */
export async function paymentsService({ broker, bankMs = 5, onCharge }: PaymentsOptions): Promise<PaymentJobsServer> {
  const server = await paymentJobsServer(
    {
      async charges({ orderId, total }) {
        const chargeId = orderId.replace('ord_', 'chg_')
        await setTimeout(bankMs)
        await settle({ orderId, chargeId, amount: total, kind: 'charge' })
        onCharge?.(orderId)
        return { orderId, chargeId, outcome: 'paid' }
      },
      async refunds({ chargeId, amount }) {
        await setTimeout(bankMs)
        await settle({ orderId: chargeId.replace('chg_', 'ord_'), chargeId, amount, kind: 'refund' })
      },
    },
    { broker, prefetch: 32 },
  )

  type Settled = Parameters<typeof server.send.settlements>[0]
  async function settle(settled: Omit<Settled, 'settledAt'>): Promise<void> {
    const messageId = `${settled.kind} ${settled.chargeId}`
    await server.send.settlements({ ...settled, settledAt: new Date() }, { messageId })
  }
  return server
}
