// Generated from acme.orders/order-events/contract, edit the contract instead.
import type { JsonSchema } from '@tessera/contract.mock'

/** Named schemas. Properties with a default are required: what is mocked is what a reader is handed. */
export const defs: Readonly<Record<string, JsonSchema>> = {}

export const placedSchema: JsonSchema = {
  type: 'object',
  properties: {
    orderId: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' },
    version: { description: 'One up with each change.', type: 'integer', minimum: 1 },
  },
  required: ['orderId', 'version'],
}

export const paidSchema: JsonSchema = {
  type: 'object',
  properties: {
    orderId: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' },
    version: { description: 'One up with each change.', type: 'integer', minimum: 1 },
  },
  required: ['orderId', 'version'],
}

export const shippedSchema: JsonSchema = {
  type: 'object',
  properties: {
    orderId: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' },
    version: { description: 'One up with each change.', type: 'integer', minimum: 1 },
    carrier: { type: 'string', minLength: 1 },
  },
  required: ['orderId', 'version', 'carrier'],
}
