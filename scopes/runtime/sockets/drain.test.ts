import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { isRuntimeError } from '@tessera/runtime.core'
import { signalled, startClient, startPair, startServer } from './rig.ts'

test('draining a server under load loses nothing that was sent', async () => {
  let handled = 0
  let positions = 0
  const warm = signalled()
  const pair = await startPair(
    {
      server: {
        position: async () => {
          await new Promise((resolve) => setImmediate(resolve))
          positions++
        },
        route: async ({ to }) => {
          await new Promise((resolve) => setImmediate(resolve))
          if (++handled === 200) warm.resolve()
          return { steps: [to] }
        },
      },
    },
    { client: { drainMs: 50 } },
  )
  let answered = 0
  let sent = 0
  const refusals: unknown[] = []
  const worker = async (): Promise<void> => {
    for (;;) {
      try {
        await pair.client.send.position({ lat: 1 })
        sent++
        await pair.client.request.route({ to: 'x' })
        answered++
      } catch (error) {
        refusals.push(error)
        return
      }
    }
  }
  const load = Promise.all(Array.from({ length: 16 }, worker))
  await warm.promise
  await pair.server.drain()
  await pair.client.drain()
  await load
  expect(answered).toBe(handled)
  expect(positions).toBe(sent)
  expect(refusals).toHaveLength(16)
  expect(refusals.every((error) => isRuntimeError(error))).toBe(true)
})

test('draining a client loses nothing that it was sent, or sends', async () => {
  let positions = 0
  let jobs = 0
  const pair = await startPair({
    server: { position: () => void positions++ },
    client: {
      assign: async () => {
        await new Promise((resolve) => setImmediate(resolve))
        jobs++
        return { accepted: true }
      },
    },
  })
  const [connection] = pair.server.connections
  const offers = Array.from({ length: 20 }, () => connection!.request.assign({ orderId: 'x' }))
  for (let index = 0; index < 100; index++) void pair.client.send.position({ lat: index })
  await pair.client.drain()
  expect(await Promise.all(offers)).toHaveLength(20)
  expect([jobs, positions]).toEqual([20, 100])
  await expect(pair.client.send.position({ lat: 1 })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'this side is drained',
  })
  await expect(connection?.send.chat({ text: 'x' })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await pair.server.drain()
})

test('draining waits for no connection that has not become a WebSocket', async () => {
  const server = startServer()
  const { url } = await server.listen({ url: 'ws://127.0.0.1:0/courier' })
  const unused = connect(Number(new URL(url).port), '127.0.0.1')
  await once(unused, 'connect')
  const closed = once(unused, 'close')
  await server.drain()
  await expect(closed).resolves.toEqual([false])
})

test('draining waits for a call in flight, either way; drained twice is drained once', async () => {
  const began = signalled()
  const finish = signalled()
  const pair = await startPair({
    server: {
      route: async () => {
        began.resolve()
        await finish.promise
        return { steps: [] }
      },
    },
  })
  const call = pair.client.request.route({ to: 'x' })
  await began.promise
  let ended = false
  const drains = [pair.server.drain(), pair.server.drain(), pair.client.drain()]
  void Promise.all(drains).then(() => (ended = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(ended).toBe(false)
  finish.resolve()
  expect(await call).toEqual({ steps: [] })
  await Promise.all(drains)
})

test('a handler that never ends is aborted after drainMs, its caller told', async () => {
  const began = signalled()
  const pair = await startPair(
    {
      server: {
        route: () => {
          began.resolve()
          return new Promise(() => {})
        },
      },
    },
    { server: { drainMs: 30 } },
  )
  const call = pair.client.request.route({ to: 'x' })
  const [outcome] = await Promise.allSettled([call, began.promise.then(() => pair.server.drain())])
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } })
  await pair.client.drain()
})

test('a client waits for the server that comes after the one that is drained', async () => {
  const first = startServer({ route: () => ({ steps: ['first'] }) })
  const { url } = await first.listen()
  const client = await startClient(url)
  expect(await client.request.route({ to: 'x' })).toEqual({ steps: ['first'] })
  await first.drain()
  const call = client.request.route({ to: 'x' })
  const message = client.send.position({ lat: 1 })
  const got = signalled<number>()
  const second = startServer({ route: () => ({ steps: ['second'] }), position: ({ lat }) => got.resolve(lat) })
  await second.listen({ url })
  expect(await call).toEqual({ steps: ['second'] })
  await message
  expect(await got.promise).toBe(1)
  await client.drain()
  await second.drain()
})

test('a message is handled to its end, even when its sender has gone', async () => {
  const began = signalled()
  const finish = signalled()
  let aborted = false
  const pair = await startPair({
    server: {
      position: async (_, { signal }) => {
        signal.addEventListener('abort', () => (aborted = true))
        began.resolve()
        await finish.promise
        ended = true
      },
    },
  })
  let ended = false
  await pair.client.send.position({ lat: 1 })
  await began.promise
  const [connection] = pair.server.connections
  connection?.close()
  const drained = pair.server.drain()
  finish.resolve()
  await drained
  expect([ended, aborted]).toEqual([true, false])
  await pair.client.drain()
})
