import type { ContractDocument, Slot } from '@tessera/contract.define'

const $defs = {
  Tea: {
    type: 'object',
    properties: { name: { type: 'string', minLength: 1 }, grams: { type: 'integer', minimum: 1 } },
    required: ['name', 'grams'],
  },
  Problem: {
    type: 'object',
    properties: { status: { type: 'integer' }, title: { type: 'string' } },
    required: ['title'],
  },
}
const tea = { $ref: '#/$defs/Tea' }
const base = { formatVersion: 1, line: 1, exports: ['Tea'], $defs } as const

function slot(at: string, schema: Slot['schema'], sentBy: Slot['sentBy'] = 'provider'): Slot {
  return { at, sentBy, schema }
}

/** One contract of each pattern, small. */
export const documents = {
  http: {
    ...base,
    id: 'acme.tea/tea-api',
    pattern: 'http',
    operations: {
      brew: {
        method: 'POST',
        path: '/teas/{id}',
        idempotent: false,
        request: { params: 'brew/request/params', query: 'brew/request/query', body: 'brew/request/body' },
        responses: {
          201: { body: 'brew/response/201/body' },
          404: { body: 'brew/response/404/body', problem: true },
        },
      },
    },
    slots: [
      slot(
        'brew/request/params',
        { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
        'consumer',
      ),
      slot('brew/request/query', { type: 'object', properties: { cups: { type: 'integer', maximum: 9 } } }, 'consumer'),
      slot('brew/request/body', tea, 'consumer'),
      slot('brew/response/201/body', tea),
      slot('brew/response/404/body', { $ref: '#/$defs/Problem' }),
    ],
  },
  messaging: {
    ...base,
    id: 'acme.tea/tea-jobs',
    pattern: 'messaging',
    channels: {
      orders: {
        sentBy: 'consumer',
        delivery: 'one-of-all',
        message: { name: 'order', payload: 'orders/message' },
        reply: { name: 'ordered', payload: 'orders/reply' },
      },
    },
    slots: [slot('orders/message', tea, 'consumer'), slot('orders/reply', { const: 'done' })],
  },
  sockets: {
    ...base,
    id: 'acme.tea/tea-link',
    pattern: 'sockets',
    items: { pour: { sentBy: 'either', payload: 'pour/payload', reply: 'pour/reply' } },
    slots: [slot('pour/payload', tea, 'either'), slot('pour/reply', { type: 'boolean' }, 'either')],
  },
  events: {
    ...base,
    id: 'acme.tea/tea-events',
    pattern: 'events',
    events: { brewed: { data: 'brewed/data' } },
    slots: [slot('brewed/data', tea)],
  },
  schemas: { ...base, id: 'acme.tea/tea', pattern: 'schemas', slots: [] },
} as const satisfies Record<string, ContractDocument>
