import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import {
  type Contract,
  type ContractDocument,
  eventContract,
  httpContract,
  messagingContract,
  payload,
  problem,
  socketContract,
  toDocument,
} from '@tessera/contract.define'
import { mockValue } from '@tessera/contract.mock'
import { openMemoryBroker } from '@tessera/runtime.broker'
import { publishEvents } from '@tessera/runtime.events/server'
import { mockHttp } from '@tessera/runtime.http/mock'
import { serveMessaging } from '@tessera/runtime.messaging/server'
import { serveSocket } from '@tessera/runtime.sockets/server'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkProvider, failed, type ProviderReport } from './check.ts'
import { eventsDefinition, httpDefinition, messagingDefinition, socketDefinition } from './index.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function documentOf(contract: Contract): ContractDocument {
  const made = toDocument(contract)
  if (!('document' in made)) throw new Error(JSON.stringify(made))
  return made.document
}

/** What broke the contract, in short. */
function rules({ cases }: ProviderReport): readonly string[] {
  const found = cases
    .filter(failed)
    .flatMap(({ subject, findings }) => findings.map(({ rule }) => `${subject} ${rule}`))
  return [...new Set(found)].toSorted()
}

describe('over HTTP', () => {
  const Order = z.object({ id: z.string().min(3), qty: z.int().min(1) })
  const orders = documentOf(
    httpContract({
      id: 'acme.orders/orders-api',
      operations: {
        getOrder: {
          method: 'GET',
          path: '/orders/{id}',
          params: { id: z.string().min(3) },
          responses: { 200: Order, 404: problem() },
        },
        createOrder: {
          ...{ method: 'POST', path: '/orders', idempotent: 'key', deadlineMs: 1000 },
          body: payload({ qty: z.int().min(1).max(9) }, { maxBytes: 200 }),
          responses: { 201: Order },
        },
      },
    }),
  )

  test('a provider that keeps to its contract breaks nothing, whatever the seed', async () => {
    const mock = mockHttp<never>(httpDefinition(orders), (name: string, _input: unknown, seed: number) => ({
      status: name === 'createOrder' ? 201 : 200,
      body: mockValue(
        orders.slots.find(({ at }) => at === `${name}/response/${name === 'createOrder' ? 201 : 200}/body`)!.schema,
        {
          seed,
          defs: orders.$defs,
        },
      ),
    }))
    const { url } = await mock.listen()
    closing.push(() => mock.drain())
    for (const seed of [1, 99]) {
      const report = await checkProvider(orders, { url, seed })
      expect(report.cases.filter((each) => each.findings.length > 0)).toEqual([])
      expect(report.cases.filter(({ subject }) => subject === 'createOrder').map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          `valid, seed ${seed}`,
          'no body',
          'a body of 201 bytes',
          'body: invalid, /qty: maximum',
        ]),
      )
    }
  })

  interface Fault {
    readonly rule: string
    answer(request: IncomingMessage, response: ServerResponse, text: string): unknown
  }

  const LATER = 'later'
  const json = (response: ServerResponse, status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

  /** An `orders-api` written by hand. It looks at the body of a POST, and at nothing else, unless a fault comes first. */
  async function provider(answer?: Fault['answer']): Promise<string> {
    const keys = new Map<string, string>()
    const server: Server = createServer(async (request, response) => {
      const text = await textOf(request)
      if (answer) {
        const later = answer(request, response, text) === LATER
        if (later || response.writableEnded || response.destroyed) return
      }
      if (request.method === 'GET') {
        const id = request.url?.split('/')[2] ?? ''
        return id.length < 3 ? json(response, 400, {}) : json(response, 200, { id, qty: 1 })
      }
      const key = String(request.headers['idempotency-key'])
      const { qty } = parse(text) as { qty?: unknown }
      const valid = text.length <= 200 && Number.isInteger(qty) && (qty as number) >= 1 && (qty as number) <= 9
      if (!valid || request.headers['content-type'] !== 'application/json') return json(response, 400, {})
      keys.set(key, keys.get(key) ?? `ord-${keys.size}`)
      return json(response, 201, { id: keys.get(key), qty })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async function textOf(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  }

  function parse(text: string): unknown {
    try {
      return (JSON.parse(text) as unknown) ?? {}
    } catch {
      return {}
    }
  }

  test('a provider that was not generated can keep to it, too', async () => {
    const report = await checkProvider(orders, { url: await provider() })
    expect(rules(report)).toEqual([])
  })

  test.each<Fault>([
    {
      rule: 'createOrder server-error',
      answer: ({ method }, response) => method === 'POST' && json(response, 500, {}),
    },
    {
      rule: 'createOrder undeclared-status',
      answer: ({ method }, response) => method === 'POST' && json(response, 202, {}),
    },
    {
      rule: 'createOrder accepted-invalid',
      answer: ({ method }, response) => method === 'POST' && json(response, 201, { id: 'abc', qty: 1 }),
    },
    {
      rule: 'createOrder invalid-body',
      answer: ({ method }, response, text) =>
        method === 'POST' && text.includes('qty') && json(response, 201, { id: 'abc', qty: '1' }),
    },
    {
      rule: 'createOrder refused-valid',
      answer: ({ method }, response) => method === 'POST' && json(response, 422, {}),
    },
    {
      rule: 'createOrder not-idempotent',
      answer: ({ headers }) => void (headers['idempotency-key'] = String(Math.random())),
    },
    { rule: 'createOrder no-answer', answer: ({ method }, response) => method === 'POST' && response.destroy() },
    {
      rule: 'getOrder wrong-media-type',
      answer: ({ method }, response) =>
        method === 'GET' && response.writeHead(200, { 'content-type': 'text/html' }).end('{"id":"abc","qty":1}'),
    },
  ] as const)('finds $rule', async ({ rule, answer }) => {
    const report = await checkProvider(orders, { url: await provider(answer) })
    expect(rules(report)).toContain(rule)
  })

  test('a finding comes with the command that repeats it, without the credentials', async () => {
    const url = await provider(({ method }, response) => method === 'POST' && json(response, 500, {}))
    const { cases } = await checkProvider(orders, { url, headers: { Authorization: 'Bearer secret' } })
    const { repeat = '' } = cases.find((each) => failed(each)) ?? {}
    expect(repeat).toMatch(/^curl -i -X POST 'http:.*--data-binary '\{"qty":\d\}'/)
    expect(repeat).toContain('-H "authorization: $AUTHORIZATION"')
    expect(JSON.stringify(cases)).not.toContain('secret')
  })

  test('nobody listening is said once, and a URL of another kind too', async () => {
    const url = await provider(() => {})
    for (const close of closing.splice(0)) await close()
    await expect(checkProvider(orders, { url })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    for (const other of ['localhost:3000', 'tcp://localhost:1', 'nowhere']) {
      await expect(checkProvider(orders, { url: other })).rejects.toThrow(TypeError)
    }
  })

  test('what was made is asked for', async () => {
    const asked: string[] = []
    const url = await provider(({ url: path = '' }) => void asked.push(path))
    await checkProvider(orders, { url, count: 1 })
    expect(asked.filter((path) => /^\/orders\/ord-\d+$/.test(path)).length).toBeGreaterThan(0)
  })

  test('a deadline that passes is told from silence', async () => {
    const url = await provider((_, response) => {
      setTimeout(() => json(response, 200, { id: 'abc', qty: 1 }), 300).unref()
      return LATER
    })
    const slow = documentOf(
      httpContract({
        id: 'acme.orders/slow',
        operations: {
          getOrder: {
            method: 'GET',
            path: '/orders/{id}',
            params: { id: z.string().min(3) },
            deadlineMs: 20,
            responses: { 200: Order },
          },
        },
      }),
    )
    expect(rules(await checkProvider(slow, { url, count: 1, limit: 1 }))).toEqual(['getOrder deadline-missed'])
  })

  test('operations that ask for credentials must refuse strangers', async () => {
    const guarded: ContractDocument = {
      ...orders,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      security: [{ token: [] }],
    }
    const lax = await checkProvider(guarded, { url: await provider(), headers: { authorization: 'Bearer t' } })
    expect(rules(lax)).toEqual(['createOrder accepted-stranger', 'getOrder accepted-stranger'])
    const url = await provider(
      ({ headers }, response) => headers.authorization !== 'Bearer t' && json(response, 401, {}),
    )
    expect(rules(await checkProvider(guarded, { url, headers: { authorization: 'Bearer t' } }))).toEqual([])
    const stranger = await checkProvider(guarded, { url })
    expect(rules(stranger)).toEqual([])
    expect(stranger.cases.filter(({ skipped }) => skipped?.includes('credentials')).length).toBeGreaterThan(5)
  })
})

describe('over sockets', () => {
  const link = documentOf(
    socketContract({
      ...{ id: 'acme.dispatch/courier-link', windowBytes: 65_536, heartbeatMs: 1000 },
      items: {
        route: {
          sentBy: 'consumer',
          payload: z.object({ to: z.string().min(2) }),
          reply: z.object({ steps: z.int() }),
        },
        position: { sentBy: 'consumer', payload: z.object({ lat: z.number() }) },
        notice: { sentBy: 'provider', payload: z.object({ text: z.string() }) },
      },
    }),
  )

  async function provider(route: (payload: never) => unknown, notice: unknown = { text: 'hello' }): Promise<string> {
    const server = serveSocket<object>(socketDefinition(link), { route, position: () => {} }, {
      ...{ drainMs: 100, onError: () => {}, validation: { sent: 'off' } },
      onConnect: (connection: { send: object }) =>
        void (connection.send as Record<string, (value: unknown) => Promise<void>>).notice?.(notice).catch(() => {}),
    } as never)
    const { url } = await server.listen({ url: 'tcp://127.0.0.1:0' })
    closing.push(() => server.drain())
    return url
  }

  test('a provider that keeps to its contract breaks nothing', async () => {
    const report = await checkProvider(link, { url: await provider(() => ({ steps: 3 })), listenMs: 200 })
    expect(report.cases.filter(({ findings }) => findings.length > 0)).toEqual([])
    expect(report.cases.map(({ subject, name }) => `${subject}: ${name}`)).toEqual(
      expect.arrayContaining([
        'route: valid, seed 1',
        'route: invalid, /to: minLength',
        'notice: sent by the provider, 1',
        'connection: another line',
        'connection: bytes that are no frame',
      ]),
    )
  })

  test('finds replies and messages that break it', async () => {
    const url = await provider(() => ({ steps: 'three' }), { text: 5 })
    expect(rules(await checkProvider(link, { url, listenMs: 200 }))).toEqual([
      'notice invalid-message',
      'route broken-answer',
    ])
  })

  test('a provider that is not there is unavailable', async () => {
    const server = createTcpServer().listen(0)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await expect(checkProvider(link, { url: `tcp://127.0.0.1:${port}`, deadlineMs: 200 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    })
  })
})

describe('over messages', () => {
  const jobs = documentOf(
    messagingContract({
      id: 'acme.payments/payment-jobs',
      messages: {
        charge: { payload: { amount: z.int().min(1) } },
        charged: { payload: { ok: z.boolean() } },
        note: { payload: { text: z.string().min(2) } },
        report: { payload: { total: z.int() } },
      },
      channels: {
        charges: { sentBy: 'consumer', message: 'charge', replyWith: 'charged', delivery: 'one-of-all' },
        notes: { sentBy: 'consumer', message: 'note', delivery: 'one-of-all' },
        reports: { sentBy: 'provider', message: 'report', delivery: 'one-per-service' },
      },
    }),
  )

  test.each([
    { what: 'keeps to its contract', reply: { ok: true }, total: 5, broken: [] },
    {
      what: 'breaks it',
      reply: { ok: 'yes' },
      total: 'five',
      broken: ['charges broken-answer', 'reports invalid-message'],
    },
  ])('a provider that $what', async ({ reply, total, broken }) => {
    const broker = openMemoryBroker()
    const server = await serveMessaging<object>(messagingDefinition(jobs), { charges: () => reply, notes: () => {} }, {
      broker,
      onError: () => {},
      validation: { sent: 'off' },
    } as never)
    const sends = server.send as unknown as Record<string, (value: unknown) => Promise<unknown>>
    const timer = setInterval(() => void sends.reports?.({ total }), 20)
    closing.push(async () => {
      clearInterval(timer)
      await server.drain()
      await broker.close()
    })
    const report = await checkProvider(jobs, { url: broker, listenMs: 1000, count: 2 })
    expect(rules(report)).toEqual(broken)
    const invalid = report.cases.filter(({ subject, name }) => subject === 'notes' && name.startsWith('invalid'))
    expect(invalid.map(({ answer }) => answer)).toEqual(invalid.map(() => 'dead letter'))
    expect(invalid.length).toBeGreaterThan(1)
  })
})

describe('over events', () => {
  const events = documentOf(
    eventContract({
      id: 'acme.orders/order-events',
      events: { placed: { data: { id: z.string().min(2) } }, gone: { data: { id: z.string() } } },
    } as never),
  )

  test.each([
    { id: 'ord_1', broken: [] },
    { id: '', broken: ['placed invalid-event'] },
  ])('an event with the id "$id"', async ({ id, broken }) => {
    const broker = openMemoryBroker()
    const publisher = await publishEvents<object>(eventsDefinition(events), {
      broker,
      validation: { sent: 'off' },
    } as never)
    const publish = publisher.publish as unknown as Record<string, (value: unknown) => Promise<unknown>>
    const timer = setInterval(() => void publish.placed?.({ id }), 20)
    closing.push(async () => {
      clearInterval(timer)
      await publisher.drain()
      await broker.close()
    })
    const report = await checkProvider(events, { url: broker, listenMs: 200 })
    expect(rules(report)).toEqual(broken)
    expect(report.cases.find(({ subject }) => subject === 'gone')?.skipped).toBe('it was not published')
  })
})
