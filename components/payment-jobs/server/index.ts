// Generated from acme.payments/payment-jobs/contract, edit the contract instead.
import {
  type MessagingServer,
  type MessagingServerHandlers,
  type MessagingServerOptions,
  serveMessaging,
} from '@tessera/runtime.messaging/server'
import type { PaymentJobs } from '@acme/payments.payment-jobs.types'
import { definition } from './definition.ts'

export type * from '@acme/payments.payment-jobs.types'

/** One function for each channel of acme.payments/payment-jobs that consumers send on. */
export type PaymentJobsHandlers = MessagingServerHandlers<PaymentJobs>
/** A provider of acme.payments/payment-jobs: `send` and `request` have the channels it sends on. */
export type PaymentJobsServer = MessagingServer<PaymentJobs>
export type PaymentJobsServerOptions = MessagingServerOptions

/**
 * Charges and refunds, done by the payment workers
 * Messages are validated before a handler sees them, and replies before they leave. A message is acknowledged after its handler, tried again when that fails, and a dead letter in the end.
 */
export function paymentJobsServer(
  handlers: PaymentJobsHandlers,
  options: PaymentJobsServerOptions,
): Promise<PaymentJobsServer> {
  return serveMessaging<PaymentJobs>(definition, handlers, options)
}
