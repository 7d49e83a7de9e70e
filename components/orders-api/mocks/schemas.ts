// Generated from acme.orders/orders-api/contract, edit the contract instead.
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
  Order: {
    description: 'An order as the shop keeps it.',
    type: 'object',
    properties: {
      id: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' },
      version: { description: 'One up with each change.', type: 'integer', minimum: 1 },
      status: { type: 'string', enum: ['open', 'paid', 'shipped'] },
      customerEmail: { type: 'string', format: 'email' },
      items: { type: 'array', items: { $ref: '#/$defs/OrderItem' }, minItems: 1, maxItems: 50 },
      total: { $ref: '#/$defs/Money' },
      createdAt: { type: 'string', format: 'date-time', pattern: 'Z$' },
    },
    required: ['id', 'version', 'status', 'customerEmail', 'items', 'total', 'createdAt'],
  },
  OrderItem: {
    description: 'One line of an order.',
    type: 'object',
    properties: {
      sku: { description: 'Stock keeping unit.', type: 'string', minLength: 1 },
      quantity: { type: 'integer', minimum: 1, maximum: 99 },
      price: { $ref: '#/$defs/Money', description: 'Of one piece.' },
    },
    required: ['sku', 'quantity', 'price'],
  },
  Problem: {
    type: 'object',
    properties: {
      type: {
        description: 'A URI that names the kind of problem',
        type: 'string',
        default: 'about:blank',
      },
      title: { type: 'string', examples: ['Not found', 'Conflict', 'Invalid request'] },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string' },
      instance: { description: 'A URI that names this occurrence', type: 'string' },
    },
    required: ['title', 'status', 'type'],
  },
}

export const createOrderRequest: JsonSchema = {
  type: 'object',
  properties: {
    body: {
      type: 'object',
      properties: {
        customerEmail: { type: 'string', format: 'email' },
        items: { type: 'array', items: { $ref: '#/$defs/OrderItem' }, minItems: 1, maxItems: 50 },
      },
      required: ['customerEmail', 'items'],
    },
  },
  required: ['body'],
  additionalProperties: false,
}

export const createOrderResponses: Readonly<Record<201 | 422, JsonSchema>> = {
  201: {
    type: 'object',
    properties: { status: { const: 201 }, body: { $ref: '#/$defs/Order' } },
    required: ['status', 'body'],
    additionalProperties: false,
  },
  422: {
    type: 'object',
    properties: {
      status: { const: 422 },
      body: { allOf: [{ $ref: '#/$defs/Problem' }, { properties: { status: { const: 422 } } }] },
    },
    required: ['status', 'body'],
    additionalProperties: false,
  },
}

export const getOrderRequest: JsonSchema = {
  type: 'object',
  properties: {
    params: {
      type: 'object',
      properties: { id: { type: 'string', pattern: '^ord_[0-9a-f]{8}$' } },
      required: ['id'],
    },
  },
  required: ['params'],
  additionalProperties: false,
}

export const getOrderResponses: Readonly<Record<200 | 404, JsonSchema>> = {
  200: {
    type: 'object',
    properties: { status: { const: 200 }, body: { $ref: '#/$defs/Order' } },
    required: ['status', 'body'],
    additionalProperties: false,
  },
  404: {
    type: 'object',
    properties: {
      status: { const: 404 },
      body: { allOf: [{ $ref: '#/$defs/Problem' }, { properties: { status: { const: 404 } } }] },
    },
    required: ['status', 'body'],
    additionalProperties: false,
  },
}

export const listOrdersRequest: JsonSchema = {
  type: 'object',
  properties: {
    query: {
      type: 'object',
      properties: {
        status: { type: 'string', enum: ['open', 'paid', 'shipped'] },
        limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
      },
      required: ['limit'],
    },
  },
  required: ['query'],
  additionalProperties: false,
}

export const listOrdersResponses: Readonly<Record<200, JsonSchema>> = {
  200: {
    type: 'object',
    properties: {
      status: { const: 200 },
      body: {
        type: 'object',
        properties: { orders: { type: 'array', items: { $ref: '#/$defs/Order' } } },
        required: ['orders'],
      },
    },
    required: ['status', 'body'],
    additionalProperties: false,
  },
}
