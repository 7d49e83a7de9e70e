import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { connectSocket, type SocketClientOptions } from './client.ts'
import { definitionFor, type Link, patientClient, startClient, startServer } from './rig.ts'
import { serveSocket, type SocketCaller, type SocketServerHandlers } from './server.ts'

async function attempt(
  url: string,
  options: Partial<SocketClientOptions> & { speaks?: object } = {},
): Promise<unknown> {
  return startClient(url, {}, options).then(
    (client) => client.drain(),
    (error: unknown) => error,
  )
}

test('another line is refused, with both named', async () => {
  const server = startServer()
  const { url } = await server.listen()
  expect(await attempt(url, { speaks: { line: 2 } })).toMatchObject({
    code: 'INCOMPATIBLE_CONTRACT',
    message: 'this side speaks acme.dispatch/courier-link line 2, the other side acme.dispatch/courier-link line 1',
  })
  expect(await attempt(url, { speaks: { contract: 'acme.dispatch/other' } })).toMatchObject({
    code: 'INCOMPATIBLE_CONTRACT',
    theirs: { contract: 'acme.dispatch/courier-link', line: 1, hash: 'hash-of-provider' },
  })
  expect(server.connections.size).toBe(0)
  await server.drain()
})

test('a server decides who may connect, and knows them afterwards', async () => {
  const callers: SocketCaller[] = []
  const server = startServer(
    {},
    {
      authenticate: async (caller) => {
        callers.push(caller)
        if (caller.token !== 'secret') throw new Error('the token is wrong')
        return { name: 'courier 7' }
      },
    },
  )
  const { url } = await server.listen()
  expect(await attempt(url)).toMatchObject({
    code: 'REFUSED',
    message: 'acme.dispatch/courier-link refuses: the token is wrong',
  })
  expect(await attempt(url, { token: 'guess' })).toMatchObject({ code: 'REFUSED', reason: 'the token is wrong' })
  const client = await startClient(url, {}, { token: async () => 'secret' })
  const [connection] = server.connections
  expect(connection?.principal).toEqual({ name: 'courier 7' })
  expect(connection?.caller).toEqual({
    identity: { contract: 'acme.dispatch/courier-link', line: 1, hash: 'hash-of-consumer' },
    address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    headers: {},
  })
  expect(callers.map(({ token }) => token)).toEqual([undefined, 'guess', 'secret'])
  await client.drain()
  await server.drain()
})

test('a browser shows its headers', async () => {
  const server = startServer({}, { authenticate: ({ headers }) => headers.host })
  const { url } = await server.listen({ url: 'ws://127.0.0.1:0' })
  const client = await startClient(url)
  expect([...server.connections].map(({ principal }) => `ws://${String(principal)}/`)).toEqual([url])
  const plain = await fetch(url.replace('ws:', 'http:'))
  expect(plain.status).toBe(426)
  await expect(attempt(`${url}elsewhere`, { reconnect: false })).resolves.toMatchObject({ code: 'UNAVAILABLE' })
  await client.drain()
  await server.drain()
})

test('a full server refuses', async () => {
  const gone: string[] = []
  const server = startServer({}, { maxConnections: 1, onDisconnect: (_, { message }) => gone.push(message) })
  const { url } = await server.listen()
  const first = await startClient(url)
  expect(await attempt(url, { reconnect: false })).toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'the server has no room for more connections',
  })
  await first.drain()
  const second = await startClient(url)
  await second.drain()
  await server.drain()
  expect(gone).toEqual(['drained', 'drained'])
})

test('a server that is not there is waited for, for a while', async () => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  const url = `tcp://127.0.0.1:${port}`
  expect(await attempt(url, { connectMs: 50 })).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/no connection within 50 ms: .*ECONNREFUSED/),
  })
  expect(await attempt(url, { reconnect: false })).toMatchObject({ code: 'UNAVAILABLE' })
  const server = startServer()
  const client = startClient(url)
  await server.listen({ url })
  await (await client).drain()
  await server.drain()
})

test('who says nothing is sent away', async () => {
  const server = startServer({}, { handshakeMs: 20 })
  const { url } = await server.listen()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await once(socket, 'end')
  expect(Buffer.concat(chunks).subarray(4).toString()).toBe(
    '{"type":"close","code":"UNAVAILABLE","message":"the handshake took too long"}',
  )
  socket.destroy()
  await server.drain()
})

test('who speaks something else is told so', async () => {
  const server = startServer()
  const { url } = await server.listen()
  expect(await fetch(url.replace('tcp:', 'http:')).catch((error: Error) => error)).toBeInstanceOf(Error)
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const { port } = echo.address() as { port: number }
  expect(await attempt(`tcp://127.0.0.1:${port}`, { reconnect: false })).toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'the other side speaks another protocol: hello before welcome',
  })
  echo.close()
  await server.drain()
})

test('what cannot work is said at once', async () => {
  const incomplete = { chat: () => {} } as unknown as SocketServerHandlers<Link>
  expect(() => serveSocket<Link>(definitionFor('provider'), incomplete)).toThrow(
    'acme.dispatch/courier-link: position has no handler',
  )
  const connectTo = (url: string): Promise<unknown> =>
    connectSocket<Link>(definitionFor('consumer'), patientClient, { url })
  await expect(connectTo('http://127.0.0.1:80')).rejects.toThrow(
    'http://127.0.0.1/ must begin with tcp://, tls://, unix:, ws:// or wss://',
  )
  await expect(connectTo('tcp://127.0.0.1')).rejects.toThrow('must name a host and a port')
  await expect(connectTo('tcp://user:secret@127.0.0.1:1')).rejects.toThrow('credentials belong into `token`')
  const server = startServer()
  await server.listen()
  await server.drain()
  await expect(server.listen()).rejects.toThrow('the server of acme.dispatch/courier-link is drained')
})
