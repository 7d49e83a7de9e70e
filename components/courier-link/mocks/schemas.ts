// Generated from acme.dispatch/courier-link/contract, edit the contract instead.
import type { JsonSchema } from '@tessera/contract.mock'

/** Named schemas. Properties with a default are required: what is mocked is what a reader is handed. */
export const defs: Readonly<Record<string, JsonSchema>> = {
  Job: {
    description: 'Something to carry.',
    type: 'object',
    properties: {
      orderId: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' },
      from: { $ref: '#/$defs/Place' },
      to: { $ref: '#/$defs/Place' },
      fee: { $ref: '#/$defs/Money', description: 'What the courier earns.' },
      note: { type: 'string', maxLength: 200 },
    },
    required: ['orderId', 'from', 'to', 'fee'],
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
  Place: {
    description: 'Where on earth, in degrees.',
    type: 'object',
    properties: {
      lat: { type: 'number', minimum: -90, maximum: 90 },
      lon: { type: 'number', minimum: -180, maximum: 180 },
    },
    required: ['lat', 'lon'],
  },
}

export const positionSchema: JsonSchema = {
  type: 'object',
  properties: {
    at: { $ref: '#/$defs/Place' },
    battery: { type: 'number', minimum: 0, maximum: 1 },
  },
  required: ['at'],
}

export const assignReplySchema: JsonSchema = {
  type: 'object',
  properties: {
    accepted: { type: 'boolean' },
    minutes: { description: 'Until it is picked up.', type: 'integer', minimum: 0 },
  },
  required: ['accepted'],
}

export const deliveredSchema: JsonSchema = {
  type: 'object',
  properties: {
    orderId: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' },
    at: { $ref: '#/$defs/Place' },
  },
  required: ['orderId', 'at'],
}

export const deliveredReplySchema: JsonSchema = {
  type: 'object',
  properties: { earnedToday: { $ref: '#/$defs/Money' } },
  required: ['earnedToday'],
}

export const chatSchema: JsonSchema = {
  type: 'object',
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 500 },
    urgent: { type: 'boolean', default: false },
  },
  required: ['text', 'urgent'],
}
