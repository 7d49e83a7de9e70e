// Generated from acme.payments/payment-jobs/contract, edit the contract instead.
import type { JsonSchema } from '@tessera/contract.mock'

/** Named schemas. Properties with a default are required: what is mocked is what a reader is handed. */
export const defs: Readonly<Record<string, JsonSchema>> = {
  Charge: {
    description: 'Take this for an order.',
    type: 'object',
    properties: {
      orderId: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' },
      total: { $ref: '#/$defs/Money' },
      cardToken: {
        description: 'Of the card, as the shop keeps it.',
        type: 'string',
        minLength: 8,
      },
    },
    required: ['orderId', 'total', 'cardToken'],
  },
  Charged: {
    description: 'What became of a charge.',
    type: 'object',
    properties: {
      orderId: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' },
      chargeId: { type: 'string', pattern: '^chg_[0-9a-f]{8}$' },
      outcome: { type: 'string', enum: ['paid', 'refused'] },
      reason: {
        description: 'Why it was refused.',
        type: 'string',
        'x-extensible-enum': ['no-funds', 'expired', 'blocked'],
      },
    },
    required: ['orderId', 'chargeId', 'outcome'],
  },
  Money: {
    description: 'An amount of money in minor units.',
    type: 'object',
    properties: {
      amount: { description: 'In minor units: 1290 is 12.90 EUR.', type: 'integer' },
      currency: {
        description: 'ISO 4217 code.',
        type: 'string',
        pattern: '^[A-Z]{3}$',
        default: 'EUR',
      },
    },
    required: ['amount', 'currency'],
  },
}

export const refundSchema: JsonSchema = {
  type: 'object',
  properties: {
    chargeId: { type: 'string', pattern: '^chg_[0-9a-f]{8}$' },
    amount: { $ref: '#/$defs/Money', description: 'At most what was charged.' },
  },
  required: ['chargeId', 'amount'],
}

export const settledSchema: JsonSchema = {
  type: 'object',
  properties: {
    orderId: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' },
    chargeId: { type: 'string', pattern: '^chg_[0-9a-f]{8}$' },
    amount: { $ref: '#/$defs/Money' },
    kind: { type: 'string', enum: ['charge', 'refund'] },
    settledAt: { type: 'string', format: 'date-time', pattern: 'Z$' },
  },
  required: ['orderId', 'chargeId', 'amount', 'kind', 'settledAt'],
}

export const limitsSchema: JsonSchema = {
  type: 'object',
  properties: {
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    max: { description: 'Of one charge, in minor units.', type: 'integer', minimum: 0 },
  },
  required: ['currency', 'max'],
}
