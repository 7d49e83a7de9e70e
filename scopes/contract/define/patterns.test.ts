import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  eventContract,
  formatDocument,
  httpContract,
  messagingContract,
  openEnum,
  parseDocument,
  payload,
  problem,
  response,
  socketContract,
  toDocument,
  type Contract,
} from './index.ts'

const Money = z.object({ amount: z.int(), currency: z.string().default('EUR') }).meta({ id: 'Money' })
const Order = z
  .object({ id: z.string(), status: openEnum(['open', 'paid']), iban: z.string().meta({ redact: true }) })
  .meta({ id: 'Order' })

const orders = httpContract({
  id: 'acme.orders/orders-api',
  securitySchemes: { token: { type: 'http', scheme: 'bearer' }, key: { type: 'apiKey', name: 'x-key', in: 'header' } },
  security: ['token', { key: ['read'] }],
  operations: {
    create: {
      method: 'POST',
      path: '/orders',
      aliases: ['place'],
      deprecated: 'use buy',
      sunset: '2027-03-01',
      body: payload(z.strictObject({ total: Money }), { maxBytes: 4096 }),
      responses: { 201: response(Order, { headers: { location: z.url() }, description: 'Placed' }), 409: problem() },
      security: [],
    },
    get: { method: 'GET', path: '/orders/{id}', params: { id: z.string() }, responses: { 200: Order } },
    find: {
      method: 'GET',
      path: '/orders',
      query: { ids: z.array(z.string()).optional(), where: z.object({ status: z.string() }).optional() },
      styles: { 'query/ids': { style: 'pipeDelimited', explode: false }, 'query/where': { style: 'deepObject' } },
      responses: { 200: z.array(Order) },
    },
    note: {
      method: 'PUT',
      path: '/orders/{id}/note',
      params: { id: z.string() },
      body: payload(z.string().optional(), { mediaType: 'text/plain' }),
      responses: { 200: response(null, { description: 'Noted' }) },
    },
    shipped: { method: 'POST', path: '/shipped', webhook: true, body: { id: z.string() }, responses: { 200: Money } },
  },
})

const jobs = messagingContract({
  id: 'acme.payments/payment-jobs',
  line: 2,
  securitySchemes: { tls: { type: 'mutualTLS' } },
  messages: {
    charge: {
      summary: 'Charge a card',
      payload: payload({ orderId: z.string(), total: Money }, { maxBytes: 4096 }),
      headers: { 'x-tenant': z.string() },
    },
    charged: { payload: { orderId: z.string(), ok: z.boolean() }, headers: { 'x-node': z.string().optional() } },
  },
  channels: {
    charges: {
      address: 'payments.charges',
      sentBy: 'consumer',
      message: 'charge',
      replyWith: 'charged',
      delivery: 'one-of-all',
      orderBy: 'orderId',
      retry: { attempts: 3, delayMs: 100, backoff: 'exponential', maxDelayMs: 1000 },
      deadlineMs: 5000,
      security: ['tls'],
    },
    outcomes: { sentBy: 'provider', message: 'charged', delivery: 'one-per-service' },
  },
})

const link = socketContract({
  id: 'acme.dispatch/courier-link',
  heartbeatMs: 1000,
  items: {
    position: { sentBy: 'consumer', payload: { lat: z.number(), lon: z.number() } },
    assign: { sentBy: 'provider', payload: { fee: Money }, reply: { accepted: z.boolean() }, deadlineMs: 9000 },
    chat: { sentBy: 'either', summary: 'Talk', payload: payload(z.string(), { maxBytes: 500 }), reply: z.null() },
  },
})

const events = eventContract({
  id: 'acme.orders/order-events',
  detailsOf: orders,
  retry: { attempts: 3, delayMs: 100 },
  events: {
    placed: {
      type: 'acme.orders.placed',
      data: { orderId: z.string(), version: z.int() },
      orderBy: 'orderId',
      details: 'get',
      args: { id: 'orderId' },
      version: 'version',
    },
    closed: { deprecated: 'nobody listens', data: { until: z.iso.date() } },
  },
})

test('arguments of details say which parameters are of the query', () => {
  const id = z.string()
  const api = httpContract({
    id: 'acme.test/api',
    operations: {
      get: {
        method: 'GET',
        path: '/orders/{id}',
        params: { id },
        query: { expand: id.optional() },
        responses: { 200: z.string() },
      },
    },
  })
  const contract = eventContract({
    id: 'acme.test/events',
    detailsOf: api,
    events: { placed: { data: { orderId: id, part: id }, details: 'get', args: { id: 'orderId', expand: 'part' } } },
  })
  const { document } = toDocument(contract)
  expect(document?.events?.['placed']?.details?.arguments).toEqual({ id: 'orderId', 'query/expand': 'part' })
})

test.each<[string, Contract]>([
  ['http', orders],
  ['messaging', jobs],
  ['sockets', link],
  ['events', events],
])('a contract of the pattern %s', async (pattern, contract) => {
  const { document, diagnostics } = toDocument(contract)
  expect(diagnostics).toEqual([])
  if (document === undefined) throw new Error('no document')
  const text = formatDocument(document)
  await expect(text).toMatchFileSnapshot(`patterns.${pattern}.snap`)
  expect(parseDocument(text, 'contract.json')).toEqual(document)
})

/** Past the compiler, as a contract in JavaScript is. */
const found = (make: (input: never) => Contract, input: object) =>
  toDocument(make({ id: 'acme.test/it', ...input } as never)).diagnostics.map(
    ({ code, location }) => `${code} ${location?.pointer}`,
  )

describe('what is wrong with messages and channels', () => {
  const a = { payload: { id: z.string(), size: z.int().optional(), more: z.array(z.string()) } }
  const c = { sentBy: 'consumer', message: 'a', delivery: 'one-of-all' }
  test.each<[string, object, string[]]>([
    ['nothing', { channels: { c } }, []],
    ['no channel', { channels: {} }, ['UNUSED_MESSAGE /messages/a', 'NO_CHANNELS /channels']],
    [
      'an unknown message',
      { channels: { c: { ...c, message: 'b' } } },
      ['UNUSED_MESSAGE /messages/a', 'UNKNOWN_MESSAGE /channels/c/message'],
    ],
    [
      'a message of every object',
      { channels: { c: { ...c, message: 'toString' } } },
      ['UNUSED_MESSAGE /messages/a', 'UNKNOWN_MESSAGE /channels/c/message'],
    ],
    ['an unknown reply', { channels: { c: { ...c, replyWith: 'b' } } }, ['UNKNOWN_MESSAGE /channels/c/replyWith']],
    ['an unknown option', { channels: { c: { ...c, order: 'id' } } }, ['UNKNOWN_OPTION /channels/c/order']],
    [
      'an unknown option of a message',
      { messages: { a: { ...a, body: 5 } }, channels: { c } },
      ['UNKNOWN_OPTION /messages/a/body'],
    ],
    ['an unknown delivery', { channels: { c: { ...c, delivery: 'all' } } }, ['INVALID_OPTION /channels/c/delivery']],
    [
      'an unknown option of a retry',
      { channels: { c: { ...c, retry: { attempts: 1, delayMs: 1, delay: 2 } } } },
      ['INVALID_OPTION /channels/c/retry/delay'],
    ],
    [
      'a longest delay below the first',
      { channels: { c: { ...c, retry: { attempts: 1, delayMs: 9, maxDelayMs: 2 } } } },
      ['INVALID_RETRY /channels/c/retry/maxDelayMs'],
    ],
    ['an order by nothing', { channels: { c: { ...c, orderBy: 'key' } } }, ['INVALID_PROPERTY /channels/c/orderBy']],
    [
      'an order by what may be absent',
      { channels: { c: { ...c, orderBy: 'size' } } },
      ['INVALID_PROPERTY /channels/c/orderBy'],
    ],
    ['an order by a list', { channels: { c: { ...c, orderBy: 'more' } } }, ['INVALID_PROPERTY /channels/c/orderBy']],
    [
      'an order by what every object has',
      { channels: { c: { ...c, orderBy: 'constructor' } } },
      ['INVALID_PROPERTY /channels/c/orderBy'],
    ],
    [
      'a deadline without a reply',
      { channels: { c: { ...c, deadlineMs: 5 } } },
      ['INVALID_DEADLINE /channels/c/deadlineMs'],
    ],
    [
      'two channels at one address',
      { channels: { c, d: { ...c, address: 'acme.test/it/c' } } },
      ['DUPLICATE_ADDRESS /channels/d/address'],
    ],
    ['a name that is none', { channels: { 'a-b': c } }, ['INVALID_NAME /channels/a-b']],
    ['names that collide', { channels: { a_b: c, aB: c } }, ['COLLIDING_NAMES /channels/aB']],
    ['a scheme that is not there', { security: ['token'], channels: { c } }, ['INVALID_OPTION /security/0/token']],
    [
      'a header in capitals',
      { messages: { a: { ...a, headers: { 'X-A': z.string() } } }, channels: { c } },
      ['INVALID_HEADER /channels/c/message/headers/X-A'],
    ],
  ])('%s', (_name, input, expected) =>
    expect(found(messagingContract as never, { messages: { a }, ...input })).toEqual(expected),
  )
})

describe('what is wrong with items', () => {
  const a = { sentBy: 'either', payload: z.string() }
  test.each<[string, object, string[]]>([
    ['nothing', { items: { a } }, []],
    ['no item', { items: {} }, ['NO_ITEMS /items']],
    ['a deadline without a reply', { items: { a: { ...a, deadlineMs: 5 } } }, ['INVALID_DEADLINE /items/a/deadlineMs']],
    [
      'an unknown side',
      { items: { a: { ...a, sentBy: 'both' } } },
      ['INVALID_OPTION /items/a/sentBy', 'INVALID_OPTION /slots/0/sentBy'],
    ],
    ['a window of nothing', { windowBytes: 0, items: { a } }, ['INVALID_OPTION /connection/windowBytes']],
    ['an unknown option', { items: { a: { ...a, delivery: 5 } } }, ['UNKNOWN_OPTION /items/a/delivery']],
    [
      'text that is none',
      { items: { a: { ...a, payload: payload(z.int(), { mediaType: 'text/plain' }) } } },
      ['INVALID_MEDIA_TYPE /a/message'],
    ],
    [
      'a media type that is none',
      { items: { a: { ...a, payload: payload(z.int(), { mediaType: 'text' as 'a/b' }) } } },
      ['INVALID_MEDIA_TYPE /a/message'],
    ],
  ])('%s', (_name, input, expected) => expect(found(socketContract as never, input)).toEqual(expected))
})

describe('what is wrong with events', () => {
  const data = { id: z.string(), version: z.int() }
  const a = { data, details: 'get', args: { id: 'id' } }
  test.each<[string, object, string[]]>([
    ['nothing', { events: { a } }, []],
    ['no event', { events: {} }, ['NO_EVENTS /events']],
    ['details that are no GET', { events: { a: { ...a, details: 'create' } } }, ['INVALID_DETAILS /events/a/details']],
    [
      'details that are not there',
      { events: { a: { ...a, details: 'toString' } } },
      ['INVALID_DETAILS /events/a/details'],
    ],
    ['details of no contract', { detailsOf: undefined, events: { a } }, ['INVALID_DETAILS /events/a/details']],
    ['a parameter that nothing feeds', { events: { a: { ...a, args: {} } } }, ['INVALID_DETAILS /events/a/args']],
    [
      'a parameter that is not there',
      { events: { a: { ...a, args: { id: 'id', x: 'id' } } } },
      ['INVALID_DETAILS /events/a/args/x'],
    ],
    [
      'a property that is not there',
      { events: { a: { ...a, args: { id: 'key' } } } },
      ['INVALID_PROPERTY /events/a/args/id'],
    ],
    ['a version that is not there', { events: { a: { ...a, version: 'v' } } }, ['INVALID_PROPERTY /events/a/version']],
    ['arguments without details', { events: { a: { data, args: { id: 'id' } } } }, ['INVALID_DETAILS /events/a/args']],
    ['an unknown option', { events: { a: { ...a, payload: 5 } } }, ['UNKNOWN_OPTION /events/a/payload']],
    ['one type twice', { events: { a, b: { ...a, type: 'acme.test/it.a' } } }, ['DUPLICATE_ADDRESS /events/b/type']],
    ['a share above 1', { expectedFetchShare: 20, events: { a } }, ['INVALID_OPTION /expectedFetchShare']],
  ])('%s', (_name, input, expected) =>
    expect(found(eventContract as never, { detailsOf: orders, ...input })).toEqual(expected),
  )
})

describe('what is wrong with the rest of HTTP', () => {
  const get = { method: 'GET', path: '/', responses: { 204: null } }
  test.each<[string, object, string[]]>([
    [
      'an alias that is taken',
      { operations: { a: { ...get, aliases: ['b'] }, b: { ...get, path: '/b' } } },
      ['COLLIDING_NAMES /operations/a/aliases/0'],
    ],
    [
      'a style of nothing',
      { operations: { a: { ...get, styles: { 'query/x': { style: 'form' } } } } },
      ['INVALID_PARAMETER /operations/a/styles/query~1x'],
    ],
    [
      'a style that does not fit the place',
      { operations: { a: { ...get, query: { x: z.string() }, styles: { 'query/x': { style: 'matrix' } } } } },
      ['INVALID_PARAMETER /operations/a/styles/query~1x'],
    ],
    [
      'a style that is none',
      { operations: { a: { ...get, query: { x: z.string() }, styles: { 'query/x': { style: 'csv' } } } } },
      ['INVALID_PARAMETER /operations/a/styles/query~1x'],
    ],
    [
      'a date that is none',
      { operations: { a: { ...get, sunset: '2027-13-01' } } },
      ['INVALID_OPTION /operations/a/sunset'],
    ],
    [
      'a header of an answer in capitals',
      { operations: { a: { ...get, responses: { 204: response(null, { headers: { 'X-A': z.string() } }) } } } },
      ['INVALID_HEADER /operations/a/responses/204/headers/X-A'],
    ],
    [
      'a scheme that does not say how a key travels',
      { securitySchemes: { key: { type: 'apiKey', name: 'x-key' } }, operations: { a: get } },
      ['INVALID_SECURITY_SCHEME /securitySchemes/key'],
    ],
    ['a webhook beside an operation', { operations: { a: get, b: { ...get, webhook: true } } }, []],
  ])('%s', (_name, input, expected) => expect(found(httpContract as never, input)).toEqual(expected))
})
