import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContractDocument } from '@tessera/contract.define'
import { type Broker, startEmbeddedBroker, openBroker } from '@tessera/runtime.broker'
import { subscribeEvents } from '@tessera/runtime.events/client'
import { connectMessaging } from '@tessera/runtime.messaging/client'
import { connectSocket } from '@tessera/runtime.sockets/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Outcome } from '../command.ts'
import { command as brokerCommand } from './broker.ts'
import { command as deadLetters } from './dead-letters.ts'
import { documents } from './mock-documents.fixture.ts'
import { eventsDefinition, messagingDefinition, socketDefinition } from '@tessera/runtime.provider'
import { serveMock } from './mock-serve.ts'

const TEA = { name: 'sencha', grams: 3 }
let root: string
const endings: (() => Promise<unknown>)[] = []

beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'tessera-mock-'))))
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
  rmSync(root, { recursive: true, force: true })
})

interface Running {
  /** Of all lines said. */
  readonly lines: string[]
  /** Resolves when a line holds the text. */
  heard(text: string): Promise<string>
  /** Ends it as Ctrl-C does. */
  stop(): Promise<Outcome>
}

function run(start: (context: Parameters<typeof serveMock>[0]) => Promise<Outcome>): Running {
  const controller = new AbortController()
  const [lines, bell] = [[] as string[], new EventEmitter()]
  const done = start({
    cwd: root,
    json: false,
    env: {},
    signal: controller.signal,
    emit: (event) => {
      if (event.type === 'progress') lines.push(event.task)
      if (event.type === 'message') lines.push(`${event.direction} ${event.name} ${event.bytes}`)
      bell.emit('line')
    },
  })
  done.catch((error: unknown) => bell.emit('error', error))
  bell.on('error', () => {})
  const stop = (): Promise<Outcome> => (controller.abort(), done)
  endings.push(() => stop().catch(() => {}))
  return {
    lines,
    stop,
    async heard(text) {
      for (;;) {
        const line = lines.find((said) => said.includes(text))
        if (line !== undefined) return line
        await once(bell, 'line')
      }
    },
  }
}

const serve = (document: ContractDocument, options: Record<string, string> = {}): Running =>
  run((context) => serveMock(context, { arguments: ['serve', 'tea'], options }, document))

/** A broker in this process, and a client of it. */
async function brokerOf(folder: string): Promise<Broker> {
  const server = await startEmbeddedBroker(folder)
  if (server) endings.push(() => server.close())
  const broker = await openBroker(`embedded:${folder}`)
  endings.push(() => broker.close())
  return broker
}

test('a socket mock sends what the provider may send, and answers', async () => {
  const mock = serve(documents.sockets, { every: '5', seed: '3' })
  const [url = ''] = /tcp:\S+\d/.exec(await mock.heard('serving')) ?? []
  const poured = new EventEmitter()
  const first = once(poured, 'tea')
  const client = await connectSocket(
    socketDefinition(documents.sockets),
    { pour: (tea: unknown) => (poured.emit('tea', tea), true) } as never,
    { url },
  )
  endings.push(() => client.drain())
  expect((await first)[0]).toEqual({ name: expect.any(String), grams: expect.any(Number) })
  const { pour } = client.request as unknown as { pour(tea: unknown): Promise<unknown> }
  expect(await pour(TEA)).toEqual(expect.any(Boolean))
  await mock.heard('reply to pour')
  expect(await mock.stop()).toMatchObject({ data: { url, received: 1, failed: 0 } })
  expect(mock.lines).toContain(`received pour ${JSON.stringify(TEA).length}`)
})

test('a messaging mock answers requests on a broker', async () => {
  const folder = join(root, 'data')
  const broker = await brokerOf(folder)
  const mock = serve(documents.messaging, { broker: `embedded:${folder}`, latency: '1' })
  const client = await connectMessaging(messagingDefinition(documents.messaging), { broker })
  endings.push(() => client.drain())
  const { orders } = client.request as unknown as { orders(order: unknown): Promise<unknown> }
  expect(await orders(TEA)).toBe('done')
  expect(await mock.stop()).toMatchObject({ data: { received: 1, failed: 0 } })
})

test('a message that the mock fails on is a dead letter, to be listed, replayed and discarded', async () => {
  const folder = join(root, 'data')
  const broker = await brokerOf(folder)
  const { orders } = documents.messaging.channels
  const hasty = {
    ...documents.messaging,
    channels: { orders: { ...orders, retry: { attempts: 1, delayMs: 1 } } },
  } as const
  const mock = serve(hasty, { broker: `embedded:${folder}`, errorRate: '1' })
  const client = await connectMessaging(messagingDefinition(hasty), { broker })
  endings.push(() => client.drain())
  const request = client.request as unknown as { orders(order: unknown): Promise<unknown> }
  await expect(request.orders(TEA)).rejects.toMatchObject({ code: 'HANDLER_FAILED' })
  await mock.stop()

  const act = (...words: string[]): Promise<Outcome> =>
    run((context) => deadLetters.run(context, { arguments: words, options: {} })).stop()
  const url = `embedded:${folder}`
  expect(await act('list', url, 'acme.tea/tea-jobs/orders')).toMatchObject({
    data: [{ address: 'acme.tea/tea-jobs/orders', attempts: 1, reason: { code: expect.any(String) } }],
  })
  expect(await act('list', url, 'acme.tea/other')).toMatchObject({ data: [], text: 'no dead letters' })
  expect(await act('replay', url)).toMatchObject({ data: { replayed: 1 } })
  expect(await act('discard', url)).toMatchObject({ data: { discarded: 0 } })
  await expect(act('eat', url)).rejects.toMatchObject({ code: 'USAGE' })
})

test('an event mock publishes again and again', async () => {
  const folder = join(root, 'data')
  const broker = await brokerOf(folder)
  const heard = new EventEmitter()
  const first = once(heard, 'brewed')
  const subscriber = await subscribeEvents(
    eventsDefinition(documents.events),
    { brewed: ({ data }: { data: unknown }) => void heard.emit('brewed', data) } as never,
    { broker, service: 'books', details: { call: {} } } as never,
  )
  endings.push(() => subscriber.drain())
  const mock = serve(documents.events, { broker: `embedded:${folder}`, every: '5' })
  expect((await first)[0]).toEqual({ name: expect.any(String), grams: expect.any(Number) })
  await mock.heard('sent brewed')
  const { data } = await mock.stop()
  expect((data as { sent: number }).sent).toBeGreaterThan(0)
})

test('the broker of a folder runs once', async () => {
  const start = (): Running => run((context) => brokerCommand.run(context, { arguments: ['data'], options: {} }))
  const broker = start()
  await broker.heard('runs')
  await expect(start().stop()).rejects.toMatchObject({ code: 'BROKER_RUNS' })
  expect(await broker.stop()).toMatchObject({ data: { url: `embedded:${join(root, 'data')}` } })
})
