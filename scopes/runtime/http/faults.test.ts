import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { type CallRecord, connectHttp, type HttpClient, type HttpClientOptions } from './client.ts'
import { mockHttp } from './mock.ts'
import { definitionFor, obvious, type Orders, signalled, startPair } from './rig.ts'
import { serveHttp } from './server.ts'

const ID = { params: { id: 'a' } }
const BODY = { body: { total: 1 } }

interface Watched extends AsyncDisposable {
  readonly client: HttpClient<Orders>
  readonly calls: CallRecord[]
}

function watched(baseUrl: HttpClientOptions['baseUrl'], options: Partial<HttpClientOptions> = {}): Watched {
  const calls: CallRecord[] = []
  const client = connectHttp<Orders>(definitionFor('writer'), {
    baseUrl,
    onCall: (call) => void calls.push(call),
    ...options,
  })
  return { client, calls, [Symbol.asyncDispose]: client.drain }
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers each request with the next of these, the last one for ever; each on a connection of its own. */
async function scripted(...answers: readonly string[]): Promise<{ url: string; seen: number[]; close(): void }> {
  const seen: number[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      seen.push(performance.now())
      socket.end(answers[Math.min(seen.length, answers.length) - 1] ?? '')
    })
  })
  return { url: await listening(server), seen, close: () => server.close() }
}

function raw(status: string, headers = '', body = ''): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n${headers}\r\n${body}`
}
const FOUND = raw('200 OK', '', '{"id":"a","total":1}')

test('a provider that restarts is found again, by the same client', async () => {
  const first = serveHttp<Orders>(definitionFor('reader'), obvious)
  const { url, port } = await first.listen()
  const { client, calls } = watched(url)
  await client.call.getOrder(ID)
  await first.drain()
  await expect(client.call.getOrder(ID)).rejects.toMatchObject({ code: 'UNAVAILABLE', reason: 'connection refused' })
  expect(calls.map((call) => call.attempts)).toEqual([1, 3])
  const second = serveHttp<Orders>(definitionFor('reader'), obvious)
  await second.listen({ port })
  await expect(client.call.getOrder(ID)).resolves.toMatchObject({ status: 200 })
  await client.drain()
  await second.drain()
})

test('a restart under load costs no idempotent call where another provider stands', async () => {
  const serve = () => serveHttp<Orders>(definitionFor('reader'), obvious, { drainMs: 1000 })
  const [one, two] = [serve(), serve()]
  const [first, second] = [await one.listen(), await two.listen()]
  const { client } = watched([first.url, second.url])
  const load = async () => {
    for (let i = 0; i < 40; i++) await client.call.getOrder(ID)
  }
  const under = Promise.all(Array.from({ length: 8 }, load))
  await client.call.getOrder(ID)
  await one.drain()
  await expect(under).resolves.toHaveLength(8)
  await client.drain()
  await two.drain()
})

test('a storm of 503: idempotent calls are repeated within the budget, then the base URL is left alone', async () => {
  const mock = mockHttp<Orders>(definitionFor('reader'), obvious)
  const { url } = await mock.listen()
  mock.disturb('getOrder', { failure: { status: 503 } })
  const { client, calls } = watched(url, { retryBudget: 0.2, breaker: { failures: 20, pauseMs: 60_000 } })
  for (let i = 0; i < 30; i++) await client.call.getOrder(ID).catch(() => {})
  const attempts = calls.reduce((sum, call) => sum + call.attempts, 0)
  expect(attempts).toBe(20)
  expect(calls.at(-1)).toMatchObject({ attempts: 0, error: { code: 'UNAVAILABLE' } })
  // Ten that were saved, and a fifth of the calls.
  expect(calls.filter((call) => call.attempts > 1).length).toBeLessThanOrEqual(10)
  await client.drain()
  await mock.drain()
})

test('retries never exceed their share of the calls', async () => {
  const mock = mockHttp<Orders>(definitionFor('reader'), obvious)
  const { url } = await mock.listen()
  mock.disturb('getOrder', { failure: { status: 503 } })
  const { client, calls } = watched(url, { retryBudget: 0.1, breaker: false })
  for (let i = 0; i < 60; i++) await client.call.getOrder(ID).catch(() => {})
  const retries = calls.reduce((sum, call) => sum + call.attempts - 1, 0)
  expect(retries).toBeLessThanOrEqual(10 + 60 * 0.1)
  expect(retries).toBeGreaterThanOrEqual(10)
  await client.drain()
  await mock.drain()
})

test('a 503 that passes is not seen by an idempotent call; its Retry-After is kept', async () => {
  const server = await scripted(raw('503 Service Unavailable', 'retry-after: 1\r\n'), FOUND)
  const { client } = watched(server.url)
  await expect(client.call.getOrder(ID)).resolves.toMatchObject({ status: 200 })
  const [first = 0, second = 0] = server.seen
  expect(second - first).toBeGreaterThanOrEqual(990)
  await client.drain()
  server.close()
})

test('a Retry-After beyond the deadline is not waited for', async () => {
  const server = await scripted(raw('503 Service Unavailable', 'retry-after: 100\r\n'), FOUND)
  const { client, calls } = watched(server.url)
  await expect(client.call.getOrder(ID, { deadlineMs: 5000 })).rejects.toMatchObject({
    code: 'UNEXPECTED_RESPONSE',
    status: 503,
  })
  expect(calls[0]?.attempts).toBe(1)
  await client.drain()
  server.close()
})

test.each([
  ['a broken connection', 'HTTP/1.1'],
  ['a 503', raw('503 Service Unavailable')],
])('a POST that the contract does not call idempotent is not repeated after %s', async (_, answer) => {
  const server = await scripted(answer)
  const { operations, ...identity } = definitionFor('writer')
  const createOrder = { ...operations.createOrder!, idempotent: false }
  const calls: CallRecord[] = []
  const plain = connectHttp<Orders>(
    { ...identity, operations: { ...operations, createOrder } },
    { baseUrl: server.url, onCall: (call) => void calls.push(call) },
  )
  await expect(plain.call.createOrder(BODY)).rejects.toBeInstanceOf(Error)
  expect(calls.map((call) => call.attempts)).toEqual([1])
  expect(server.seen).toHaveLength(1)
  await plain.drain()
  server.close()
})

test('where nothing of a POST had left, another base URL is tried', async () => {
  const gone = createServer()
  const dead = await listening(gone)
  await new Promise((resolve) => gone.close(resolve))
  const pair = await startPair()
  const { client } = watched([dead, pair.url, dead])
  for (let i = 0; i < 6; i++) await expect(client.call.createOrder(BODY)).resolves.toMatchObject({ status: 201 })
  await client.drain()
  await pair[Symbol.asyncDispose]()
})

test('a black hole costs its callers their deadline a few times, then its share goes elsewhere', async () => {
  const pair = await startPair()
  const proxy = await blackHole()
  const { client, calls } = watched([proxy.url, pair.url], { breaker: { failures: 3, pauseMs: 60_000 } })
  for (let i = 0; i < 20; i++) await client.call.getOrder(ID, { deadlineMs: 250 }).catch(() => {})
  const failed = calls.filter((call) => call.error !== undefined)
  expect(failed).toHaveLength(3)
  expect(failed.map((call) => (call.error as { code: string }).code)).toEqual(Array(3).fill('DEADLINE_EXCEEDED'))
  expect(calls.slice(-10).every((call) => call.status === 200)).toBe(true)
  proxy.close()
  await client.drain()
  await pair[Symbol.asyncDispose]()
})

test('a slow loris holds only its own connection; drain cuts it', async () => {
  const server = serveHttp<Orders>(definitionFor('reader'), obvious, { drainMs: 20 })
  const { url, port } = await server.listen()
  const cut = signalled()
  const drips = Array.from({ length: 50 }, () =>
    connect(port, '127.0.0.1')
      .on('error', () => {})
      .on('close', () => cut.resolve())
      .resume(),
  )
  for (const drip of drips) drip.write('POST /orders HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{')
  const { client } = watched(url)
  await expect(client.call.getOrder(ID)).resolves.toMatchObject({ status: 200 })
  await client.drain()
  await server.drain()
  await cut.promise
  for (const drip of drips) drip.destroy()
})

test('an oversized body is refused while the service goes on', async () => {
  const pair = await startPair({}, { server: { maxBodyBytes: 1000 } })
  const note = 'n'.repeat(100_000)
  await expect(pair.client.call.createOrder({ body: { total: 1, note } })).rejects.toBeInstanceOf(Error)
  await expect(pair.client.call.createOrder(BODY)).resolves.toMatchObject({ status: 201 })
  await pair[Symbol.asyncDispose]()
})

test('an answer larger than the client takes is refused, and not asked for again', async () => {
  const pair = await startPair(
    { getOrder: () => ({ status: 200, body: { id: 'a', total: 1, note: 'n'.repeat(5000) } }) },
    { client: { maxResponseBytes: 1000 } },
  )
  await expect(pair.client.call.getOrder(ID)).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' })
  await pair[Symbol.asyncDispose]()
})

/** Takes connections and bytes, and gives nothing back. */
async function blackHole(): Promise<{ readonly url: string; close(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => void sockets.add(socket.on('error', () => {}).resume()))
  const url = await listening(server)
  return {
    url,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

test('connections that go dead in a proxy end with their deadlines, and work again when it does', async () => {
  const pair = await startPair()
  const proxy = await tcpProxy(Number(new URL(pair.url).port))
  const { client, calls } = watched(proxy.url, { breaker: { failures: 2, pauseMs: 50 } })
  await client.call.getOrder(ID)
  proxy.swallow(true)
  for (let i = 0; i < 2; i++) {
    await expect(client.call.getOrder(ID, { deadlineMs: 60 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  }
  await expect(client.call.getOrder(ID)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(calls.at(-1)?.attempts).toBe(0)
  proxy.swallow(false)
  await expect
    .poll(
      () =>
        client.call.getOrder(ID).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 4000 },
    )
    .toBe(200)
  await client.drain()
  await pair[Symbol.asyncDispose]()
  proxy.close()
})

test('who sends the body of a request too slowly is answered at the deadline of the operation', async () => {
  const { operations, ...identity } = definitionFor('reader')
  const createOrder = { ...operations.createOrder!, deadlineMs: 50 }
  const server = serveHttp<Orders>({ ...identity, operations: { ...operations, createOrder } }, obvious)
  const { port } = await server.listen()
  const drip = connect(port, '127.0.0.1').on('error', () => {})
  drip.write('POST /orders HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{')
  const answer = await new Promise<string>((resolve) => drip.once('data', (data) => resolve(String(data))))
  expect(answer).toMatch(/^HTTP\/1.1 504 /)
  drip.destroy()
  await server.drain()
})

/** Passes bytes on both ways, or swallows them while the connections stay open. */
async function tcpProxy(port: number): Promise<{ readonly url: string; swallow(on: boolean): void; close(): void }> {
  const sockets = new Set<Socket>()
  let swallows = false
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy()).on('close', () => to.destroy())
      from.on('data', (data) => void (swallows || to.write(data)))
    }
  })
  return {
    url: await listening(server),
    swallow: (on) => void (swallows = on),
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
