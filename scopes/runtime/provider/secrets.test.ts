import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Contract,
  type ContractDocument,
  eventContract,
  httpContract,
  messagingContract,
  socketContract,
  toDocument,
} from '@tessera/contract.define'
import { openMemoryBroker } from '@tessera/runtime.broker'
import { publishEvents } from '@tessera/runtime.events/server'
import { serveMessaging } from '@tessera/runtime.messaging/server'
import { serveSocket } from '@tessera/runtime.sockets/server'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { checkProvider } from './check.ts'
import { eventsDefinition, messagingDefinition, socketDefinition } from './index.ts'

const SECRET = 'hunter2'
const Card = z.object({ pan: z.string().min(20).meta({ redact: true }), kind: z.string() })
const card = { pan: SECRET, kind: 'debit' }

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function documentOf(contract: Contract): ContractDocument {
  const { document } = toDocument(contract)
  if (document === undefined) throw new Error('it has no document')
  return document
}

type Say = Readonly<Record<string, (value: unknown) => Promise<unknown>>>

/** Says the card again and again, until the test ends. */
function repeat(say: () => Promise<unknown>): void {
  const timer = setInterval(() => void say().catch(() => {}), 20)
  closing.push(() => clearInterval(timer))
}

/** The report tells that the number is wrong, and does not show it. */
function hides(report: unknown): boolean {
  const text = JSON.stringify(report)
  return text.includes('/pan is shorter than 20') && !text.includes(SECRET)
}

test('a report on events', async () => {
  const document = documentOf(
    eventContract({ id: 'acme.cards/card-events', events: { added: { data: Card } } } as never),
  )
  const broker = openMemoryBroker()
  const publisher = await publishEvents<object>(eventsDefinition(document), {
    ...{ broker, validation: { sent: 'off' } },
  } as never)
  closing.push(() => publisher.drain())
  repeat(() => (publisher.publish as unknown as Say).added!(card))
  expect(hides(await checkProvider(document, { url: broker, listenMs: 200 }))).toBe(true)
})

test('a report on messages', async () => {
  const document = documentOf(
    messagingContract({
      id: 'acme.cards/card-jobs',
      messages: { card: { payload: Card } },
      channels: { cards: { sentBy: 'provider', message: 'card', delivery: 'one-per-service' } },
    }),
  )
  const broker = openMemoryBroker()
  const server = await serveMessaging<object>(messagingDefinition(document), {}, {
    ...{ broker, validation: { sent: 'off' } },
  } as never)
  closing.push(() => server.drain())
  repeat(() => (server.send as unknown as Say).cards!(card))
  expect(hides(await checkProvider(document, { url: broker, listenMs: 200 }))).toBe(true)
})

test('a report on a socket', async () => {
  const document = documentOf(
    socketContract({ id: 'acme.cards/card-link', items: { card: { sentBy: 'provider', payload: Card } } }),
  )
  const server = serveSocket<object>(socketDefinition(document), {}, {
    validation: { sent: 'off' },
    onConnect: (connection: { readonly send: Say }) => repeat(() => connection.send.card!(card)),
  } as never)
  closing.push(() => server.drain())
  const { url } = await server.listen({ url: 'tcp://127.0.0.1:0' })
  expect(hides(await checkProvider(document, { url, listenMs: 300 }))).toBe(true)
})

test('a report on HTTP: neither what is wrong, nor what cannot be read, nor what was learnt for later requests', async () => {
  const Answer = z.object({ id: z.string().meta({ redact: true }), card: Card })
  const document = documentOf(
    httpContract({
      id: 'acme.cards/cards-api',
      operations: {
        addCard: { method: 'POST', path: '/cards', idempotent: true, body: Card, responses: { 201: Answer } },
        getCard: { method: 'GET', path: '/cards/{id}', params: { id: z.string() }, responses: { 200: Answer } },
        dropCard: { method: 'DELETE', path: '/cards/{id}', params: { id: z.string() }, responses: { 200: Answer } },
      },
    }),
  )
  const server = createServer(({ method }, response) => {
    if (method === 'DELETE') return void response.writeHead(500).end(`<b>${SECRET}</b>`)
    response.writeHead(method === 'POST' ? 201 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ id: SECRET, card }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(hides(await checkProvider(document, { url, count: 2, limit: 10 }))).toBe(true)
})
