import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mkdtemp, rm } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { type Context } from '@tessera/runtime.core'
import { type Link, signalled, startPair } from './rig.ts'

const addresses = [
  ['TCP', () => 'tcp://127.0.0.1:0'],
  ['WebSocket', () => 'ws://127.0.0.1:0/courier'],
  ['unix socket', (folder: string) => `unix:${join(folder, 'link.sock')}`],
] as const

describe.each(addresses)('over a %s', (_, address) => {
  test('messages and requests go either way', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sockets-'))
    const position = signalled<Link['position']['read']>()
    const chat = signalled<string>()
    const pair = await startPair(
      {
        server: {
          position: position.resolve,
          chat: async ({ text }, { connection }) => connection.send.chat({ text: `${text}, too` }),
        },
        client: {
          assign: ({ orderId }) => ({ accepted: orderId === 'o1' }),
          chat: ({ text }) => chat.resolve(text),
        },
      },
      { url: address(folder) },
    )
    await pair.client.send.position({ lat: 52.5 })
    expect(await position.promise).toEqual({ lat: 52.5, accuracy: 5 })
    expect(await pair.client.request.route({ to: 'ключ 🔑' })).toEqual({ steps: ['go', 'ключ 🔑'] })
    const [connection] = pair.server.connections
    expect(await connection?.request.assign({ orderId: 'o1' })).toEqual({ accepted: true, note: '' })
    await pair.client.send.chat({ text: 'hello' })
    expect(await chat.promise).toBe('hello, too')
    await pair[Symbol.asyncDispose]()
    expect(pair.server.connections.size).toBe(0)
    await rm(folder, { recursive: true })
  })
})

test('a handler knows who sent it, in which trace, and by when it must end', async () => {
  const seen: Context[] = []
  const pair = await startPair({
    server: {
      route: (_, context) => {
        seen.push(context)
        return { steps: [] }
      },
    },
  })
  await pair.client.request.route({ to: 'x' }, { deadlineMs: 60_000, headers: { 'x-extra': 'yes' } })
  expect(seen[0]?.caller).toEqual({ contract: 'acme.dispatch/courier-link', line: 1, hash: 'hash-of-consumer' })
  expect(seen[0]?.headers).toEqual({ 'x-extra': 'yes' })
  expect(seen[0]?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect((seen[0]?.deadline ?? 0) - Date.now()).toBeLessThanOrEqual(5000)
  await pair[Symbol.asyncDispose]()
})

test('many requests are in flight at once, and answered in any order', async () => {
  const held: (() => void)[] = []
  const all = signalled()
  const pair = await startPair({
    server: {
      route: ({ to }) =>
        new Promise((resolve) => {
          held.push(() => resolve({ steps: [to] }))
          if (held.length === 100) all.resolve()
        }),
    },
  })
  const calls = Array.from({ length: 100 }, (_, index) => pair.client.request.route({ to: String(index) }))
  await all.promise
  for (const answer of held.toReversed()) answer()
  expect((await Promise.all(calls)).map(({ steps }) => steps[0])).toEqual(calls.map((_, index) => String(index)))
  await pair[Symbol.asyncDispose]()
})

test('a trace goes on through a handler, there and back', async () => {
  const traces: string[] = []
  const trace = ({ traceparent }: Context): void => void traces.push(traceparent.slice(3, 35))
  const pair = await startPair({
    server: {
      route: async ({ to }, context) => {
        trace(context)
        await context.connection.request.assign({ orderId: to })
        return { steps: [] }
      },
    },
    client: {
      assign: (_, context) => {
        trace(context)
        return { accepted: true }
      },
    },
  })
  await pair.client.request.route({ to: 'x' })
  expect(traces).toHaveLength(2)
  expect(traces[0]).toBe(traces[1])
  await pair[Symbol.asyncDispose]()
})
