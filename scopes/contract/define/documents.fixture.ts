import type { ContractDocument, JsonSchema, JsonSchemaObject, Slot } from './document.ts'

/** One document of each pattern, written by hand, that together use every field there is. */

const id: JsonSchema = { type: 'string', pattern: '^ord_[0-9a-f]{8}$' }

const Money: JsonSchema = {
  'x-origin': 'acme.shared/money/contract#Money',
  type: 'object',
  properties: {
    amount: { type: 'integer', minimum: 0 },
    currency: { type: 'string', pattern: '^[A-Z]{3}$', default: 'EUR' },
  },
  required: ['amount'],
}

const Problem: JsonSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', default: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
  },
  required: ['title', 'status'],
}

const Order: JsonSchema = {
  type: 'object',
  properties: {
    id,
    status: { type: 'string', 'x-extensible-enum': ['open', 'paid', 'shipped'] },
    total: { $ref: '#/$defs/Money' },
    iban: { type: 'string', 'x-redact': true },
    note: { type: ['string', 'null'] },
    createdAt: { type: 'string', format: 'date-time' },
  },
  required: ['id', 'status', 'total', 'createdAt'],
}

const object = (
  properties: Readonly<Record<string, JsonSchema>>,
  required = Object.keys(properties),
): JsonSchemaObject => ({
  type: 'object',
  properties,
  required,
})

const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` })

const slot = (at: string, sentBy: Slot['sentBy'], schema: JsonSchema, more: Partial<Slot> = {}): Slot => ({
  at,
  sentBy,
  ...more,
  schema,
})

export const httpDocument: ContractDocument = {
  formatVersion: 1,
  id: 'acme.orders/orders-api',
  pattern: 'http',
  line: 2,
  summary: 'Places and looks up orders',
  description: 'What the shop sells, and to whom.',
  securitySchemes: {
    token: { type: 'http', description: 'Of the signed-in person.', scheme: 'bearer', bearerFormat: 'JWT' },
    key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  },
  security: [{ token: [] }],
  operations: {
    createOrder: {
      method: 'POST',
      path: '/orders',
      aliases: ['placeOrder'],
      summary: 'Place an order',
      deadlineMs: 2000,
      idempotent: 'key',
      request: { body: 'createOrder/request/body' },
      responses: {
        201: { headers: 'createOrder/response/201/headers', body: 'createOrder/response/201/body' },
        422: { description: 'Nothing was placed.', problem: true, body: 'createOrder/response/422/body' },
      },
    },
    getOrder: {
      method: 'GET',
      path: '/orders/{id}',
      deadlineMs: 1000,
      idempotent: true,
      request: { params: 'getOrder/request/params' },
      responses: {
        200: { body: 'getOrder/response/200/body' },
        404: { problem: true, body: 'getOrder/response/404/body' },
      },
    },
    listOrders: {
      method: 'GET',
      path: '/orders',
      deprecated: 'use searchOrders',
      sunset: '2027-03-01',
      idempotent: true,
      security: [{ token: [] }, { key: [] }],
      request: { query: 'listOrders/request/query', headers: 'listOrders/request/headers' },
      styles: { 'query/status': { style: 'pipeDelimited', explode: false } },
      responses: { 200: { body: 'listOrders/response/200/body' } },
    },
    noteOrder: {
      method: 'PUT',
      path: '/orders/{id}/note',
      idempotent: true,
      security: [],
      request: { params: 'noteOrder/request/params', body: 'noteOrder/request/body' },
      responses: { 204: {} },
    },
    orderShipped: {
      method: 'POST',
      path: '/order-shipped',
      webhook: true,
      idempotent: false,
      request: { body: 'orderShipped/request/body' },
      responses: { 204: {} },
    },
  },
  slots: [
    slot(
      'createOrder/request/body',
      'consumer',
      { ...object({ sku: { type: 'string' }, price: ref('Money') }), additionalProperties: false },
      { strict: true, maxBytes: 65536 },
    ),
    slot('createOrder/response/201/headers', 'provider', object({ location: { type: 'string' } })),
    slot('createOrder/response/201/body', 'provider', ref('Order')),
    slot('createOrder/response/422/body', 'provider', ref('Problem'), { mediaType: 'application/problem+json' }),
    slot('getOrder/request/params', 'consumer', object({ id })),
    slot('getOrder/response/200/body', 'provider', ref('Order')),
    slot('getOrder/response/404/body', 'provider', ref('Problem'), { mediaType: 'application/problem+json' }),
    slot(
      'listOrders/request/query',
      'consumer',
      object({ status: { type: 'array', items: { type: 'string' } }, limit: { type: 'integer', default: 20 } }, []),
    ),
    slot('listOrders/request/headers', 'consumer', object({ 'x-tenant': { type: 'string' } })),
    slot('listOrders/response/200/body', 'provider', object({ orders: { type: 'array', items: ref('Order') } })),
    slot('noteOrder/request/params', 'consumer', object({ id })),
    slot('noteOrder/request/body', 'consumer', { type: 'string' }, { mediaType: 'text/plain', optional: true }),
    slot('orderShipped/request/body', 'provider', object({ id })),
  ],
  exports: [],
  $defs: { Money, Order, Problem },
}

export const messagingDocument: ContractDocument = {
  formatVersion: 1,
  id: 'acme.payments/payment-jobs',
  pattern: 'messaging',
  line: 1,
  summary: 'Charges and refunds, done by the payment workers',
  channels: {
    charges: {
      address: 'payments.charges',
      summary: 'Charge a card',
      sentBy: 'consumer',
      delivery: 'one-of-all',
      orderBy: 'orderId',
      retry: { attempts: 5, delayMs: 1000, backoff: 'exponential', maxDelayMs: 60000 },
      deadlineMs: 30000,
      message: { name: 'charge', headers: 'charges/message/headers', payload: 'charges/message' },
      reply: { name: 'charged', payload: 'charges/reply' },
    },
    refunds: {
      sentBy: 'provider',
      delivery: 'one-per-service',
      message: { name: 'refunded', description: 'Money went back.', payload: 'refunds/message' },
    },
    rates: {
      deprecated: 'ask for them',
      sentBy: 'provider',
      delivery: 'each-replica',
      message: { name: 'rates', payload: 'rates/message' },
    },
  },
  slots: [
    slot('charges/message/headers', 'consumer', object({ 'x-tenant': { type: 'string' } })),
    slot('charges/message', 'consumer', object({ orderId: id, total: ref('Money') }), { maxBytes: 4096 }),
    slot('charges/reply', 'provider', object({ orderId: id, outcome: { enum: ['paid', 'refused'] } })),
    slot('refunds/message', 'provider', object({ orderId: id, total: ref('Money') })),
    slot('rates/message', 'provider', { type: 'object', additionalProperties: { type: 'number' } }),
  ],
  exports: [],
  $defs: { Money },
}

export const socketsDocument: ContractDocument = {
  formatVersion: 1,
  id: 'acme.dispatch/courier-link',
  pattern: 'sockets',
  line: 1,
  summary: 'Couriers on the road',
  connection: { windowBytes: 65536, heartbeatMs: 5000 },
  items: {
    position: { sentBy: 'consumer', summary: 'Where the courier is', payload: 'position/message' },
    assign: { sentBy: 'provider', deadlineMs: 10000, payload: 'assign/message', reply: 'assign/reply' },
    chat: { sentBy: 'either', payload: 'chat/message', reply: 'chat/reply' },
  },
  slots: [
    slot(
      'position/message',
      'consumer',
      object({
        lat: { type: 'number', minimum: -90, maximum: 90 },
        lon: { type: 'number', minimum: -180, maximum: 180 },
      }),
      { maxBytes: 512 },
    ),
    slot('assign/message', 'provider', object({ orderId: id, fee: ref('Money') })),
    slot('assign/reply', 'consumer', object({ accepted: { type: 'boolean' } })),
    slot('chat/message', 'either', object({ text: { type: 'string', maxLength: 500 } })),
    slot('chat/reply', 'either', object({ seen: { type: 'boolean', default: true } }, [])),
  ],
  exports: [],
  $defs: { Money },
}

export const eventsDocument: ContractDocument = {
  formatVersion: 1,
  id: 'acme.orders/order-events',
  pattern: 'events',
  line: 1,
  summary: 'What happens to orders',
  detailsOf: 'acme.orders/orders-api',
  delivery: 'one-per-service',
  retry: { attempts: 3, delayMs: 500 },
  expectedFetchShare: 0.2,
  events: {
    placed: {
      type: 'acme.orders.placed',
      summary: 'An order was placed',
      orderBy: 'orderId',
      data: 'placed/data',
      details: { operation: 'getOrder', arguments: { id: 'orderId' }, version: 'version' },
    },
    shopClosed: { data: 'shopClosed/data' },
  },
  slots: [
    slot('placed/data', 'provider', object({ orderId: id, version: { type: 'integer' } })),
    slot('shopClosed/data', 'provider', object({ until: { type: 'string', format: 'date' } })),
  ],
  exports: [],
  $defs: {},
}

export const schemasDocument: ContractDocument = {
  formatVersion: 1,
  id: 'acme.shared/money',
  pattern: 'schemas',
  line: 1,
  slots: [],
  exports: ['Money'],
  $defs: { Money: object({ amount: { type: 'integer' }, currency: { type: 'string', default: 'EUR' } }, ['amount']) },
}

export const documents: readonly ContractDocument[] = [
  httpDocument,
  messagingDocument,
  socketsDocument,
  eventsDocument,
  schemasDocument,
]
