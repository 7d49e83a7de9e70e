import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SocketClient } from './client.ts'
import { type MockSocketPeer, mockSocket } from './mock.ts'
import { definitionFor, type Link, startClient, until } from './rig.ts'

let mock: MockSocketPeer<Link>
let client: SocketClient<Link>
const assigned: string[] = []
const log: string[] = []

beforeEach(async () => {
  assigned.length = 0
  log.length = 0
  mock = mockSocket<Link>(
    definitionFor('provider', { heartbeatMs: 50 }),
    {
      payload: { assign: (seed) => ({ orderId: `order ${seed}` }), chat: (seed) => ({ text: `hello ${seed}` }) },
      reply: { route: (seed) => ({ steps: [`street ${seed}`] }) },
    },
    { seed: 7 },
  )
  const { url } = await mock.listen()
  client = await startClient(
    url,
    { assign: ({ orderId }) => ({ accepted: assigned.push(orderId) < 3 }) },
    {
      speaks: { heartbeatMs: 50 },
      onConnect: ({ resumed }) => log.push(resumed ? 'resumed' : 'new'),
      onDisconnect: () => log.push('broken'),
    },
  )
})
afterEach(async () => {
  await client.drain()
  await mock.drain()
})

test('answers requests with samples, one seed after the other', async () => {
  expect(await client.request.route({ to: 'a' })).toEqual({ steps: ['street 7'] })
  expect(await client.request.route({ to: 'a' })).toEqual({ steps: ['street 8'] })
  mock.reset()
  expect(await client.request.route({ to: 'a' })).toEqual({ steps: ['street 7'] })
})

test('says what it is told, or a sample', async () => {
  await mock.connected()
  expect(await mock.request.assign()).toEqual({ accepted: true, note: '' })
  expect(await mock.request.assign({ orderId: 'mine' })).toEqual({ accepted: true, note: '' })
  await mock.send.chat()
  expect(await mock.request.assign()).toEqual({ accepted: false, note: '' })
  expect(assigned).toEqual(['order 7', 'mine', 'order 8'])
})

test('records what it is sent', async () => {
  await client.send.position({ lat: 1 })
  await client.send.position({ lat: 2, accuracy: 1 })
  await client.request.route({ to: 'a' })
  const [first, second] = await mock.received('position', 2)
  expect([first?.payload, second?.payload]).toEqual([
    { lat: 1, accuracy: 5 },
    { lat: 2, accuracy: 1 },
  ])
  expect(mock.itemsOf('route')).toEqual([{ item: 'route', payload: { to: 'a' }, reply: { steps: ['street 7'] } }])
  expect(mock.items.map(({ item }) => item)).toEqual(['position', 'position', 'route'])
  mock.reset()
  expect(mock.items).toEqual([])
})

test('answers as it is told, and says why a reply breaks the contract', async () => {
  const undo = mock.on('route', ({ to }) => ({ steps: to === 'b' ? (1 as unknown as string[]) : [to] }))
  expect(await client.request.route({ to: 'a' })).toEqual({ steps: ['a'] })
  await expect(client.request.route({ to: 'b' })).rejects.toMatchObject({
    code: 'HANDLER_FAILED',
    message: expect.stringContaining('route/reply, sent, breaks its contract: /steps must be of type object'),
  })
  undo()
  expect(await client.request.route({ to: 'a' })).toEqual({ steps: ['street 7'] })
})

test('fails, is late, is silent, breaks the connection', async () => {
  mock.disturb('route', { with: 'fail', times: 1 })
  await expect(client.request.route({ to: 'a' })).rejects.toMatchObject({ code: 'HANDLER_FAILED' })
  const undo = mock.disturb('route', { delayMs: 10_000 })
  await expect(client.request.route({ to: 'a' }, { deadlineMs: 20 })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
  })
  undo()
  mock.disturb('route', { with: 'silence', times: 1 })
  await expect(client.request.route({ to: 'a' }, { deadlineMs: 20 })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
  })
  mock.disturb('route', { with: 'drop', times: 1 })
  expect(await client.request.route({ to: 'a' })).toEqual({ steps: ['street 7'] })
  expect(log).toEqual(['new', 'broken', 'resumed'])
})

test('drops, sends garbage, freezes and thaws', async () => {
  mock.drop()
  await until(() => log.length === 3)
  mock.garbage()
  await until(() => log.length === 5)
  mock.freeze()
  await until(() => log.length === 6)
  mock.thaw()
  expect(await client.request.route({ to: 'a' })).toEqual({ steps: ['street 7'] })
  expect(log.slice(0, 5)).toEqual(['new', 'broken', 'resumed', 'broken', 'new'])
})

test('has no address before it listens', async () => {
  const idle = mockSocket<Link>(definitionFor('provider'), {
    payload: { assign: () => ({ orderId: '' }), chat: () => ({ text: '' }) },
    reply: { route: () => ({ steps: [] }) },
  })
  expect(() => idle.url).toThrow('the mock of acme.dispatch/courier-link does not listen: await mock.listen()')
  await idle.drain()
})
