import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectHttp, type HttpClient } from './client.ts'
import { mockHttp, type MockProvider } from './mock.ts'
import { definitionFor, type Orders, signalled } from './rig.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }
const ID = { params: { id: 'a' } }
let mock: MockProvider<Orders>
let client: HttpClient<Orders>
let attempts: number[]

beforeEach(async () => {
  mock = mockHttp<Orders>(definitionFor('reader'), (operation, _input, seed) =>
    operation === 'cancelOrder'
      ? { status: 204 }
      : operation === 'listOrders'
        ? { status: 200, body: [] }
        : { status: operation === 'createOrder' ? 201 : 200, body: { id: `o${seed}`, total: 1 } },
  )
  await mock.listen()
  attempts = []
  client = connectHttp<Orders>(definitionFor('writer'), {
    baseUrl: mock.url,
    onCall: (call) => attempts.push(call.attempts),
  })
})
afterEach(async () => {
  await client.drain()
  await mock.drain()
})

test('calls are recorded as the handler saw them', async () => {
  await client.call.createOrder({ body: { total: 3 } }, { headers: { 'x-test': '1' } })
  await client.call.cancelOrder(ID)
  expect(mock.calls).toEqual([
    {
      operation: 'createOrder',
      input: { body: { total: 3, currency: 'EUR' } },
      reply: { status: 201, body: { id: expect.stringMatching(/^o\d+$/), total: 1 } },
      headers: expect.objectContaining({ 'x-test': '1' }),
    },
    { operation: 'cancelOrder', input: ID, reply: { status: 204 }, headers: expect.anything() },
  ])
  expect(mock.callsOf('cancelOrder').map((call) => call.input.params.id)).toEqual(['a'])
  mock.reset()
  expect(mock.calls).toEqual([])
})

test('an equal request of an idempotent operation is answered alike, any other anew; equal seeds repeat', async () => {
  const run = async (): Promise<string[]> => {
    const replies = [
      await client.call.getOrder(ID),
      await client.call.getOrder({ params: { id: 'b' } }),
      await client.call.getOrder(ID),
      await client.call.createOrder({ body: { total: 1 } }),
      await client.call.createOrder({ body: { total: 1 } }),
    ]
    return replies.map((reply) => ('id' in reply.body ? reply.body.id : ''))
  }
  const first = await run()
  expect(first[2]).toBe(first[0])
  expect(new Set(first).size).toBe(4)
  mock.reset()
  expect(await run()).toEqual(first)
})

test('one test may answer otherwise, and undo it', async () => {
  const undo = mock.on('getOrder', () => ({ status: 404, body: { type: 'about:blank', title: 'none', status: 404 } }))
  expect(await client.call.getOrder(ID)).toMatchObject({ status: 404, body: { title: 'none' } })
  undo()
  expect(await client.call.getOrder(ID)).toMatchObject({ status: 200 })
})

test('a mock that breaks the contract says how', async () => {
  mock.on('getOrder', () => ({ status: 200, body: { id: 'a' } as { id: string; total: number } }))
  await expect(client.call.getOrder(ID)).rejects.toThrow(
    'getOrder/response/200/body, sent, breaks its contract: /total is missing',
  )
})

test('an operation without an answer is 501', async () => {
  const partial = mockHttp<Orders>(definitionFor('reader'), { cancelOrder: () => ({ status: 204 }) })
  const { url } = await partial.listen()
  const other = connectHttp<Orders>(definitionFor('writer'), { baseUrl: url })
  expect(await other.call.cancelOrder(ID)).toEqual({ status: 204 })
  await expect(other.call.getOrder(ID)).rejects.toThrow('the mock has no answer for getOrder')
  await other.drain()
  await partial.drain()
})

test('it refuses what the real server refuses', async () => {
  expect((await fetch(`${mock.url}/nowhere`)).status).toBe(404)
  expect((await fetch(`${mock.url}/orders`, { method: 'PUT' })).status).toBe(405)
  expect((await fetch(`${mock.url}/orders`, { method: 'OPTIONS' })).headers.get('allow')).toBe(
    'GET, HEAD, OPTIONS, POST',
  )
  expect((await fetch(`${mock.url}/orders`, { method: 'POST', body: '{' })).status).toBe(415)
  expect((await fetch(`${mock.url}/orders`, { headers: { 'x-contract-line': '9' } })).status).toBe(409)
  expect(await (await fetch(`${mock.url}/orders`, { method: 'HEAD' })).text()).toBe('')
})

describe('disturbed', () => {
  test('an idempotent call survives one broken connection', async () => {
    mock.disturb('getOrder', { failure: 'reset', times: 1 })
    expect(await client.call.getOrder(ID)).toMatchObject({ status: 200 })
    expect(attempts).toEqual([2])
    expect(mock.calls).toHaveLength(1)
  })

  test('so does one that is idempotent by key, under the same key', async () => {
    mock.disturb('createOrder', { failure: 'reset', times: 1 })
    await client.call.createOrder({ body: { total: 1 } }, { idempotencyKey: 'k' })
    expect(mock.callsOf('createOrder').map((call) => call.headers['idempotency-key'])).toEqual(['k'])
  })

  test('a connection that always breaks is Unavailable', async () => {
    const undo = mock.disturb('getOrder', { failure: 'reset' })
    await expect(client.call.getOrder(ID)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      reason: 'the connection broke',
    })
    undo()
    expect(await client.call.getOrder(ID)).toMatchObject({ status: 200 })
  })

  test('a share of requests fails, evenly spread', async () => {
    mock.disturb('createOrder', { failure: { status: 500 }, share: 0.25 })
    const statuses = []
    for (let call = 0; call < 8; call++) {
      statuses.push(
        (await fetch(`${mock.url}/orders`, { method: 'POST', body: '{"total":1}', headers: JSON_HEADERS })).status,
      )
    }
    expect(statuses.map((status) => status === 500)).toEqual([false, false, false, true, false, false, false, true])
  })

  test('silence ends at the deadline', async () => {
    mock.disturb('getOrder', { failure: 'silence' })
    await expect(client.call.getOrder(ID, { deadlineMs: 30 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  })

  test('a delay below the deadline is only a delay', async () => {
    mock.disturb('getOrder', { delayMs: 20 })
    const started = performance.now()
    expect(await client.call.getOrder(ID)).toMatchObject({ status: 200 })
    expect(performance.now() - started).toBeGreaterThan(15)
  })

  test.each([
    ['malformed' as const, { code: 'UNEXPECTED_RESPONSE', status: 201, bodyStart: '{"cut' }],
    [{ status: 503 }, { code: 'UNEXPECTED_RESPONSE', status: 503 }],
  ])('%j is an unexpected response', async (failure, expected) => {
    mock.disturb('createOrder', { failure })
    await expect(client.call.createOrder({ body: { total: 1 } })).rejects.toMatchObject(expected)
  })
})

test('draining cuts what would never end', async () => {
  const began = signalled()
  mock.on('getOrder', () => {
    began.resolve()
    return new Promise(() => {})
  })
  const call = client.call.getOrder(ID)
  const [outcome] = await Promise.allSettled([call, began.promise.then(() => mock.drain())])
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } })
})

test('it has no URL before it listens', () => {
  expect(() => mockHttp<Orders>(definitionFor('reader'), {}).url).toThrow('await mock.listen()')
})
