import { expect, test } from 'vitest'
import { rawClient, rawServer } from './raw-peer.fixture.ts'
import { signalled, startClient, startPair, startServer, until } from './rig.ts'

const BLOB = 'x'.repeat(1000)

test('a receiver that reads slowly slows its sender down, and nothing piles up', async () => {
  const windowBytes = 64 * 1024
  const slow = await rawServer(windowBytes)
  const client = await startClient(slow.url, {}, { drainMs: 0, reconnect: false })
  const peer = await slow.client
  let sent = 0
  let received = 0
  let granted = windowBytes
  let most = 0
  peer.onFrame = (frame, bytes) => {
    if (frame.type !== 'message') return
    received++
    granted += bytes
  }
  // Some 64 kB at a time, as a receiver reads that is busy with something else.
  peer.socket.on('data', () => {
    peer.socket.pause()
    peer.send({ type: 'ack', received, granted })
    setTimeout(() => peer.socket.resume(), 5)
  })
  peer.socket.resume()
  const sending = (async () => {
    for (; sent < 2000; sent++) {
      await client.send.position({ lat: sent, blob: BLOB })
      most = Math.max(most, sent - received)
    }
  })()
  await sending
  await until(() => received === 2000)
  expect(most * BLOB.length).toBeLessThanOrEqual(windowBytes)
  peer.end()
  await client.drain()
  slow.close()
})

test('a handler that takes its time slows its senders down', async () => {
  const held: (() => void)[] = []
  let busy = true
  const pair = await startPair(
    { server: { position: () => new Promise<void>((resolve) => (busy ? held.push(resolve) : resolve())) } },
    { serverSpeaks: { windowBytes: 10_000 } },
  )
  let sent = 0
  const sending = (async () => {
    for (; sent < 50; sent++) await pair.client.send.position({ lat: sent, blob: BLOB })
  })()
  await until(() => held.length === 9)
  expect(sent).toBe(9)
  held.shift()?.()
  held.shift()?.()
  held.shift()?.()
  await until(() => held.length === 9)
  expect(sent).toBe(12)
  busy = false
  for (const release of held) release()
  await sending
  await pair[Symbol.asyncDispose]()
})

test('who asks for it fails at once instead of waiting', async () => {
  const release = signalled()
  const pair = await startPair(
    { server: { position: () => release.promise, route: () => ({ steps: [] }) } },
    { serverSpeaks: { windowBytes: 1000 }, client: { whenFull: 'fail' } },
  )
  await pair.client.send.position({ lat: 0, blob: BLOB })
  const overloaded = { code: 'OVERLOADED', message: 'position: the other side is behind' }
  await expect(pair.client.send.position({ lat: 1 })).rejects.toMatchObject(overloaded)
  await expect(pair.client.request.route({ to: 'x' })).rejects.toMatchObject({ code: 'OVERLOADED' })
  release.resolve()
  await pair[Symbol.asyncDispose]()
})

test('calls that nobody awaits wait in order, and no more of them than fit', async () => {
  const release = signalled()
  const received: number[] = []
  const pair = await startPair(
    {
      server: {
        position: async ({ lat }) => {
          await release.promise
          received.push(lat)
        },
      },
    },
    { serverSpeaks: { windowBytes: 2000 }, client: { maxWaitingBytes: 5000 } },
  )
  const calls = Array.from({ length: 20 }, (_, lat) => pair.client.send.position({ lat, blob: BLOB }))
  const outcomes = Promise.allSettled(calls)
  await expect(calls.at(-1)).rejects.toMatchObject({
    code: 'OVERLOADED',
    message: expect.stringMatching(/^position: the other side is behind, and \d+ bytes wait for it already$/),
  })
  release.resolve()
  const sent = (await outcomes).filter(({ status }) => status === 'fulfilled').length
  await pair[Symbol.asyncDispose]()
  expect(received).toEqual(Array.from({ length: sent }, (_, lat) => lat))
  expect(sent).toBeGreaterThanOrEqual(5)
  expect(sent).toBeLessThan(8)
})

test('who waits for room may be cancelled, and is not sent', async () => {
  const release = signalled()
  const received: number[] = []
  const pair = await startPair(
    {
      server: {
        position: async ({ lat }) => {
          await release.promise
          received.push(lat)
        },
      },
    },
    { serverSpeaks: { windowBytes: 1000 } },
  )
  await pair.client.send.position({ lat: 0, blob: BLOB })
  const stop = new AbortController()
  const calls = [
    pair.client.send.position({ lat: 1 }, { signal: stop.signal }),
    pair.client.send.position({ lat: 2 }, { deadlineMs: 5 }),
    pair.client.send.position({ lat: 3 }),
  ]
  stop.abort(new Error('never mind'))
  await expect(calls[0]).rejects.toThrow('never mind')
  await expect(calls[1]).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', operation: 'position' })
  release.resolve()
  await calls[2]
  await pair[Symbol.asyncDispose]()
  expect(received).toEqual([0, 3])
})

test('replies that are not fetched hold back what would make more of them', async () => {
  let asked = 0
  const server = startServer(
    {
      route: () => {
        asked++
        return { steps: [BLOB.repeat(10)] }
      },
    },
    { maxWaitingBytes: 50_000, drainMs: 0 },
  )
  const client = await rawClient((await server.listen()).url)
  let answered = 0
  client.onFrame = ({ type }) => {
    if (type === 'reply') answered++
  }
  for (let id = 1; id <= 100; id++) client.send({ type: 'request', id, item: 'route', payload: { to: 'x' } })
  // Five replies fill it; handlers that are not asynchronous are done one by one.
  await until(() => answered === 5)
  expect(asked).toBe(5)
  client.send({ type: 'ack', received: 5, granted: 1_000_000 })
  await until(() => answered === 10)
  expect(asked).toBe(10)
  client.end()
  await server.drain()
})

test('no more handlers run at once than were asked for', async () => {
  let running = 0
  let most = 0
  const pair = await startPair(
    {
      server: {
        route: async ({ to }) => {
          most = Math.max(most, ++running)
          await new Promise((resolve) => setImmediate(resolve))
          running--
          return { steps: [to] }
        },
      },
    },
    { server: { maxConcurrent: 3 } },
  )
  const calls = Array.from({ length: 30 }, (_, index) => pair.client.request.route({ to: String(index) }))
  expect((await Promise.all(calls)).map(({ steps }) => steps[0])).toEqual(calls.map((_, index) => String(index)))
  expect(most).toBe(3)
  await pair[Symbol.asyncDispose]()
})

test('a receiver that grants the world and fetches nothing is not sent more than this side can keep', async () => {
  const server = startServer({}, { maxWaitingBytes: 20_000, drainMs: 0 }, { windowBytes: 10_000 })
  const client = await rawClient((await server.listen()).url, Number.MAX_SAFE_INTEGER)
  const [connection] = server.connections
  const calls = Array.from({ length: 100 }, () => connection!.send.chat({ text: BLOB }))
  const outcomes = Promise.allSettled(calls)
  const arrived = (): number => client.frames.filter(({ type }) => type === 'message').length
  await until(() => arrived() > 17)
  client.end()
  await server.drain()
  expect(arrived()).toBeLessThan(20)
  const overloaded = (await outcomes).filter(
    (outcome) => outcome.status === 'rejected' && outcome.reason.code === 'OVERLOADED',
  )
  expect(overloaded.length).toBeGreaterThan(50)
})
