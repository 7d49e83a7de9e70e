import type { Context } from '@tessera/runtime.core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FailedItem } from './options.ts'
import { type Pair, signalled, startPair, startServer, startClient } from './rig.ts'

let pair: Pair
const errors: { error: unknown; item: FailedItem }[] = []
let onRoute: (to: string, signal: AbortSignal) => Promise<{ steps: string[] }> | { steps: string[] }
let onPosition: () => void

beforeAll(async () => {
  pair = await startPair(
    {
      server: {
        route: ({ to }, { signal }) => onRoute(to, signal),
        position: () => onPosition(),
      },
    },
    { server: { onError: (error, item) => errors.push({ error, item }) } },
  )
})
afterAll(() => pair[Symbol.asyncDispose]())

test('a call that takes too long is given up at both ends', async () => {
  const ended = signalled<unknown>()
  onRoute = (_, signal) =>
    new Promise(() => {
      signal.addEventListener('abort', () => ended.resolve(signal.reason))
    })
  await expect(pair.client.request.route({ to: 'x' }, { deadlineMs: 300 })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    operation: 'route',
  })
  expect(await ended.promise).toMatchObject({ name: expect.stringMatching(/TimeoutError|AbortError/) })
})

test('a call outside of a handler may be made for it', async () => {
  const seen: Pick<Context, 'traceparent' | 'tracestate' | 'deadline'>[] = []
  await using other = await startPair({
    server: {
      route: (_, { traceparent, tracestate, deadline }) => {
        seen.push({ traceparent, tracestate, deadline })
        return { steps: [] }
      },
    },
  })
  const context: Context = {
    signal: new AbortController().signal,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    tracestate: 'vendor=1',
    deadline: Date.now() + 4000,
    headers: {},
  }
  await other.client.request.route({ to: 'x' }, { context })
  expect(seen).toEqual([
    {
      traceparent: expect.stringContaining('4bf92f3577b34da6a3ce929d0e0e4736'),
      tracestate: 'vendor=1',
      deadline: expect.any(Number),
    },
  ])
  expect(seen[0]?.deadline).toBeLessThanOrEqual((context.deadline ?? 0) + 500)
})

test('a call that is cancelled is cancelled at both ends, with the reason of the signal at this one', async () => {
  const began = signalled()
  const ended = signalled<unknown>()
  onRoute = (_, signal) =>
    new Promise(() => {
      signal.addEventListener('abort', () => ended.resolve(signal.reason))
      began.resolve()
    })
  const controller = new AbortController()
  const call = pair.client.request.route({ to: 'x' }, { signal: controller.signal })
  await began.promise
  controller.abort(new Error('never mind'))
  await expect(call).rejects.toThrow('never mind')
  expect(await ended.promise).toMatchObject({ name: 'AbortError', message: 'the caller cancelled' })
  await expect(pair.client.send.chat({ text: 'x' }, { signal: controller.signal })).rejects.toThrow('never mind')
})

test('a handler that fails fails the call, and says no more', async () => {
  onRoute = () => {
    throw new Error('the map is on fire')
  }
  await expect(pair.client.request.route({ to: 'x' })).rejects.toMatchObject({
    code: 'HANDLER_FAILED',
    message: 'route failed on the other side: its handler failed',
  })
  expect(errors.at(-1)).toMatchObject({ error: { message: 'the map is on fire' }, item: { item: 'route' } })
})

test('a message whose handler fails is told to its server alone', async () => {
  onPosition = () => {
    throw new Error('no more room on the map')
  }
  onRoute = () => ({ steps: [] })
  await pair.client.send.position({ lat: 1 })
  await pair.client.request.route({ to: 'x' })
  expect(errors.at(-1)).toMatchObject({ error: { message: 'no more room on the map' }, item: { item: 'position' } })
})

test('a payload that breaks the contract does not leave', async () => {
  await expect(pair.client.send.position({ lat: '1' as unknown as number })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    at: 'position/payload',
    issues: [{ pointer: '/lat', keyword: 'type' }],
  })
  await expect(pair.client.send.position({ lat: 1, more: 1 } as { lat: number })).rejects.toMatchObject({
    issues: [{ pointer: '/more', keyword: 'additionalProperties' }],
  })
  await expect(pair.client.request.route({ to: 'x'.repeat(100) })).rejects.toMatchObject({
    issues: [{ keyword: 'maxBytes', message: 'must have at most 100 bytes' }],
  })
  await expect(pair.client.send.chat({ text: 'x'.repeat(1024 * 1024) })).rejects.toMatchObject({
    issues: [{ keyword: 'maxBytes', message: 'must have at most 1048576 bytes' }],
  })
})

test('a reply that breaks the contract is a failure of the handler', async () => {
  onRoute = () => ({ steps: 'none' as unknown as string[] })
  await expect(pair.client.request.route({ to: 'x' })).rejects.toMatchObject({ code: 'HANDLER_FAILED' })
  expect(errors.at(-1)).toMatchObject({ error: { code: 'CONTRACT_VIOLATION', side: 'sent', at: 'route/reply' } })
  onRoute = () => ({ steps: ['x'.repeat(1024 * 1024)] })
  await expect(pair.client.request.route({ to: 'x' })).rejects.toMatchObject({ code: 'HANDLER_FAILED' })
  expect(errors.at(-1)).toMatchObject({ error: { issues: [{ keyword: 'maxBytes' }] } })
})

test('a request that breaks the contract of its reader names each place, whoever let it out', async () => {
  const lax = await startClient(pair.url, {}, { validation: { sent: 'off' } })
  await expect(lax.request.route({ to: 1 as unknown as string })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    at: 'route/payload',
    issues: [{ pointer: '/to', keyword: 'type', message: 'must be of type string' }],
  })
  await lax.send.position({ lat: 'x' as unknown as number })
  onRoute = () => ({ steps: [] })
  await lax.request.route({ to: 'x' })
  expect(errors.at(-1)).toMatchObject({
    error: { code: 'CONTRACT_VIOLATION', side: 'received', at: 'position/payload' },
  })
  await lax.drain()
})

test('an item of a newer contract of the same line is answered, not fatal', async () => {
  const { items } = (await import('./rig.ts')).definitionFor('consumer')
  const newer = { ...items, detour: items.route!, honk: items.chat! }
  const client = (await startClient(pair.url, { honk: () => {} } as object, {
    speaks: { items: newer },
  })) as unknown as {
    request: { detour: (payload: unknown) => Promise<unknown>; route: (payload: unknown) => Promise<unknown> }
    send: { honk: (payload: unknown) => Promise<void> }
    drain: () => Promise<void>
  }
  await expect(client.request.detour({ to: 'x' })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    issues: [{ keyword: 'item', message: 'is no request that this side knows' }],
  })
  await client.send.honk({ text: 'x' })
  onRoute = () => ({ steps: [] })
  expect(await client.request.route({ to: 'x' })).toEqual({ steps: [] })
  expect(errors.at(-1)).toMatchObject({ error: { issues: [{ message: 'is no message that this side knows' }] } })
  await client.drain()
})

test('a violation may be reported, or not looked for', async () => {
  const seen: string[] = []
  const server = startServer({ route: () => ({ steps: 5 as unknown as string[] }) }, { validation: { sent: 'off' } })
  const { url } = await server.listen()
  const client = await startClient(
    url,
    {},
    { validation: { received: 'report' }, onViolation: (violation) => seen.push(`${violation.at} ${violation.side}`) },
  )
  expect(await client.request.route({ to: 'x' })).toEqual({ steps: 5 })
  expect(seen).toEqual(['route/reply received'])
  await client.drain()
  await server.drain()
})
