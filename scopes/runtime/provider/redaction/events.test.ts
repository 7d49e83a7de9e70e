import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eventContract, httpContract } from '@tessera/contract.define'
import { openMemoryBroker } from '@tessera/runtime.broker'
import type { EventsDefinition } from '@tessera/runtime.core'
import { subscribeEvents } from '@tessera/runtime.events/client'
import { publishEvents } from '@tessera/runtime.events/server'
import { connectHttp } from '@tessera/runtime.http/client'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { httpDefinition } from '../http-definition.ts'
import { eventsDefinition } from '../peer-definitions.ts'
import { brokenCards, CARD, Card, documentOf, malformed, quotesIn, quoting } from './cards.fixture.ts'
import { createWitness } from './witness.fixture.ts'

const api = httpDefinition(
  documentOf(
    httpContract({
      id: 'acme.cards/cards-api',
      operations: {
        getCard: {
          ...{ method: 'GET', path: '/cards', responses: { 200: Card }, deadlineMs: 2000 },
          query: { pan: z.string().meta({ redact: true }) },
        },
      },
    }),
  ),
)
const published = eventsDefinition(
  documentOf(eventContract({ id: 'acme.cards/card-events', events: { added: { data: Card } } } as never)),
)
/** As a subscriber has it. */
const definition: EventsDefinition = {
  ...published,
  retry: { attempts: 2, delayMs: 1 },
  events: {
    added: { ...published.events.added!, details: { operation: 'getCard', arguments: { query: { pan: 'pan' } } } },
  },
}

type Calls = Readonly<Record<string, (data: unknown) => Promise<unknown>>>

test('of events and their details nothing is shown that their contracts redact', async () => {
  await using witness = createWitness()
  await using broker = openMemoryBroker()
  const { telemetry } = witness
  let answer: string | Uint8Array = JSON.stringify(CARD)
  const provider = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer),
  ).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  await using details = connectHttp<object>(api, { baseUrl, telemetry })
  const ends: string[] = []
  let isCareless = false
  const added = async (event: { readonly data: unknown; details(): Promise<unknown> }): Promise<void> => {
    await event.details()
    if (isCareless) throw quoting(event.data)
  }
  await using _subscriber = await subscribeEvents<object>(definition, { added } as never, {
    ...{ broker, details: details as never, service: 'cards', telemetry, cache: { maxAgeMs: 0, retries: 0 } },
    onMessage: ({ outcome }) => void (outcome === 'retried' || ends.push(outcome)),
  })
  await using strict = await publishEvents<object>(published, { broker, telemetry })
  const off = { validation: { sent: 'off' } } as const
  await using lax = await publishEvents<object>(published, { broker, telemetry, ...off })
  let count = 0
  const publish = async ({ publish: calls }: { readonly publish: object }, card: unknown): Promise<void> => {
    await (calls as Calls).added!(card)
    count++
    await expect.poll(() => ends.length).toBe(count)
  }

  await witness.watch(publish(strict, CARD))
  expect([witness.failures, ends]).toEqual([[], ['handled']])
  for (const card of brokenCards) {
    await witness.watch(publish(strict, card))
    await witness.watch(publish(lax, card))
  }
  for (const body of [...malformed, ...brokenCards.slice(0, 4).map((card) => JSON.stringify(card))]) {
    answer = body
    await witness.watch(publish(strict, CARD))
  }
  answer = JSON.stringify(CARD)
  isCareless = true
  await witness.watch(publish(strict, CARD))
  for (const [index, body] of malformed.entries()) {
    await broker.publish(definition.address, { id: `bad-${index}`, headers: {}, body })
    count++
  }
  await expect.poll(() => ends.length).toBe(count)
  provider.closeAllConnections()
  provider.close()
  for (const { message: _, ...letter } of await broker.deadLetters.list({ limit: 1000 })) witness.note(letter)

  const testimony = await witness.testimony()
  for (const word of ['CONTRACT_VIOLATION', 'DETAILS_UNAVAILABLE', 'ATTEMPTS_EXHAUSTED', 'TesseraHandlerError']) {
    expect(testimony).toContain(word)
  }
  expect(quotesIn(testimony)).toEqual([])
})
