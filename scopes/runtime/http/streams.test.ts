import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ByteSource, ByteStream, Context, Handlers, HttpDefinition } from '@tessera/runtime.core'
import { expect, test } from 'vitest'
import { connectHttp, type HttpClient, type HttpClientOptions } from './client.ts'
import { signalled } from './rig.ts'
import { type HttpServerOptions, serveHttp } from './server.ts'

interface Blobs {
  copy: {
    write: { body: ByteSource }
    read: { body: ByteStream }
    reply: { write: { status: 200; body: ByteSource }; read: { status: 200; body: ByteStream } }
  }
}
const bytes = { body: () => {}, bytes: true, mediaType: 'application/octet-stream', maxBytes: 200_000_000 } as const

function definition(maxBytes: number = bytes.maxBytes, deadlineMs = 30_000): HttpDefinition {
  const slot = { ...bytes, maxBytes }
  const copy = { method: 'PUT', path: '/copy', idempotent: true, request: slot, responses: { 200: slot } } as const
  return { contract: 'acme.a/blobs', line: 1, hash: 'h', operations: { copy: { ...copy, deadlineMs } } }
}

interface Started extends AsyncDisposable {
  readonly client: HttpClient<Blobs>
  readonly url: string
}

async function start(
  copy: Handlers<Blobs>['copy'],
  {
    contract = definition(),
    ...options
  }: { contract?: HttpDefinition; server?: HttpServerOptions; client?: Partial<HttpClientOptions> } = {},
): Promise<Started> {
  const server = serveHttp<Blobs>(contract, { copy }, options.server)
  const { url } = await server.listen()
  const client = connectHttp<Blobs>(contract, { baseUrl: url, ...options.client })
  return { client, url, [Symbol.asyncDispose]: () => client.drain().then(server.drain) }
}

const echo: Handlers<Blobs>['copy'] = ({ body }) => ({ status: 200, body })
const CHUNK = new Uint8Array(64 * 1024)

/** Endless, and how much was taken of it. */
function tap(): { readonly source: AsyncIterable<Uint8Array>; taken: () => number } {
  let taken = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      taken += CHUNK.length
      yield CHUNK
    }
  }
  return { source: endless(), taken: () => taken }
}

test.each<[string, () => ByteSource]>([
  ['a text', () => 'äöü'],
  ['bytes', () => Buffer.from('äöü')],
  ['a blob', () => new Blob(['äö', 'ü'])],
  ['a web stream', () => new Blob(['äöü']).stream() as ReadableStream<Uint8Array>],
  [
    'an iterable',
    () =>
      (async function* () {
        yield Buffer.from('äöü')
      })(),
  ],
])('%s goes there and back', async (_, source) => {
  await using pair = await start(echo)
  const reply = await pair.client.call.copy({ body: source() })
  expect(await reply.body.text()).toBe('äöü')
})

test('who reads slowly slows down who sends: neither side holds it all', async () => {
  await using pair = await start(echo)
  const { source, taken } = tap()
  const reply = await pair.client.call.copy({ body: source })
  const reader = reply.body[Symbol.asyncIterator]()
  await reader.next()
  const seen = [taken()]
  // Until nothing more is taken: every buffer on the way is full.
  while (seen.at(-1) !== seen.at(-20)) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    seen.push(taken())
  }
  expect(taken()).toBeLessThan(32_000_000)
  reply.body.cancel()
})

test('what goes beyond the limit is ended by who sends it, and by who receives it', async () => {
  const small = definition(100_000)
  const swallow: typeof echo = async ({ body }) => ({ status: 200, body: await body.bytes() })
  await using strict = await start(swallow, { contract: small })
  const { source } = tap()
  await expect(strict.client.call.copy({ body: source })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    issues: [{ keyword: 'maxBytes' }],
  })
  const response = await fetch(`${strict.url}/copy`, {
    method: 'PUT',
    body: new Uint8Array(200_000),
    headers: { 'content-type': 'application/octet-stream' },
  })
  expect(response.status).toBe(413)
  const chunked = await fetch(`${strict.url}/copy`, {
    method: 'PUT',
    body: new Blob([new Uint8Array(200_000)]).stream(),
    headers: { 'content-type': 'application/octet-stream' },
    duplex: 'half',
  } as RequestInit)
  expect(chunked.status).toBe(413)
})

test('a caller who stops reading is heard of by the handler', async () => {
  const aborted = signalled()
  const { source } = tap()
  await using pair = await start((_, { signal }: Context) => {
    signal.addEventListener('abort', () => aborted.resolve())
    return { status: 200, body: source }
  })
  const reply = await pair.client.call.copy({ body: '' })
  reply.body.cancel()
  await expect(aborted.promise).resolves.toBeUndefined()
})

test('the deadline ends a stream, and a part is not taken for the whole', async () => {
  const calls: unknown[] = []
  async function* stalled(): AsyncGenerator<Uint8Array> {
    yield CHUNK
    await new Promise(() => {})
  }
  await using pair = await start(() => ({ status: 200, body: stalled() }), {
    client: { onCall: (call) => void calls.push(call.error) },
  })
  const reply = await pair.client.call.copy({ body: '' }, { deadlineMs: 60 })
  await expect(reply.body.bytes()).rejects.toThrow('the deadline is over')
  expect(calls).toHaveLength(1)
})

test('a stream that fails where it is made fails the call with its error; it is not sent twice', async () => {
  await using pair = await start(async ({ body }) => ({ status: 200, body: await body.bytes() }))
  let opened = 0
  async function* failing(): AsyncGenerator<Uint8Array> {
    opened++
    yield CHUNK
    throw new Error('the disk is gone')
  }
  await expect(pair.client.call.copy({ body: failing() })).rejects.toThrow('the disk is gone')
  expect(opened).toBe(1)
})

test('an attempt that takes too long is made again', async () => {
  let calls = 0
  const other = createServer((_, response) => {
    if (++calls === 1) return
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end('here')
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const client = connectHttp<Blobs>(definition(), { baseUrl, attemptMs: 40 })
  const reply = await client.call.copy({ body: 'x' })
  expect([await reply.body.text(), calls]).toEqual(['here', 2])
  await client.drain()
  const impatient = connectHttp<Blobs>(definition(), { baseUrl, attemptMs: 40, retries: 0 })
  calls = 0
  await expect(impatient.call.copy({ body: 'x' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'no answer within attemptMs',
  })
  await impatient.drain()
  other.close()
  other.closeAllConnections()
})
