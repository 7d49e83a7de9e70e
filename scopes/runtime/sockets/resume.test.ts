import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Proxy, startProxy } from './proxy.fixture.ts'
import { signalled, startClient, startServer, until } from './rig.ts'
import type { SocketClientOptions, SocketClient } from './client.ts'
import type { Link } from './rig.ts'
import type { SocketServer, SocketServerHandlers, SocketServerOptions } from './server.ts'

interface Through extends AsyncDisposable {
  readonly server: SocketServer<Link>
  readonly client: SocketClient<Link>
  readonly proxy: Proxy
  /** What `onConnect` and `onDisconnect` of the client said. */
  readonly log: string[]
}

async function through(
  handlers: Partial<SocketServerHandlers<Link>>,
  options: { server?: SocketServerOptions<Link>; client?: Partial<SocketClientOptions>; heartbeatMs?: number } = {},
): Promise<Through> {
  const speaks = { windowBytes: 2000, heartbeatMs: options.heartbeatMs ?? 1000 }
  const server = startServer(handlers, options.server, speaks)
  const proxy = await startProxy((await server.listen()).url)
  const log: string[] = []
  const client = await startClient(
    proxy.url,
    {},
    {
      ...options.client,
      speaks,
      onConnect: (event) => {
        log.push(event.resumed ? 'resumed' : `new, ${event.lost} lost`)
        options.client?.onConnect?.(event)
      },
      onDisconnect: (event) => {
        log.push(event.final ? 'over' : 'broken')
        options.client?.onDisconnect?.(event)
      },
    },
  )
  return {
    server,
    client,
    proxy,
    log,
    async [Symbol.asyncDispose]() {
      await client.drain()
      await server.drain()
      await proxy[Symbol.asyncDispose]()
    },
  }
}

test('however often the connection breaks, messages and calls arrive once, in order', { timeout: 60_000 }, async () => {
  const cuts = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(cuts, async (gaps) => {
      const positions: number[] = []
      const routes: string[] = []
      const link = await through({
        position: ({ lat }) => void positions.push(lat),
        route: ({ to }) => {
          routes.push(to)
          return { steps: [to] }
        },
      })
      const due = new Set(gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0)))
      const replies: Promise<{ steps: readonly string[] }>[] = []
      for (let index = 0; index < 250; index++) {
        await link.client.send.position({ lat: index })
        replies.push(link.client.request.route({ to: String(index) }))
        if (due.has(index)) link.proxy.cut()
      }
      const steps = (await Promise.all(replies)).map((reply) => reply.steps[0])
      await link[Symbol.asyncDispose]()
      const expected = Array.from({ length: 250 }, (_, index) => index)
      expect(positions).toEqual(expected)
      expect(routes).toEqual(expected.map(String))
      expect(steps).toEqual(expected.map(String))
    }),
    { numRuns: 15 },
  )
})

test('what the server sends survives a break as well, and handlers go on through it', async () => {
  const began = signalled()
  const finish = signalled()
  const back = signalled()
  const link = await through(
    {
      route: async ({ to }) => {
        began.resolve()
        await finish.promise
        return { steps: [to] }
      },
    },
    { client: { onConnect: ({ resumed }) => resumed && back.resolve() } },
  )
  const call = link.client.request.route({ to: 'home' })
  await began.promise
  const [connection] = link.server.connections
  link.proxy.cut()
  const offers = Array.from({ length: 5 }, (_, index) => connection!.request.assign({ orderId: String(index) }))
  finish.resolve()
  expect(await call).toEqual({ steps: ['home'] })
  expect(await Promise.all(offers)).toEqual(offers.map(() => ({ accepted: true, note: '' })))
  await back.promise
  expect([...link.server.connections]).toEqual([connection])
  await link[Symbol.asyncDispose]()
  expect(link.log).toEqual(['new, 0 lost', 'broken', 'resumed', 'over'])
})

test('while the connection is down, senders wait once the window is full', async () => {
  const received: number[] = []
  const link = await through({ position: ({ lat }) => void received.push(lat) })
  await link.client.send.position({ lat: 0 })
  link.proxy.blackHole()
  let sent = 0
  const sending = (async () => {
    for (let lat = 1; lat <= 100; lat++) {
      await link.client.send.position({ lat })
      sent++
    }
  })()
  await new Promise((resolve) => setImmediate(resolve))
  expect(sent).toBeGreaterThan(5)
  expect(sent).toBeLessThan(25)
  link.proxy.pass()
  link.proxy.cut()
  await sending
  await link[Symbol.asyncDispose]()
  expect(received).toEqual(Array.from({ length: 101 }, (_, lat) => lat))
})

test('a session that came back too late is a new one, and what may be lost is counted', async () => {
  const ended = signalled<string>()
  const anew = signalled<number>()
  const link = await through(
    { route: () => new Promise(() => {}) },
    {
      server: { resumeMs: 0, onDisconnect: (_, { message }) => ended.resolve(message) },
      client: { onConnect: ({ lost }) => anew.resolve(lost), reconnect: { minMs: 200 } },
    },
  )
  await anew.promise
  link.proxy.blackHole()
  const call = link.client.request.route({ to: 'x' })
  await link.client.send.position({ lat: 1 })
  await link.client.send.position({ lat: 2 })
  link.proxy.cut()
  link.proxy.pass()
  await ended.promise
  await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE', reason: 'the session was lost' })
  expect(link.log).toEqual(['new, 0 lost', 'broken', 'new, 2 lost'])
  await link[Symbol.asyncDispose]()
})

test('a session is taken over from a connection that only seems alive', async () => {
  const link = await through({ route: ({ to }) => ({ steps: [to] }) }, { heartbeatMs: 60 })
  const [connection] = link.server.connections
  expect(await link.client.request.route({ to: 'a' })).toEqual({ steps: ['a'] })
  link.proxy.blackHole()
  const call = link.client.request.route({ to: 'b' })
  await until(() => link.log.length === 2)
  link.proxy.pass()
  expect(await call).toEqual({ steps: ['b'] })
  expect([...link.server.connections]).toEqual([connection])
  await link[Symbol.asyncDispose]()
})

test('a full server gives away the place of who is away', async () => {
  const ended = signalled<string>()
  const link = await through(
    {},
    { server: { maxConnections: 1, onDisconnect: (_, { message }) => ended.resolve(message) } },
  )
  link.proxy.blackHole()
  link.proxy.cut()
  const [connection] = link.server.connections
  await until(() => connection?.connected === false)
  const other = await startClient((await link.server.listen()).url)
  expect(await ended.promise).toBe('others needed its place')
  await other.drain()
  link.proxy.pass()
  await link[Symbol.asyncDispose]()
})

test('a server sends a client away for good', async () => {
  const over = signalled<string>()
  const link = await through(
    {},
    { client: { onDisconnect: ({ reason, final }) => final && over.resolve(reason.message) } },
  )
  const [connection] = link.server.connections
  connection?.close('off you go')
  expect(await over.promise).toBe('off you go')
  await expect(link.client.send.position({ lat: 1 })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'off you go',
  })
  await expect(connection?.send.chat({ text: 'x' })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(link.server.connections.size).toBe(0)
  await link[Symbol.asyncDispose]()
})

test('a client that does not reconnect ends with its connection', async () => {
  const link = await through({ route: () => new Promise(() => {}) }, { client: { reconnect: false } })
  const call = link.client.request.route({ to: 'x' })
  link.proxy.cut()
  await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await link[Symbol.asyncDispose]()
  expect(link.log).toEqual(['new, 0 lost', 'over'])
})
