// Generated from acme.payments/payment-jobs/contract, edit the contract instead.
import { mock, type MockOptions } from '@tessera/contract.mock'
import {
  type MessageSamples,
  type MessagingMock,
  type MessagingMockOptions,
  mockMessaging,
} from '@tessera/runtime.messaging/mock'
import type {
  ChargeR,
  ChargedR,
  RefundR,
  SettledR,
  Limits,
  PaymentJobs,
} from '@acme/payments.payment-jobs.types'
import { settledCodec } from './codecs.ts'
import { definition } from './definition.ts'
import { defs, refundSchema, settledSchema, limitsSchema } from './schemas.ts'

export type * from '@acme/payments.payment-jobs.types'

/** A valid Charge, the same for the same seed; `override` is laid over it. */
export function mockCharge(options: MockOptions<ChargeR> = {}): ChargeR {
  return mock<ChargeR>({ $ref: '#/$defs/Charge' }, { defs, ...options })
}

/** A valid Charged, the same for the same seed; `override` is laid over it. */
export function mockCharged(options: MockOptions<ChargedR> = {}): ChargedR {
  return mock<ChargedR>({ $ref: '#/$defs/Charged' }, { defs, ...options })
}

/** A valid Refund, the same for the same seed; `override` is laid over it. */
export function mockRefund(options: MockOptions<RefundR> = {}): RefundR {
  return mock<RefundR>(refundSchema, { defs, ...options })
}

/** A valid Settled, the same for the same seed; `override` is laid over it. */
export function mockSettled(options: MockOptions<SettledR> = {}): SettledR {
  return mock<SettledR>(settledSchema, { defs, ...options }, settledCodec)
}

/** A valid Limits, the same for the same seed; `override` is laid over it. */
export function mockLimits(options: MockOptions<Limits> = {}): Limits {
  return mock<Limits>(limitsSchema, { defs, ...options })
}

export type PaymentJobsMockOptions = MessagingMockOptions

/** The other side of acme.payments/payment-jobs for tests: sends valid messages, answers requests, records what travelled. */
export function paymentJobsMock(
  options: PaymentJobsMockOptions = {},
): Promise<MessagingMock<PaymentJobs>> {
  return mockMessaging<PaymentJobs>(definition, samples, options)
}

const samples: MessageSamples<PaymentJobs> = {
  charges: {
    message: (seed) =>
      mock<PaymentJobs['charges']['write']>(
        { $ref: '#/$defs/Charge' },
        { defs, seed, side: 'write' },
      ),
    reply: (seed) =>
      mock<PaymentJobs['charges']['reply']['write']>(
        { $ref: '#/$defs/Charged' },
        { defs, seed, side: 'write' },
      ),
  },
  refunds: {
    message: (seed) =>
      mock<PaymentJobs['refunds']['write']>(refundSchema, { defs, seed, side: 'write' }),
  },
  settlements: {
    message: (seed) =>
      mock<PaymentJobs['settlements']['write']>(
        settledSchema,
        { defs, seed, side: 'write' },
        settledCodec,
      ),
  },
  limitChanges: {
    message: (seed) =>
      mock<PaymentJobs['limitChanges']['write']>(limitsSchema, { defs, seed, side: 'write' }),
  },
}
