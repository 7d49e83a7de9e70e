import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type SocketClient } from './client.ts'
import { definitionFor, type Link, startClient, startServer } from './rig.ts'
import type { SocketServer } from './server.ts'

let server: SocketServer<Link>
let url: string
let webSocketUrl: string
let bystander: SocketClient<Link>

beforeAll(async () => {
  server = startServer({}, { onError: () => {} })
  url = (await server.listen()).url
  webSocketUrl = (await server.listen({ url: 'ws://127.0.0.1:0' })).url
  bystander = await startClient(url)
})
afterAll(async () => {
  // Whatever was sent to the server, others go on.
  expect(await bystander.request.route({ to: 'x' })).toEqual({ steps: ['go', 'x'] })
  await bystander.drain()
  await server.drain()
})

const hello = JSON.stringify({
  type: 'hello',
  protocol: 1,
  contract: 'acme.dispatch/courier-link',
  line: 1,
  hash: 'x',
  windowBytes: 65536,
  maxFrameBytes: 65536,
  heartbeatMs: 1000,
})

function frameOf(text: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(text))
  return Buffer.concat([length, Buffer.from(text)])
}

/** Sends bytes, and reads what comes until the server closes. */
async function answerTo(...bytes: readonly Buffer[]): Promise<object[]> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {})
  socket.write(Buffer.concat(bytes))
  await once(socket, 'close')
  const frames: object[] = []
  for (let rest = Buffer.concat(chunks); rest.length > 0;) {
    const length = rest.readUInt32BE()
    frames.push(JSON.parse(rest.subarray(4, 4 + length).toString()) as object)
    rest = rest.subarray(4 + length)
  }
  return frames
}

test.each([
  ['no frame', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'a frame of 1195725856 bytes, at most 16384 are taken'],
  ['no hello', frameOf('{"type":"drain"}'), 'drain before welcome'],
  ['a hello too many', Buffer.concat([frameOf(hello), frameOf(hello)]), 'hello before welcome'],
  ['a hello that is incomplete', frameOf('{"type":"hello","protocol":1}'), 'hello: contract is missing or wrong'],
  [
    'another protocol',
    frameOf(hello.replace('"protocol":1', '"protocol":2')),
    'hello: protocol 2 is not spoken here, 1 is',
  ],
])('%s is answered with a reason, and the end', async (_, bytes, message) => {
  expect(await answerTo(bytes)).toEqual([{ type: 'close', code: 'MALFORMED', message }])
})

async function session(...frames: readonly string[]): Promise<object | undefined> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString('latin1'))).on('error', () => {})
  socket.write(frameOf(hello))
  await once(socket, 'data')
  socket.write(Buffer.concat(frames.map(frameOf)))
  await once(socket, 'close')
  const close = /\{"type":"close".*\}$/.exec(text)?.[0]
  return close === undefined ? undefined : (JSON.parse(close) as object)
}

const route = '{"type":"request","id":1,"item":"position","payload":{"to":"x"}}'

test.each([
  ['a frame of no type', ['{"type":"noise"}'], 'a frame of unknown type'],
  ['an ack of what was never sent', ['{"type":"ack","received":9,"granted":1}'], 'ack: received is 9 of 0'],
  ['a welcome', [hello], 'hello: the connection is open already'],
  ['an empty frame', [''], 'an empty frame'],
])('%s ends a session', async (_, frames, message) => {
  expect(await session(...frames)).toEqual({ type: 'close', code: 'MALFORMED', message })
})

test('who sends more than the window lets is sent away', async () => {
  const stuck = startServer({ position: () => new Promise(() => {}) }, { drainMs: 0 }, { windowBytes: 1000 })
  const { port } = new URL((await stuck.listen()).url)
  const socket = connect(Number(port), '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString('latin1'))).on('error', () => {})
  const item = frameOf('{"type":"message","item":"position","payload":{"lat":1}}')
  socket.write(frameOf(hello))
  await once(socket, 'data')
  socket.write(Buffer.concat(Array.from({ length: 30 }, () => item)))
  await once(socket, 'close')
  expect(text).toContain('"code":"MALFORMED","message":"an item beyond the window"')
  await stuck.drain()
})

test('two open requests of one id end a session', async () => {
  const busy = route.replace('position', 'route')
  const slow = startServer({ route: () => new Promise(() => {}) }, { drainMs: 0 })
  const { port } = new URL((await slow.listen()).url)
  const socket = connect(Number(port), '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString('latin1'))).on('error', () => {})
  socket.write(Buffer.concat([frameOf(hello)]))
  await once(socket, 'data')
  socket.write(Buffer.concat([frameOf(busy), frameOf(busy)]))
  await once(socket, 'close')
  expect(text).toContain('"code":"MALFORMED","message":"request 1 is open already"')
  await slow.drain()
})

test('whatever bytes come in the middle of a session, the process lives and says why it ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 5, maxLength: 300 }), async (noise) => {
      // A length that is not reached would be waited for.
      const frames = await answerToSession(Buffer.concat([frameOf('{"type":"noise"}'), Buffer.from(noise)]))
      expect(frames).toContain('"code":"MALFORMED"')
    }),
    { numRuns: 50 },
  )
})

async function answerToSession(bytes: Buffer): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString('latin1'))).on('error', () => {})
  socket.write(frameOf(hello))
  await once(socket, 'data')
  socket.write(bytes)
  await once(socket, 'close')
  return text
}

test('a WebSocket is held to the same', async () => {
  const closeOf = async (...messages: readonly (string | Buffer)[]): Promise<unknown> => {
    const socket = new WebSocket(webSocketUrl)
    const got: string[] = []
    socket.on('message', (data: Buffer) => got.push(data.toString()))
    await once(socket, 'open')
    for (const message of messages) socket.send(message)
    await once(socket, 'close')
    return JSON.parse(got.at(-1) ?? '{}')
  }
  expect(await closeOf(Buffer.from(hello))).toMatchObject({
    code: 'MALFORMED',
    message: 'a frame must be a text message',
  })
  expect(await closeOf('noise')).toMatchObject({ code: 'MALFORMED', message: 'a frame must be JSON' })
  expect(await closeOf('x'.repeat(20_000))).toMatchObject({
    message: 'a frame of 20000 bytes, at most 16384 are taken',
  })
})

test('a client that is sent noise begins anew', async () => {
  const { mockSocket } = await import('./mock.ts')
  const mock = mockSocket<Link>(definitionFor('provider'), {
    payload: { assign: () => ({ orderId: 'o1' }), chat: () => ({ text: 'x' }) },
    reply: { route: () => ({ steps: [] }) },
  })
  await mock.listen()
  const reasons: string[] = []
  let anew = (): void => {}
  const again = new Promise<void>((resolve) => (anew = resolve))
  const client = await startClient(
    mock.url,
    {},
    { onConnect: () => reasons.length > 0 && anew(), onDisconnect: ({ reason }) => reasons.push(reason.message) },
  )
  mock.garbage()
  await again
  expect(reasons).toEqual(['a frame must be JSON'])
  expect(await client.request.route({ to: 'x' })).toEqual({ steps: [] })
  await client.drain()
  await mock.drain()
})
