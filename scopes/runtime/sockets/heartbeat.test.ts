import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startProxy } from './proxy.fixture.ts'
import { startPulse } from './pulse.ts'
import { signalled, startClient, startServer } from './rig.ts'

describe('the pulse of a connection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('beats at its interval, and finds a silent peer after two of theirs', () => {
    const log: string[] = []
    const started = performance.now()
    const at = (what: string) => () => void log.push(`${Math.round(performance.now() - started)} ${what}`)
    const pulse = startPulse({ beatMs: 100, beat: at('beat'), silenceMs: 200, silent: at('silent') })
    vi.advanceTimersByTime(150)
    pulse.heard()
    vi.advanceTimersByTime(190)
    expect(log).toEqual(['100 beat', '200 beat', '300 beat'])
    vi.advanceTimersByTime(20)
    expect(log.at(-1)).toMatch(/^35[0-9] silent$/)
    pulse.stop()
    vi.advanceTimersByTime(1000)
    expect(log).toHaveLength(4)
  })

  test('takes an interval that no timer can run for as one that is never over', () => {
    let silent = false
    const pulse = startPulse({ beatMs: 2 ** 40, beat: () => {}, silenceMs: 2 ** 40, silent: () => (silent = true) })
    vi.advanceTimersByTime(1_000_000)
    expect([silent, vi.getTimerCount()]).toEqual([false, 2])
    pulse.stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('hears what came while the process itself was held up', () => {
    let silent = false
    const pulse = startPulse({ beatMs: 100, beat: () => {}, silenceMs: 200, silent: () => (silent = true) })
    // The timer is late, what lies in the socket is read before its verdict.
    setTimeout(() => pulse.heard(), 200)
    vi.advanceTimersByTime(210)
    expect(silent).toBe(false)
    pulse.stop()
  })
})

test('a black hole is found from either end, and the session goes on behind it', async () => {
  const lostClient = signalled<string>()
  const resumed = signalled()
  const server = startServer({ route: ({ to }) => ({ steps: [to] }) }, {}, { heartbeatMs: 50 })
  const proxy = await startProxy((await server.listen()).url)
  const client = await startClient(
    proxy.url,
    {},
    {
      speaks: { heartbeatMs: 50 },
      onDisconnect: ({ reason }) => lostClient.resolve(reason.message),
      onConnect: (event) => event.resumed && resumed.resolve(),
    },
  )
  const [connection] = server.connections
  proxy.blackHole()
  const call = client.request.route({ to: 'x' })
  expect(await lostClient.promise).toBe('no sign of life for 100 ms')
  proxy.pass()
  await resumed.promise
  expect(await call).toEqual({ steps: ['x'] })
  expect(connection?.connected).toBe(true)
  await client.drain()
  await server.drain()
  await proxy[Symbol.asyncDispose]()
})

/** A client in a process of its own: says hello, and what it has every 50 ms. */
const COURIER = `
  const socket = require('node:net').connect(Number(process.argv[1]), '127.0.0.1')
  const send = (frame) => {
    const text = Buffer.from(JSON.stringify(frame))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(text.length)
    socket.write(Buffer.concat([length, text]))
  }
  send({ type: 'hello', protocol: 1, contract: 'acme.dispatch/courier-link', line: 1, hash: 'x',
    windowBytes: 65536, maxFrameBytes: 65536, heartbeatMs: 50 })
  setInterval(() => send({ type: 'ack', received: 0, granted: 65536 }), 50)
  socket.resume()
`

test('a frozen peer is found, its place kept', async () => {
  const here = signalled()
  const server = startServer({}, { onConnect: () => here.resolve(), resumeMs: 60_000, drainMs: 0 }, { heartbeatMs: 50 })
  const { port } = new URL((await server.listen()).url)
  const courier = spawn(process.execPath, ['-e', COURIER, port], { stdio: 'inherit' })
  await here.promise
  const [connection] = server.connections
  expect(connection?.connected).toBe(true)
  courier.kill('SIGSTOP')
  await vi.waitUntil(() => connection?.connected === false, { timeout: 4000 })
  expect(server.connections.has(connection!)).toBe(true)
  courier.kill('SIGKILL')
  await once(courier, 'exit')
  await server.drain()
})
