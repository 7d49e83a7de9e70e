// Generated from acme.shared/money/contract, edit the contract instead.
import type { JsonSchema } from '@tessera/contract.mock'

/** Named schemas. Properties with a default are required: what is mocked is what a reader is handed. */
export const defs: Readonly<Record<string, JsonSchema>> = {
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
