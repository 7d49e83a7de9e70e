import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import type { ContractDocument, JsonSchema } from '@tessera/contract.define'
import { mockValue } from '@tessera/contract.mock'
import { openBroker } from '@tessera/runtime.broker'
import { subscribeEvents } from '@tessera/runtime.events/client'
import { connectMessaging } from '@tessera/runtime.messaging/client'
import { eventsDefinition, messagingDefinition, socketDefinition } from '@tessera/runtime.provider'
import { connectSocket } from '@tessera/runtime.sockets/client'
import { expect } from 'vitest'
import { tesseraBinary } from '../scripts/demo/workspace.mjs'
import { type Rig, test } from './rig.ts'

interface Running extends AsyncDisposable {
  /** The first line, of those that were and those to come, that holds the text. */
  heard(text: string): Promise<string>
  /** The same of the lines of `--json`: one that has these values. */
  told(facts: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
  /** As Ctrl-C does. @returns the exit code */
  end(): Promise<number | null>
}

/** A command that runs until it is ended. */
function start(rig: Rig, ...words: string[]): Running {
  const env = { ...process.env, NO_COLOR: '1', HOME: rig.root }
  const child = spawn(process.execPath, [tesseraBinary, ...words], { cwd: rig.path('ws'), env })
  const [lines, bell] = [[] as string[], new EventEmitter()]
  const closed = once(child, 'close') as Promise<[number | null]>
  const hear = (line: string): void => {
    lines.push(line)
    bell.emit('line')
  }
  createInterface(child.stdout).on('line', hear)
  createInterface(child.stderr).on('line', hear)
  void closed.then(() => bell.emit('line'))
  const first = async (fits: (line: string) => boolean): Promise<string> => {
    for (;;) {
      const line = lines.find(fits)
      if (line !== undefined) return line
      if (child.exitCode !== null) throw new Error(`${words.join(' ')} ended:\n${lines.join('\n')}`)
      await once(bell, 'line')
    }
  }
  const end = async (): Promise<number | null> => {
    if (child.exitCode === null) child.kill('SIGINT')
    return (await closed)[0]
  }
  return {
    heard: (text) => first((line) => line.includes(text)),
    told: async (facts) => {
      const line = await first(
        (text) =>
          text.startsWith('{') && Object.entries(facts).every(([key, value]) => JSON.parse(text)[key] === value),
      )
      return JSON.parse(line) as Record<string, unknown>
    },
    end,
    [Symbol.asyncDispose]: async () => void (await end()),
  }
}

function contract(rig: Rig, name: string): ContractDocument {
  return JSON.parse(rig.read(`ws/components/${name}/contract/contract.json`)) as ContractDocument
}

function valueOf({ slots, $defs }: ContractDocument, at: string): unknown {
  return mockValue(slots.find((slot) => slot.at === at)?.schema as JsonSchema, { seed: 1, defs: $defs, side: 'write' })
}

type Calls = Readonly<Record<string, (value: unknown) => Promise<unknown>>>

test('messages: what a served mock fails on is a dead letter, and is handed out once more', async ({ rig }) => {
  await rig.reference('ws')
  const jobs = contract(rig, 'payment-jobs')
  const hasty = {
    ...jobs,
    channels: { ...jobs.channels, refunds: { ...jobs.channels?.['refunds'], retry: { attempts: 1, delayMs: 1 } } },
  } as ContractDocument
  rig.write({ 'ws/components/payment-jobs/contract/contract.json': JSON.stringify(hasty) })

  await using broker = start(rig, 'broker', 'data')
  await broker.heard('runs')
  const serve = ['mock', 'serve', 'payment-jobs', '--broker', 'embedded:./data', '--every', '20', '--json']
  await using failing = start(rig, ...serve, '--error-rate', '1')
  await failing.told({ type: 'progress' })

  await using messages = await openBroker(`embedded:${rig.path('ws', 'data')}`)
  await using client = await connectMessaging<object>(messagingDefinition(hasty), { broker: messages })
  const refund = valueOf(hasty, 'refunds/message')
  await (client.send as Calls)['refunds']?.(refund)
  const received = await failing.told({ type: 'message', direction: 'received' })
  expect(received).toEqual({
    ...{ type: 'message', direction: 'received', name: 'refunds', slot: 'refunds/message', fails: true },
    ...{ id: expect.any(String), bytes: Buffer.byteLength(JSON.stringify(refund)) },
  })
  expect(await failing.told({ direction: 'sent', name: 'settlements' })).toMatchObject({
    payload: { kind: expect.any(String) },
  })
  expect(await failing.end()).toBe(0)

  const letters = await rig.json<{ id: string; bytes: number }[]>('ws', 'dead-letters', 'list', 'embedded:./data')
  expect(letters).toMatchObject([{ id: received['id'], attempts: 1, bytes: received['bytes'] }])
  await using working = start(rig, ...serve)
  await working.told({ type: 'progress' })
  expect(await rig.json('ws', 'dead-letters', 'replay', 'embedded:./data')).toEqual({ replayed: 1 })
  expect(await working.told({ direction: 'received' })).toMatchObject({ id: received['id'], name: 'refunds' })
  expect(await rig.json('ws', 'dead-letters', 'list', 'embedded:./data')).toEqual([])
  const typo = await rig.tessera('ws', 'dead-letters', 'lst', 'embedded:./data')
  expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining('did you mean "list"')])
  expect(await working.end()).toBe(0)

  expect(await broker.end()).toBe(0)
  expect(await broker.heard('stays in data')).toContain('what was confirmed')
})

test('sockets: a served mock answers, and asks what the provider may ask', async ({ rig }) => {
  await rig.reference('ws')
  const link = contract(rig, 'courier-link')
  await using mock = start(rig, 'mock', 'serve', 'courier-link', '--every', '20')
  const [url = ''] = /tcp:\S+\d/.exec(await mock.heard('serving')) ?? []
  const offered = new EventEmitter()
  const offer = once(offered, 'job')
  const handlers = { assign: (job: unknown) => (offered.emit('job', job), { accepted: true }), chat: () => {} }
  await using client = await connectSocket<object>(socketDefinition(link), handlers as never, { url })
  expect((await offer)[0]).toMatchObject({ from: { lat: expect.any(Number) } })
  await mock.heard('reply to assign')
  const answer = await (client.request as Calls)['delivered']?.(valueOf(link, 'delivered/message'))
  expect(answer).toMatchObject({ earnedToday: { currency: expect.any(String) } })
  expect(await mock.heard('received delivered')).toMatch(/\(delivered\/message, \d+ bytes\)$/)
  expect(await mock.end()).toBe(0)
})

test('events: a served mock publishes on a broker of its own', async ({ rig }) => {
  await rig.reference('ws')
  const events = contract(rig, 'order-events')
  await using mock = start(rig, 'mock', 'serve', 'order-events', '--every', '20')
  const [url = ''] = /embedded:\S+mock-broker/.exec(await mock.heard('serving')) ?? []
  await using broker = await openBroker(url)
  const heard = new EventEmitter()
  const event = once(heard, 'event')
  const names = Object.keys(events.events ?? {})
  const handlers = Object.fromEntries(
    names.map((name) => [name, ({ data }: { data: unknown }) => void heard.emit('event', data)]),
  )
  const details = new Proxy({}, { get: () => () => {} })
  const options = { broker, service: 'books', details: { call: details } }
  await using subscriber = await subscribeEvents(eventsDefinition(events), handlers as never, options as never)
  expect((await event)[0]).toMatchObject({ orderId: expect.any(String) })
  await subscriber.drain()
  expect(await mock.end()).toBe(0)
})
