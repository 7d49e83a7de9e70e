import { type AddressInfo, createServer } from 'node:net'
import { type Context, parseTraceparent } from '@tessera/runtime.core'
import { expect, test } from 'vitest'
import { connectHttp } from './client.ts'
import { mockHttp } from './mock.ts'
import { definitionFor, type Orders, signalled, startPair } from './rig.ts'

const ID = { params: { id: 'a' } }

test('trace and remaining deadline go down a chain of servers, shortened at each hop', async () => {
  const hops: { traceparent: string; tracestate: string | undefined; deadline: number; said: number }[] = []
  const note = (context: Context) =>
    hops.push({
      traceparent: context.traceparent,
      tracestate: context.tracestate,
      deadline: context.deadline ?? 0,
      said: Number(context.headers['x-request-deadline-ms']),
    })
  const back = await startPair({
    getOrder: (_, context) => {
      note(context)
      return { status: 200, body: { id: 'back', total: 1 } }
    },
  })
  const front = await startPair({
    getOrder: async (input, context) => {
      note(context)
      await new Promise((resolve) => setTimeout(resolve, 30))
      // Asks for more than there is: what remains of the caller's holds.
      return back.client.call.getOrder(input, { deadlineMs: 60_000 })
    },
  })
  const response = await fetch(`${front.url}/orders/a`, {
    headers: {
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      tracestate: 'vendor=1',
      'x-request-deadline-ms': '10000',
    },
  })
  expect(await response.json()).toMatchObject({ id: 'back' })
  const [first, second] = hops
  expect(first?.said).toBe(10_000)
  expect(second?.said).toBeLessThanOrEqual(9971)
  expect(second?.said).toBeGreaterThan(0)
  expect(Math.abs((first?.deadline ?? 0) - (second?.deadline ?? 0))).toBeLessThan(5000)
  const [one, two] = hops.map((hop) => parseTraceparent(hop.traceparent))
  expect(one?.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736')
  expect(two?.traceId).toBe(one?.traceId)
  expect(new Set([one?.spanId, two?.spanId, '00f067aa0ba902b7']).size).toBe(3)
  expect(hops.map((hop) => hop.tracestate)).toEqual(['vendor=1', 'vendor=1'])
  await Promise.all([front[Symbol.asyncDispose](), back[Symbol.asyncDispose]()])
})

test('a call outside of a handler may be made for it', async () => {
  const heard = signalled<Context>()
  await using pair = await startPair({
    getOrder: (_, context) => {
      heard.resolve(context)
      return new Promise(() => {})
    },
  })
  const controller = new AbortController()
  const context: Context = {
    signal: controller.signal,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    tracestate: 'vendor=1',
    deadline: Date.now() + 4000,
    headers: {},
  }
  const call = pair.client.call.getOrder(ID, { context })
  const there = await heard.promise
  expect(there.traceparent).toContain('4bf92f3577b34da6a3ce929d0e0e4736')
  expect(there.tracestate).toBe('vendor=1')
  expect(Number(there.headers['x-request-deadline-ms'])).toBeLessThanOrEqual(4000)
  controller.abort(new Error('the handler is done for'))
  await expect(call).rejects.toThrow('the handler is done for')
})

test('at the deadline the caller is told', async () => {
  const pair = await startPair({ getOrder: () => new Promise(() => {}) })
  await expect(pair.client.call.getOrder(ID, { deadlineMs: 40 })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    operation: 'getOrder',
    deadlineMs: 40,
  })
  await pair[Symbol.asyncDispose]()
})

test('a server ends what its caller has no time for with a 504 problem, and the handler sees its signal', async () => {
  const aborted = signalled<unknown>()
  const pair = await startPair({
    getOrder: (_, { signal }) => {
      signal.addEventListener('abort', () => aborted.resolve(signal.reason))
      return new Promise(() => {})
    },
  })
  const response = await fetch(`${pair.url}/orders/a`, { headers: { 'x-request-deadline-ms': '20' } })
  expect(response.status).toBe(504)
  expect(await response.json()).toMatchObject({ type: 'urn:tessera:problem:deadline-exceeded', status: 504 })
  expect(await aborted.promise).toMatchObject({ name: 'TimeoutError' })
  await pair[Symbol.asyncDispose]()
})

test('a call made in a handler ends with the time of the handler', async () => {
  const back = await startPair({ getOrder: () => new Promise(() => {}) })
  const inner = signalled<unknown>()
  const front = await startPair({
    getOrder: (input) =>
      back.client.call.getOrder(input).catch((error) => {
        inner.resolve(error)
        throw error
      }),
  })
  const response = await fetch(`${front.url}/orders/a`, { headers: { 'x-request-deadline-ms': '40' } })
  expect(response.status).toBe(504)
  expect(await inner.promise).toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  await Promise.all([front[Symbol.asyncDispose](), back[Symbol.asyncDispose]()])
})

test('no time left: nothing is sent', async () => {
  const mock = mockHttp<Orders>(definitionFor('reader'), {})
  const { url } = await mock.listen()
  const attempts: number[] = []
  const client = connectHttp<Orders>(definitionFor('writer'), {
    baseUrl: url,
    onCall: (call) => attempts.push(call.attempts),
  })
  await expect(client.call.getOrder(ID, { deadlineMs: 0 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  expect(attempts).toEqual([0])
  await client.drain()
  await mock.drain()
})

test('the deadline also ends a body that stalls, and a token that never comes', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stalled = connectHttp<Orders>(definitionFor('writer'), { baseUrl })
  await expect(stalled.call.getOrder(ID, { deadlineMs: 40 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  const tokenless = connectHttp<Orders>(definitionFor('writer'), { baseUrl, headers: () => new Promise(() => {}) })
  await expect(tokenless.call.getOrder(ID, { deadlineMs: 20 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  await Promise.all([stalled.drain(), tokenless.drain()])
  server.close()
})

test('a token is asked for before each call', async () => {
  const tokens: (string | undefined)[] = []
  let count = 0
  const pair = await startPair(
    {
      cancelOrder: (_, { headers }) => {
        tokens.push(headers.authorization)
        return { status: 204 }
      },
    },
    { client: { headers: async () => ({ Authorization: `Bearer ${++count}` }) } },
  )
  await pair.client.call.cancelOrder(ID)
  await pair.client.call.cancelOrder(ID)
  expect(tokens).toEqual(['Bearer 1', 'Bearer 2'])
  await pair[Symbol.asyncDispose]()
})

test('a cancelled call rejects with the reason, and the handler sees the caller hang up', async () => {
  const began = signalled()
  const aborted = signalled()
  const pair = await startPair({
    getOrder: (_, { signal }) => {
      signal.addEventListener('abort', () => aborted.resolve())
      began.resolve()
      return new Promise(() => {})
    },
  })
  const controller = new AbortController()
  const call = pair.client.call.getOrder(ID, { signal: controller.signal })
  await began.promise
  const reason = new Error('changed my mind')
  controller.abort(reason)
  await expect(call).rejects.toBe(reason)
  await aborted.promise
  await expect(pair.client.call.getOrder(ID, { signal: controller.signal })).rejects.toBe(reason)
  await pair[Symbol.asyncDispose]()
})

test('nobody there is Unavailable', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const client = connectHttp<Orders>(definitionFor('writer'), { baseUrl: `http://127.0.0.1:${port}` })
  await expect(client.call.getOrder(ID)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    operation: 'getOrder',
    reason: 'connection refused',
  })
  await client.drain()
  await expect(client.call.getOrder(ID)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'this client is drained',
  })
})

test('what answers no HTTP is Unavailable', async () => {
  const server = createServer((socket) => socket.end('SSH-2.0-hello\r\n')).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const client = connectHttp<Orders>(definitionFor('writer'), { baseUrl: `http://127.0.0.1:${port}` })
  await expect(client.call.getOrder(ID)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await client.drain()
  server.close()
})
