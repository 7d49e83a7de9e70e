// node socket-call.mjs <ours|raw|ws|socketIo> <in flight> <calls>: calls with a payload of some 200 bytes, both ends in
// this process. Prints CPU µs of one call, p50 and p99 of its latency.
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { WebSocket, WebSocketServer } from 'ws'
import { root } from '../../scripts/prepare.mjs'

const [name, inFlight, calls] = process.argv.slice(2)
const WARM_UP = 10_000
const payload = { orderId: 'ord_00000001', items: [{ sku: 'a', quantity: 1 }], note: 'n'.repeat(120), total: 1290 }

const peers = { ours, raw, ws: webSocket, socketIo }
const peer = await peers[name]()
await callTimes(WARM_UP)
const before = process.cpuUsage()
const times = (await callTimes(Number(calls))).sort()
const { user, system } = process.cpuUsage(before)
const quantile = (share) => Math.round(times[Math.floor((times.length - 1) * share)] * 1000)
console.log(JSON.stringify({ cpuUs: (user + system) / times.length, p50Us: quantile(0.5), p99Us: quantile(0.99) }))
await peer.close()

/** Milliseconds of each. */
async function callTimes(count) {
  const taken = new Float64Array(count)
  let next = 0
  async function work() {
    while (next < count) {
      const [index, started] = [next++, performance.now()]
      await peer.call(payload)
      taken[index] = performance.now() - started
    }
  }
  await Promise.all(Array.from({ length: Number(inFlight) }, work))
  return taken
}

async function ours() {
  const dist = join(root, 'scopes', 'runtime', 'sockets', 'dist')
  const { serveSocket } = await import(join(dist, 'server.js'))
  const { connectSocket } = await import(join(dist, 'client.js'))
  const check = () => {}
  const ask = { sentBy: 'consumer', payload: { check }, reply: { check } }
  const definition = { contract: 'a/b', line: 1, hash: '', windowBytes: 65_536, heartbeatMs: 5000, items: { ask } }
  const server = serveSocket(definition, { ask: (value) => value })
  const client = await connectSocket(definition, {}, { url: (await server.listen()).url })
  return { call: client.request.ask, close: () => client.drain().then(server.drain) }
}

/** What one would write without a library: a length, JSON, an id. */
async function raw() {
  const server = createServer((socket) => readFrames(socket.setNoDelay(true), (frame) => writeFrame(socket, frame)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect(server.address().port, '127.0.0.1').setNoDelay(true)
  await once(socket, 'connect')
  const { call, settle } = caller((frame) => writeFrame(socket, frame))
  readFrames(socket, settle)
  return { call, close: () => (socket.destroy(), server.close()) }
}

async function webSocket() {
  const server = new WebSocketServer({ port: 0, perMessageDeflate: false })
  server.on('connection', (other) => other.on('message', (data) => other.send(JSON.stringify(JSON.parse(data)))))
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}`, { perMessageDeflate: false })
  await once(socket, 'open')
  const { call, settle } = caller((frame) => socket.send(JSON.stringify(frame)))
  socket.on('message', (data) => settle(JSON.parse(data)))
  return { call, close: () => (socket.terminate(), server.close()) }
}

async function socketIo() {
  const load = createRequire(join(root, 'bench', 'package.json'))
  const { Server } = load('socket.io')
  const { io } = load('socket.io-client')
  const http = createHttpServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const server = new Server(http, { transports: ['websocket'] })
  server.on('connection', (other) => other.on('ask', (value, reply) => reply(value)))
  const socket = io(`http://127.0.0.1:${http.address().port}`, { transports: ['websocket'] })
  await new Promise((resolve) => socket.once('connect', resolve))
  return { call: (value) => socket.emitWithAck('ask', value), close: () => (socket.disconnect(), server.close()) }
}

function caller(send) {
  const pending = new Map()
  let last = 0
  return {
    call: (value) =>
      new Promise((resolve) => {
        pending.set(++last, resolve)
        send({ id: last, payload: value })
      }),
    settle({ id, payload: reply }) {
      pending.get(id)(reply)
      pending.delete(id)
    },
  }
}

function writeFrame(socket, frame) {
  const text = JSON.stringify(frame)
  const length = Buffer.byteLength(text)
  const bytes = Buffer.allocUnsafe(4 + length)
  bytes.writeUInt32BE(length)
  bytes.write(text, 4)
  socket.write(bytes)
}

function readFrames(socket, onFrame) {
  let rest = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    while (bytes.length - at >= 4 && bytes.length - at - 4 >= bytes.readUInt32BE(at)) {
      const end = at + 4 + bytes.readUInt32BE(at)
      onFrame(JSON.parse(bytes.toString('utf8', at + 4, end)))
      at = end
    }
    rest = bytes.subarray(at)
  })
}
