import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import {
  eventContract,
  httpContract,
  messagingContract,
  openEnum,
  payload,
  problem,
  response,
  schemas,
  socketContract,
} from './index.ts'

const Order = z.object({ id: z.string(), status: openEnum(['open', 'paid']) })
const responses = { 200: Order, 404: problem() }

/* HTTP */

export const api = httpContract({
  id: 'acme.orders/orders-api',
  securitySchemes: { token: { type: 'http', scheme: 'bearer' }, key: { type: 'apiKey', name: 'x-key', in: 'header' } },
  security: ['token', { key: ['read'] }],
  operations: {
    create: {
      method: 'POST',
      path: '/orders',
      aliases: ['place'],
      sunset: '2027-03-01',
      body: payload({ sku: z.string() }, { maxBytes: 4096 }),
      responses: { 201: response(Order, { headers: { location: z.url() } }) },
      security: [],
    },
    get: { method: 'GET', path: '/orders/{id}', params: { id: z.string() }, responses, security: ['key'] },
    find: {
      method: 'GET',
      path: '/orders',
      query: { ids: z.array(z.string()).optional(), limit: z.int() },
      styles: { 'query/ids': { style: 'pipeDelimited', explode: false } },
      responses,
    },
    all: { method: 'GET', path: '/all', responses },
    some: { method: 'GET', path: '/some', query: { limit: z.int().optional() }, responses },
    called: { method: 'GET', path: '/called', webhook: true, responses },
    remove: { method: 'DELETE', path: '/orders/{id}', params: { id: z.string() }, responses: { 204: null } },
    note: {
      method: 'PUT',
      path: '/orders/{id}/note',
      params: { id: z.string() },
      body: payload(z.string().optional(), { mediaType: 'text/plain' }),
      responses: { 204: null },
    },
    shipped: { method: 'POST', path: '/shipped', webhook: true, body: { id: z.string() }, responses: { 204: null } },
  },
})
expectTypeOf(api.operations.get.path).toEqualTypeOf<'/orders/{id}'>()

httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/',
      responses,
      // @ts-expect-error no scheme of that name
      security: ['token'],
    },
  },
})
httpContract({
  id: 'a/b',
  securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
  // @ts-expect-error no scheme of that name
  security: ['tokn'],
  operations: { get: { method: 'GET', path: '/', responses } },
})
httpContract({
  id: 'a/b',
  securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
  operations: {
    get: {
      method: 'GET',
      path: '/',
      responses,
      security: [
        {
          // @ts-expect-error no scheme of that name
          tokn: [],
        },
      ],
    },
  },
})
httpContract({
  id: 'a/b',
  securitySchemes: {
    token: {
      type: 'http',
      // @ts-expect-error no option of a scheme
      schema: 'bearer',
    },
  },
  operations: { get: { method: 'GET', path: '/', responses } },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/',
      responses,
      // @ts-expect-error no date
      sunset: 'soon',
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/',
      query: { ids: z.array(z.string()) },
      styles: {
        // @ts-expect-error no such parameter
        'query/id': { style: 'form' },
      },
      responses,
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/',
      query: { ids: z.array(z.string()) },
      styles: {
        'query/ids': {
          style: 'form',
          // @ts-expect-error no option of a style
          exploded: true,
        },
      },
      responses,
    },
  },
})
httpContract({
  id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      path: '/',
      responses: {
        200: response(Order, {
          // @ts-expect-error no option of a response
          header: {},
        }),
      },
    },
  },
})
payload(Order, {
  // @ts-expect-error no option of a payload
  maxbytes: 5,
})

/* Messaging */

const charge = { payload: z.object({ orderId: z.string(), total: z.object({ amount: z.int() }) }) }
const charged = { payload: payload({ orderId: z.string(), ok: z.boolean() }, { maxBytes: 4096 }) }

const jobs = messagingContract({
  id: 'acme.payments/payment-jobs',
  securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
  messages: { charge, charged, rate: { payload: { pair: z.string() }, headers: { 'x-source': z.string() } } },
  channels: {
    charges: {
      sentBy: 'consumer',
      message: 'charge',
      replyWith: 'charged',
      delivery: 'one-of-all',
      orderBy: 'orderId',
      retry: { attempts: 3, delayMs: 100, backoff: 'exponential' },
      deadlineMs: 1000,
      security: ['token'],
    },
    rates: { sentBy: 'provider', message: 'rate', delivery: 'each-replica', orderBy: 'pair' },
    outcomes: { sentBy: 'provider', message: 'charged', delivery: 'one-per-service', orderBy: 'orderId' },
  },
})
expectTypeOf<keyof typeof jobs.channels>().toEqualTypeOf<'charges' | 'rates' | 'outcomes'>()
expectTypeOf(jobs.channels.charges.message).toEqualTypeOf<'charge'>()
expectTypeOf(jobs.messages.rate.payload.pair).toEqualTypeOf<z.ZodString>()

messagingContract({
  id: 'a/b',
  messages: { charge },
  channels: {
    charges: {
      sentBy: 'consumer',
      // @ts-expect-error unknown message
      message: 'charges',
      delivery: 'one-of-all',
    },
  },
})
messagingContract({
  id: 'a/b',
  messages: { charge },
  channels: {
    charges: {
      sentBy: 'consumer',
      message: 'charge',
      delivery: 'one-of-all',
      // @ts-expect-error unknown message
      replyWith: 'charged',
    },
  },
})
messagingContract({
  id: 'a/b',
  messages: { charge },
  channels: {
    charges: {
      sentBy: 'consumer',
      message: 'charge',
      delivery: 'one-of-all',
      // @ts-expect-error no property of the payload
      orderBy: 'orderID',
    },
  },
})
messagingContract({
  id: 'a/b',
  messages: { charge, charged },
  channels: {
    charges: {
      sentBy: 'consumer',
      message: 'charge',
      delivery: 'one-of-all',
      // @ts-expect-error an object orders nothing
      orderBy: 'total',
    },
  },
})
messagingContract({
  id: 'a/b',
  messages: { charge },
  channels: {
    // @ts-expect-error no delivery
    charges: { sentBy: 'consumer', message: 'charge' },
  },
})
messagingContract({
  id: 'a/b',
  messages: { charge },
  channels: {
    charges: {
      // @ts-expect-error no side
      sentBy: 'either',
      message: 'charge',
      delivery: 'one-of-all',
    },
  },
})
messagingContract({
  id: 'a/b',
  messages: { charge },
  channels: {
    charges: {
      sentBy: 'consumer',
      message: 'charge',
      delivery: 'one-of-all',
      // @ts-expect-error no option of a channel
      order: 'orderId',
    },
  },
})
messagingContract({
  id: 'a/b',
  messages: { charge },
  channels: {
    charges: {
      sentBy: 'consumer',
      message: 'charge',
      delivery: 'one-of-all',
      retry: {
        attempts: 3,
        delayMs: 100,
        // @ts-expect-error no option of a retry policy
        delay: 4,
      },
    },
  },
})
messagingContract({
  id: 'a/b',
  messages: {
    charge: {
      payload: z.string(),
      // @ts-expect-error no option of a message
      body: z.string(),
    },
  },
  channels: { charges: { sentBy: 'consumer', message: 'charge', delivery: 'one-of-all' } },
})
messagingContract({
  id: 'a/b',
  messages: { charge },
  channels: { charges: { sentBy: 'consumer', message: 'charge', delivery: 'one-of-all' } },
  // @ts-expect-error no option of a contract
  items: {},
})

/* Sockets */

const link = socketContract({
  id: 'acme.dispatch/courier-link',
  windowBytes: 65536,
  heartbeatMs: 1000,
  items: {
    position: { sentBy: 'consumer', payload: { lat: z.number() } },
    assign: { sentBy: 'provider', payload: Order, reply: { accepted: z.boolean() }, deadlineMs: 1000 },
    chat: { sentBy: 'either', payload: payload(z.string(), { maxBytes: 500 }) },
  },
})
expectTypeOf(link.items.assign.payload).toEqualTypeOf<typeof Order>()
socketContract({ id: 'a/b', items: { ping: { sentBy: 'either', payload: z.string() } } })

socketContract({
  id: 'a/b',
  items: {
    ping: {
      sentBy: 'either',
      payload: z.string(),
      // @ts-expect-error no option of an item
      delivery: 'one-of-all',
    },
  },
})
socketContract({
  id: 'a/b',
  items: {
    ping: {
      // @ts-expect-error no side
      sentBy: 'both',
      payload: z.string(),
    },
  },
})
socketContract({
  id: 'a/b',
  items: { ping: { sentBy: 'either', payload: z.string() } },
  // @ts-expect-error no option of a contract
  heartbeat: 5,
})

/* Lightweight events */

const events = eventContract({
  id: 'acme.orders/order-events',
  detailsOf: api,
  delivery: 'each-replica',
  retry: { attempts: 3, delayMs: 100 },
  expectedFetchShare: 0.1,
  events: {
    placed: {
      data: { orderId: z.string(), version: z.int() },
      details: 'get',
      args: { id: 'orderId' },
      version: 'version',
      orderBy: 'orderId',
    },
    listed: { data: z.object({ most: z.int() }), details: 'find', args: { limit: 'most' } },
    counted: { data: payload({ count: z.int() }, { maxBytes: 500 }), details: 'all' },
    limited: { data: { count: z.int() }, details: 'some', args: { limit: 'count' } },
    unlimited: { data: { count: z.int() }, details: 'some' },
    closed: { data: { until: z.iso.date() } },
  },
})
expectTypeOf<keyof typeof events.events>().toEqualTypeOf<
  'placed' | 'listed' | 'counted' | 'limited' | 'unlimited' | 'closed'
>()
eventContract({ id: 'a/b', events: { closed: { data: { until: z.iso.date() } } } })

eventContract({
  id: 'a/b',
  detailsOf: api,
  events: {
    placed: {
      data: { orderId: z.string() },
      // @ts-expect-error create is no GET
      details: 'create',
      args: { id: 'orderId' },
    },
  },
})
eventContract({
  id: 'a/b',
  detailsOf: api,
  events: {
    placed: {
      data: { orderId: z.string() },
      // @ts-expect-error the other side asks that
      details: 'called',
    },
  },
})
eventContract({
  id: 'a/b',
  detailsOf: api,
  events: {
    placed: {
      data: { orderId: z.string() },
      // @ts-expect-error no such operation
      details: 'fetch',
      args: { id: 'orderId' },
    },
  },
})
eventContract({
  id: 'a/b',
  detailsOf: api,
  events: {
    placed: {
      data: { orderId: z.string() },
      details: 'get',
      args: {
        // @ts-expect-error no such property
        id: 'order',
      },
    },
  },
})
eventContract({
  id: 'a/b',
  detailsOf: api,
  events: {
    placed: {
      data: { orderId: z.int() },
      details: 'get',
      args: {
        // @ts-expect-error a number is no id
        id: 'orderId',
      },
    },
  },
})
eventContract({
  id: 'a/b',
  detailsOf: api,
  events: {
    // @ts-expect-error nothing feeds {id}
    placed: { data: { orderId: z.string() }, details: 'get' },
  },
})
eventContract({
  id: 'a/b',
  detailsOf: api,
  events: {
    placed: {
      data: { orderId: z.string() },
      details: 'get',
      args: {
        id: 'orderId',
        // @ts-expect-error no such parameter
        sku: 'orderId',
      },
    },
  },
})
eventContract({
  id: 'a/b',
  detailsOf: api,
  events: {
    placed: {
      data: { orderId: z.string() },
      details: 'get',
      args: { id: 'orderId' },
      // @ts-expect-error no such property
      version: 'version',
    },
  },
})
eventContract({
  id: 'a/b',
  detailsOf: api,
  events: {
    placed: {
      data: { orderId: z.string() },
      // @ts-expect-error says nothing without details
      args: { id: 'orderId' },
    },
  },
})
eventContract({
  id: 'a/b',
  events: {
    placed: {
      data: { orderId: z.string() },
      // @ts-expect-error no contract has it
      details: 'get',
    },
  },
})
eventContract({
  id: 'a/b',
  events: {
    placed: {
      data: { orderId: z.string() },
      // @ts-expect-error no option of an event
      payload: z.string(),
    },
  },
})
eventContract({
  id: 'a/b',
  retry: {
    attempts: 3,
    delayMs: 100,
    // @ts-expect-error no option of a retry policy
    delay: 5,
  },
  events: { placed: { data: { orderId: z.string() } } },
})
eventContract({
  id: 'a/b',
  // @ts-expect-error no HTTP contract
  detailsOf: jobs,
  events: { placed: { data: { orderId: z.string() } } },
})

schemas({
  id: 'a/b',
  schemas: { Order },
  // @ts-expect-error no option of a contract
  operations: {},
})
