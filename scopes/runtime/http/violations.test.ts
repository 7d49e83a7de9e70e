import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { connectHttp } from './client.ts'
import { definitionFor, type Orders, type OrderW, startPair } from './rig.ts'

const BROKEN = { total: -1, note: 5 } as unknown as { total: number }
const SECRET = { total: 1, secret: 'hunter2' } as { total: number }

test('a request that breaks the contract does not leave the client', async () => {
  let arrived = 0
  const pair = await startPair({
    createOrder: ({ body }) => {
      arrived++
      return { status: 201, body: { id: 'o', ...body } }
    },
  })
  const failure = pair.client.call.createOrder({ body: BROKEN })
  await expect(failure).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    at: 'createOrder/request/body',
    issues: [
      { pointer: '/total', keyword: 'minimum' },
      { pointer: '/note', keyword: 'type' },
    ],
  })
  await expect(pair.client.call.createOrder({ body: SECRET })).rejects.toMatchObject({
    issues: [{ pointer: '/secret', keyword: 'additionalProperties' }],
  })
  const undeclared = { params: { id: 'a' }, body: 1 } as Orders['getOrder']['write']
  await expect(pair.client.call.getOrder(undeclared)).rejects.toMatchObject({ at: 'getOrder/request/body' })
  const cycle: { total: number; note?: unknown } = { total: 1 }
  cycle.note = cycle
  await expect(pair.client.call.createOrder({ body: cycle as { total: number } })).rejects.toMatchObject({
    side: 'sent',
  })
  expect(arrived).toBe(0)
  await pair[Symbol.asyncDispose]()
})

test('a request that breaks the contract is refused by the server, without its values', async () => {
  const pair = await startPair({}, { client: { validation: { sent: 'off' } } })
  const failure = await pair.client.call
    .createOrder({ body: { total: 'hunter2' } as unknown as typeof BROKEN })
    .catch((e) => e)
  expect(failure).toMatchObject({ code: 'UNEXPECTED_RESPONSE', status: 400, mediaType: 'application/problem+json' })
  expect(JSON.parse(failure.bodyStart)).toEqual({
    type: 'urn:tessera:problem:contract-violation',
    title: 'The request breaks the contract',
    status: 400,
    at: 'createOrder/request/body',
    issues: [{ pointer: '/total', keyword: 'type', message: 'must be a number' }],
  })
  await pair[Symbol.asyncDispose]()
})

test('a reader takes what it does not know', async () => {
  const pair = await startPair({}, { client: { validation: { sent: 'off' } } })
  expect(await pair.client.call.createOrder({ body: { total: 1, currency: 'USD' } })).toMatchObject({ status: 201 })
  const future = { query: { limit: 1, sort: 'new' } } as Orders['listOrders']['write']
  expect(await pair.client.call.listOrders(future)).toEqual({ status: 200, body: [] })
  await pair[Symbol.asyncDispose]()
})

test.each<[string, () => never | OrderW | { status: number }, object]>([
  [
    'a reply with an undeclared property',
    () => ({ id: 'o', total: 1, secret: 'hunter2' }) as OrderW,
    { at: 'getOrder/response/200/body', side: 'sent' },
  ],
  ['an undeclared status', () => ({ status: 418 }), { at: 'getOrder/response', side: 'sent' }],
  ['no reply at all', () => undefined as never, { at: 'getOrder/response', side: 'sent' }],
  [
    'a thrown error',
    () => {
      throw new Error('password is hunter2')
    },
    { message: 'password is hunter2' },
  ],
])('%s is a 500 that tells nothing, and is reported', async (_, misbehave, reported) => {
  const errors: unknown[] = []
  const pair = await startPair(
    {
      getOrder: () => {
        const outcome = misbehave()
        return (outcome && 'id' in outcome ? { status: 200, body: outcome } : outcome) as { status: 200; body: OrderW }
      },
    },
    { server: { onError: (error, { operation }) => errors.push({ error, operation }) } },
  )
  const failure = await pair.client.call.getOrder({ params: { id: 'a' } }).catch((error) => error)
  expect(failure).toMatchObject({ code: 'UNEXPECTED_RESPONSE', status: 500 })
  expect(JSON.parse(failure.bodyStart)).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 })
  expect(errors).toEqual([{ error: expect.objectContaining(reported), operation: 'getOrder' }])
  await pair[Symbol.asyncDispose]()
})

/** A provider that keeps no contract. */
async function rogue(status: number, contentType: string, body: string | Buffer) {
  const server = createServer(
    (_, response) => void response.writeHead(status, { 'content-type': contentType }).end(body),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { baseUrl, close: () => server.close() }
}

test.each<[string, [number, string, string | Buffer], object]>([
  [
    'a body that breaks the contract',
    [200, 'application/json', '{"id":7,"total":1}'],
    { code: 'CONTRACT_VIOLATION', side: 'received', at: 'getOrder/response/200/body', issues: [{ pointer: '/id' }] },
  ],
  [
    'an undeclared status',
    [302, 'text/html', '<b>moved</b>'],
    { code: 'UNEXPECTED_RESPONSE', status: 302, bodyStart: '<b>moved</b>' },
  ],
  [
    'another media type',
    [200, 'text/html', '<html>'],
    { code: 'UNEXPECTED_RESPONSE', status: 200, mediaType: 'text/html' },
  ],
  ['malformed JSON', [200, 'application/json', '{"id":'], { code: 'UNEXPECTED_RESPONSE', bodyStart: '{"id":' }],
  ['no UTF-8', [200, 'application/json', Buffer.from([0x22, 0xff, 0x22])], { code: 'UNEXPECTED_RESPONSE' }],
  ['an empty body', [200, 'application/json', ''], { code: 'UNEXPECTED_RESPONSE', bodyStart: '' }],
  ['more than it takes', [200, 'application/json', `"${'x'.repeat(3000)}"`], { code: 'UNEXPECTED_RESPONSE' }],
])('%s from a provider is refused by the client', async (_, answer, failure) => {
  const provider = await rogue(...answer)
  const client = connectHttp<Orders>(definitionFor('writer'), { baseUrl: provider.baseUrl, maxResponseBytes: 2000 })
  await expect(client.call.getOrder({ params: { id: 'a' } })).rejects.toMatchObject(failure)
  await client.drain()
  provider.close()
})

test('a violation may be reported instead, and the reply is handed out', async () => {
  const provider = await rogue(200, 'application/json', '{"id":7,"total":1}')
  const violations: unknown[] = []
  const client = connectHttp<Orders>(definitionFor('writer'), {
    baseUrl: provider.baseUrl,
    validation: { received: 'report' },
    onViolation: (violation) => violations.push(violation),
  })
  expect(await client.call.getOrder({ params: { id: 'a' } })).toMatchObject({
    status: 200,
    body: { id: 7, currency: 'EUR' },
  })
  expect(violations).toEqual([expect.objectContaining({ side: 'received', at: 'getOrder/response/200/body' })])
  await client.drain()
  provider.close()
})

test('what the errors say as JSON holds no payload', async () => {
  const provider = await rogue(500, 'text/plain', 'hunter2')
  const client = connectHttp<Orders>(definitionFor('writer'), { baseUrl: provider.baseUrl })
  const failure = await client.call.getOrder({ params: { id: 'a' } }).catch((error) => error)
  expect(JSON.parse(JSON.stringify(failure))).toEqual({
    code: 'UNEXPECTED_RESPONSE',
    message: 'getOrder answered 500: it declares no 500',
    operation: 'getOrder',
    status: 500,
    mediaType: 'text/plain',
  })
  await client.drain()
  provider.close()
})

test('__proto__ in a body replaces no prototype, however it is written', async () => {
  let body: object = {}
  const pair = await startPair({
    createOrder: (input) => {
      body = Object.assign({}, input.body)
      return { status: 201, body: { id: 'o', total: 1 } }
    },
  })
  for (const name of ['__proto__', '\\u005f_proto__']) {
    const response = await fetch(`${pair.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"total":1,"${name}":{"admin":true}}`,
    })
    expect(response.status).toBe(201)
    expect('admin' in body).toBe(false)
  }
  await pair[Symbol.asyncDispose]()
})

test.each([
  { received: 'off' as const, looked: 0, refused: 0 },
  { received: 'report' as const, looked: 40, refused: 0 },
  { received: { sampled: 1 }, looked: 40, refused: 40 },
  { received: { sampled: 0 }, looked: 0, refused: 0 },
])('a provider that holds requests to $received', async ({ received, looked, refused }) => {
  let violations = 0
  const pair = await startPair(
    { createOrder: ({ body }) => ({ status: 201, body: { id: 'o', total: Math.abs(body.total) } }) },
    {
      client: { validation: { sent: 'off' } },
      server: { validation: { received }, onViolation: () => violations++ },
    },
  )
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, () => pair.client.call.createOrder({ body: { total: -1 } })),
  )
  await pair[Symbol.asyncDispose]()
  expect([violations, outcomes.filter(({ status }) => status === 'rejected').length]).toEqual([looked, refused])
})

test('of what is sampled, some is looked at', async () => {
  const pair = await startPair(
    { createOrder: ({ body }) => ({ status: 201, body: { id: 'o', total: Math.abs(body.total) } }) },
    {
      client: { validation: { sent: { sampled: 0.5 } } },
      server: { validation: { received: 'off' } },
    },
  )
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, () => pair.client.call.createOrder({ body: { total: -1 } })),
  )
  await pair[Symbol.asyncDispose]()
  // Outside of this once in 10^15 runs.
  const refused = outcomes.filter(({ status }) => status === 'rejected').length
  expect(refused).toBeGreaterThan(10)
  expect(refused).toBeLessThan(90)
})

test.each<[string, [number, string, string]]>([
  ['an undeclared status', [418, 'application/json', '{"iban":"hunter2"}']],
  ['an undeclared problem', [418, 'application/problem+json', '{"title":"hunter2","detail":"hunter2"}']],
  ['another media type', [200, 'text/html', '<b>hunter2</b>']],
  ['malformed JSON', [200, 'application/json', '{"iban":"hunter2"']],
])('%s shows nothing of a body that the contract redacts', async (_, answer) => {
  const provider = await rogue(...answer)
  const failureUnder = async (slot: string) => {
    const definition = { ...definitionFor('writer'), redact: { [slot]: ['/iban'] } }
    const client = connectHttp<Orders>(definition, { baseUrl: provider.baseUrl })
    const failure = await client.call.getOrder({ params: { id: 'a' } }).catch((error) => error)
    await client.drain()
    return failure
  }
  const hidden = await failureUnder('getOrder/response/200/body')
  expect(hidden).toMatchObject({ code: 'UNEXPECTED_RESPONSE', status: answer[0], bodyStart: '' })
  expect(`${hidden.stack} ${JSON.stringify(hidden)}`).not.toContain('hunter2')
  expect(await failureUnder('getOrders/response/200/body')).toMatchObject({ bodyStart: answer[2] })
  provider.close()
})
