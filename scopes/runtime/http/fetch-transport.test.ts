import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ByteSource, ByteStream, Context, Handlers, HttpDefinition } from '@tessera/runtime.core'
import { expect, test, vi } from 'vitest'
import { connectHttp } from './browser-client.ts'
import type { CallRecord, HttpClient, HttpClientOptions } from './client.ts'
import { definitionFor, obvious, type Orders, signalled } from './rig.ts'
import { serveHttp } from './server.ts'

const ID = { params: { id: 'a' } }

interface Started<T> extends AsyncDisposable {
  readonly client: HttpClient<T>
  readonly calls: CallRecord[]
  readonly url: string
}

async function start<T>(
  speaks: { readonly ours: HttpDefinition; readonly theirs: HttpDefinition },
  handlers: Handlers<T>,
  options: Partial<HttpClientOptions> = {},
): Promise<Started<T>> {
  const server = serveHttp<T>(speaks.theirs, handlers)
  const { url } = await server.listen()
  const calls: CallRecord[] = []
  const client = connectHttp<T>(speaks.ours, { baseUrl: url, onCall: (call) => void calls.push(call), ...options })
  return { client, calls, url, [Symbol.asyncDispose]: () => client.drain().then(server.drain) }
}

function startOrders(
  handlers: Partial<Handlers<Orders>> = {},
  options: Partial<HttpClientOptions> = {},
): Promise<Started<Orders>> {
  const speaks = { ours: definitionFor('writer'), theirs: definitionFor('reader') }
  return start<Orders>(speaks, { ...obvious, ...handlers }, options)
}

interface Copies {
  copy: {
    write: { body: ByteSource }
    read: { body: ByteStream }
    reply: { write: { status: 200; body: ByteSource }; read: { status: 200; body: ByteStream } }
  }
}

function startCopies(
  copy: Handlers<Copies>['copy'],
  { maxBytes = 200_000_000, ...options }: Partial<HttpClientOptions> & { readonly maxBytes?: number } = {},
): Promise<Started<Copies>> {
  const slot = { body: () => {}, bytes: true, mediaType: 'application/octet-stream', maxBytes } as const
  const operation = { method: 'PUT', path: '/copy', idempotent: true, request: slot, responses: { 200: slot } } as const
  const definition = { contract: 'acme.a/copies', line: 1, hash: 'h', operations: { copy: operation } }
  return start<Copies>({ ours: definition, theirs: definition }, { copy }, options)
}

const echo: Handlers<Copies>['copy'] = ({ body }) => ({ status: 200, body })

async function* chunks(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) yield new Uint8Array(64 * 1024)
}

test('a call and its reply, with all that travels along', async () => {
  const seen = signalled<Context>()
  await using pair = await startOrders({
    getOrder: ({ params }, context) => {
      seen.resolve(context)
      return { status: 200, body: { id: params.id, total: 1 } }
    },
  })
  const reply = await pair.client.call.getOrder(
    { params: { id: 'ä/b' }, headers: { 'x-tenant': 'Zoë' } },
    { headers: { 'X-Extra': 'yes' } },
  )
  expect(reply).toEqual({ status: 200, body: { id: 'ä/b', total: 1, currency: 'EUR' } })
  const { headers, caller } = await seen.promise
  expect(caller).toEqual({ contract: 'acme.orders/orders-api', line: 1, hash: 'hash-of-writer' })
  expect(headers['x-extra']).toBe('yes')
  expect(Number(headers['x-request-deadline-ms'])).toBeLessThanOrEqual(5000)
  expect(pair.calls).toMatchObject([{ operation: 'getOrder', attempts: 1, status: 200 }])
})

test('a provider that is not there is unavailable, and asked again where that is safe', async () => {
  await using pair = await startOrders({}, { baseUrl: 'http://127.0.0.1:1', breaker: false })
  await expect(pair.client.call.getOrder(ID)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'no connection, or it broke, or it lets no page of this origin call it',
  })
  await expect(pair.client.call.createOrder({ body: { total: 1 } }, { headers: { x: '1' } })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  })
  expect(pair.calls.map(({ attempts }) => attempts)).toEqual([3, 3])
})

test('at the deadline, at the end of an attempt and when cancelled the connection is cut', async () => {
  const ends: Promise<void>[] = []
  await using pair = await startOrders({
    getOrder: (_, { signal }) => {
      const ended = signalled()
      ends.push(ended.promise)
      signal.addEventListener('abort', () => ended.resolve())
      return new Promise(() => {})
    },
  })
  await expect(pair.client.call.getOrder(ID, { deadlineMs: 50 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  const controller = new AbortController()
  const call = pair.client.call.getOrder(ID, { signal: controller.signal })
  await vi.waitFor(() => expect(ends).toHaveLength(2))
  controller.abort(new Error('never mind'))
  await expect(call).rejects.toThrow('never mind')
  await using hasty = await startOrders({ getOrder: () => new Promise(() => {}) }, { attemptMs: 20, retries: 1 })
  await expect(hasty.client.call.getOrder(ID)).rejects.toMatchObject({ reason: 'no answer within attemptMs' })
  expect(hasty.calls).toMatchObject([{ attempts: 2 }])
  await Promise.all(ends)
})

test('a client that was cancelled before it began sends nothing', async () => {
  await using pair = await startOrders()
  await expect(pair.client.call.getOrder(ID, { signal: AbortSignal.abort('no') })).rejects.toBe('no')
  expect(pair.calls).toMatchObject([{ attempts: 0 }])
})

test.each<[string, () => ByteSource]>([
  ['a text', () => 'äöü'],
  ['bytes', () => Buffer.from('äöü')],
  ['a blob', () => new Blob(['äö', 'ü'])],
  ['a web stream', () => new Blob(['äöü']).stream() as ReadableStream<Uint8Array>],
])('%s goes there and back', async (_, source) => {
  await using pair = await startCopies(echo)
  const reply = await pair.client.call.copy({ body: source() })
  expect(reply.body.mediaType).toBe('application/octet-stream')
  expect(await reply.body.text()).toBe('äöü')
  expect(pair.calls).toMatchObject([{ status: 200 }])
})

test('a stream that is longer than the contract lets it is not sent', async () => {
  await using pair = await startCopies(echo, { maxBytes: 100_000 })
  await expect(pair.client.call.copy({ body: chunks(100) })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    issues: [{ keyword: 'maxBytes' }],
  })
})

test('what a source fails with is what the call fails with, once', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* chunks(1)
    throw new Error('the disk is gone')
  }
  await using pair = await startCopies(echo)
  await expect(pair.client.call.copy({ body: broken() })).rejects.toThrow('the disk is gone')
  expect(pair.calls).toMatchObject([{ attempts: 1 }])
})

test('an answer is read bit by bit; who has enough of it ends it at the other side', async () => {
  const aborted = signalled()
  await using pair = await startCopies((_, { signal }) => {
    signal.addEventListener('abort', () => aborted.resolve())
    return { status: 200, body: chunks(100_000) }
  })
  const reply = await pair.client.call.copy({ body: '' })
  for await (const chunk of reply.body) if (chunk.length > 0) break
  await aborted.promise
  expect(pair.calls).toMatchObject([{ status: 200 }])
  expect(pair.calls[0]).not.toHaveProperty('error')
})

test('a stream may be given up unread, and ends at the deadline, read or not', async () => {
  await using raw = await listen((_, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    response.write(Buffer.alloc(1000))
  })
  await using pair = await startCopies(echo, { baseUrl: raw.url })
  const unread = await pair.client.call.copy({ body: '' })
  unread.body.cancel()
  unread.body.cancel()
  const late = await pair.client.call.copy({ body: '' }, { deadlineMs: 60 })
  await expect(late.body.bytes()).rejects.toThrow('the deadline is over')
  const left = await pair.client.call.copy({ body: '' }, { deadlineMs: 60 })
  await vi.waitFor(() => expect(pair.calls).toHaveLength(3))
  await expect(left.body.bytes()).rejects.toThrow('the deadline is over')
  expect(pair.calls.map(({ error }) => error)).toMatchObject([
    undefined,
    { name: 'TimeoutError' },
    { name: 'TimeoutError' },
  ])
})

interface Raw extends AsyncDisposable {
  readonly url: string
}

async function listen(listener: RequestListener): Promise<Raw> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('an answer that is larger than is taken, or breaks off, is told', async () => {
  await using raw = await listen((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000000' })
    response.write(Buffer.alloc(1000))
    if (request.headers['x-break']) response.write('', () => response.destroy())
  })
  const client = connectHttp<Orders>(definitionFor('writer'), { baseUrl: raw.url, maxResponseBytes: 500, retries: 0 })
  await expect(client.call.getOrder(ID)).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' })
  const patient = connectHttp<Orders>(definitionFor('writer'), { baseUrl: raw.url, retries: 0 })
  await expect(patient.call.getOrder(ID, { headers: { 'x-break': '1' } })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  })
})

test('a stream that breaks off is not taken for the whole', async () => {
  await using raw = await listen((_, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    response.write(Buffer.alloc(1000), () => setTimeout(() => response.destroy(), 20))
  })
  await using pair = await startCopies(echo, { baseUrl: raw.url })
  const reply = await pair.client.call.copy({ body: '' })
  await expect(reply.body.bytes()).rejects.toThrow('the network failed')
  expect(pair.calls).toMatchObject([{ status: 200, error: { message: 'the network failed' } }])
})

test('in a page, a base URL may be a path', async () => {
  await using pair = await startOrders()
  vi.stubGlobal('location', new URL('/shop/basket?page=2', pair.url))
  const client = connectHttp<Orders>(definitionFor('writer'), { baseUrl: '/' })
  vi.unstubAllGlobals()
  await expect(client.call.getOrder(ID)).resolves.toMatchObject({ status: 200 })
})
