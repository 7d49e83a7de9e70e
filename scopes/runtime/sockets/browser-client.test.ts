import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { connectSocket } from './browser-client.ts'
import type { SocketClient, SocketClientOptions } from './client.ts'
import { startProxy } from './proxy.fixture.ts'
import { definitionFor, type Link, patientClient, signalled, startServer } from './rig.ts'

beforeAll(() => void vi.stubGlobal('WebSocket', WebSocket))
afterAll(() => void vi.unstubAllGlobals())

function connect(url: string, options: Partial<SocketClientOptions> = {}): Promise<SocketClient<Link>> {
  const reconnect = { minMs: 1, maxMs: 20 }
  return connectSocket<Link>(definitionFor('consumer'), patientClient, { reconnect, ...options, url })
}

test('a WebSocket of the browser carries what one of Node does, and is made anew', async () => {
  const server = startServer()
  const { url } = await server.listen({ url: 'ws://127.0.0.1:0/courier' })
  const proxy = await startProxy(url)
  const back = signalled<boolean>()
  let times = 0
  const client = await connect(`${proxy.url.replace('tcp:', 'ws:')}/courier`, {
    onConnect({ resumed }) {
      if (++times > 1) back.resolve(resumed)
    },
  })
  expect(await client.request.route({ to: 'x' })).toEqual({ steps: ['go', 'x'] })
  const [connection] = server.connections
  expect(await connection?.request.assign({ orderId: 'o' })).toMatchObject({ accepted: true })
  proxy.cut()
  expect(await back.promise).toBe(true)
  expect(await client.request.route({ to: 'y' })).toEqual({ steps: ['go', 'y'] })
  await client.drain()
  await server.drain()
  await proxy[Symbol.asyncDispose]()
})

test('what a browser cannot do is refused at once', async () => {
  await expect(connect('tcp://127.0.0.1:4000')).rejects.toThrow('a browser connects to ws:// and wss:// only')
  await expect(connect('unix:/run/courier.sock')).rejects.toThrow('a browser connects to ws:// and wss:// only')
  await expect(connect('wss://127.0.0.1:4000', { tls: { ca: 'x' } })).rejects.toThrow('leave out `tls`')
})

test('in a page, the URL may be a path', async () => {
  const server = startServer()
  const { url } = await server.listen({ url: 'ws://127.0.0.1:0/courier' })
  vi.stubGlobal('location', new URL('/map?zoom=3', url.replace('ws:', 'http:')))
  const client = await connect('/courier')
  vi.stubGlobal('location', undefined)
  expect(client.connected).toBe(true)
  await client.drain()
  await server.drain()
})
