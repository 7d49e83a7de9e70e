import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { isRuntimeError } from '@tessera/runtime.core'
import { signalled, startPair } from './rig.ts'

const ID = { params: { id: 'a' } }

test('draining a server under load loses no call it took', async () => {
  let handled = 0
  const warm = signalled()
  const pair = await startPair(
    {
      getOrder: async ({ params }) => {
        if (++handled === 50) warm.resolve()
        await new Promise((resolve) => setImmediate(resolve))
        return { status: 200, body: { id: params.id, total: 1 } }
      },
    },
    { client: { retries: 0 } },
  )
  const stop = new AbortController()
  let answered = 0
  const refusals: unknown[] = []
  const worker = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await pair.client.call.getOrder(ID)
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
  stop.abort()
  await load
  expect(answered).toBe(handled)
  expect(answered).toBeGreaterThanOrEqual(50)
  expect(refusals.every((error) => isRuntimeError(error, 'UNAVAILABLE'))).toBe(true)
  await pair.client.drain()
})

test('draining waits for no connection that nobody has used', async () => {
  await using pair = await startPair({}, { server: { drainMs: 60_000 } })
  const unused = connect(Number(new URL(pair.url).port), '127.0.0.1')
  const closed = signalled()
  unused.once('close', () => closed.resolve())
  await new Promise((resolve) => unused.once('connect', resolve))
  await pair.client.call.getOrder(ID)
  await pair.server.drain()
  await expect(closed.promise).resolves.toBeUndefined()
})

test('draining waits for a call in flight; drained twice is drained once', async () => {
  const began = signalled()
  const finish = signalled()
  const pair = await startPair({
    cancelOrder: async () => {
      began.resolve()
      await finish.promise
      return { status: 204 }
    },
  })
  const call = pair.client.call.cancelOrder(ID)
  await began.promise
  let ended = false
  const drains = [pair.server.drain(), pair.server.drain(), pair.client.drain()]
  void Promise.all(drains).then(() => (ended = true))
  await expect(pair.client.call.listOrders()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(fetch(`${pair.url}/orders`)).rejects.toThrow('fetch failed')
  expect(ended).toBe(false)
  finish.resolve()
  expect(await call).toEqual({ status: 204 })
  await Promise.all(drains)
})

test('a handler that never ends is aborted after drainMs, its caller told', async () => {
  const began = signalled()
  const pair = await startPair(
    {
      cancelOrder: () => {
        began.resolve()
        return new Promise(() => {})
      },
    },
    { server: { drainMs: 30 } },
  )
  const call = pair.client.call.cancelOrder(ID)
  const [outcome] = await Promise.allSettled([call, began.promise.then(() => pair.server.drain())])
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } })
  await pair.client.drain()
})

test('half a request does not hold up draining for longer than drainMs', async () => {
  const pair = await startPair({}, { server: { drainMs: 30 } })
  const socket = connect(Number(new URL(pair.url).port), '127.0.0.1')
  socket.on('error', () => {}).resume()
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await new Promise<void>((resolve) => {
    socket.write(
      'POST /orders HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
      () => resolve(),
    )
  })
  await pair.client.call.listOrders()
  await pair.server.drain()
  await closed
  expect(socket.destroyed).toBe(true)
  await pair.client.drain()
})
