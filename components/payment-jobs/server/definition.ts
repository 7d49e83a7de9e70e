// Generated from acme.payments/payment-jobs/contract, edit the contract instead.
import type { MessagingDefinition } from '@tessera/runtime.core'
import {
  chargesMessage,
  chargesReply,
  refundsMessage,
  settlementsMessage,
  limitChangesMessage,
  encodeSettlementsMessage,
} from './checks.ts'

/** What travels under this contract, and how it is checked. */
export const definition: MessagingDefinition = {
  contract: 'acme.payments/payment-jobs',
  line: 1,
  hash: '6625dccb02e403a2',
  redact: { 'charges/message': ['/cardToken'] },
  channels: {
    charges: {
      address: 'acme.payments/payment-jobs/charges',
      sentBy: 'consumer',
      delivery: 'one-of-all',
      orderBy: 'orderId',
      retry: { attempts: 5, delayMs: 500, backoff: 'exponential', maxDelayMs: 30000 },
      deadlineMs: 10000,
      message: { name: 'charge', check: chargesMessage },
      reply: { name: 'charged', check: chargesReply },
    },
    refunds: {
      address: 'acme.payments/payment-jobs/refunds',
      sentBy: 'consumer',
      delivery: 'one-of-all',
      orderBy: 'chargeId',
      retry: { attempts: 10, delayMs: 1000, backoff: 'exponential', maxDelayMs: 60000 },
      message: { name: 'refund', check: refundsMessage },
    },
    settlements: {
      address: 'acme.payments/payment-jobs/settlements',
      sentBy: 'provider',
      delivery: 'one-per-service',
      orderBy: 'orderId',
      message: { name: 'settled', check: settlementsMessage, encode: encodeSettlementsMessage },
    },
    limitChanges: {
      address: 'acme.payments/payment-jobs/limitChanges',
      sentBy: 'provider',
      delivery: 'each-replica',
      message: { name: 'limits', check: limitChangesMessage },
    },
  },
}
