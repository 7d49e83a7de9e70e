// Generated from acme.payments/payment-jobs/contract, edit the contract instead.
import {
  connectMessaging,
  type MessagingClient,
  type MessagingClientOptions,
} from '@tessera/runtime.messaging/client'
import type { PaymentJobs } from '@acme/payments.payment-jobs.types'
import { definition } from './definition.ts'

export type * from '@acme/payments.payment-jobs.types'

/** A consumer of acme.payments/payment-jobs: `send` and `request` have the channels it sends on. */
export type PaymentJobsClient = MessagingClient<PaymentJobs>
export type PaymentJobsClientOptions = MessagingClientOptions

/**
 * Charges and refunds, done by the payment workers
 * Messages are validated both ways; a send resolves when the broker has confirmed it.
 * @example await client.request.charges(…)
 */
export function paymentJobsClient(options: PaymentJobsClientOptions): Promise<PaymentJobsClient> {
  return connectMessaging<PaymentJobs>(definition, options)
}
