import { messagingContract } from '@tessera/contract.define'
import { type DeadLetter, openMemoryBroker } from '@tessera/runtime.broker'
import { connectMessaging } from '@tessera/runtime.messaging/client'
import { serveMessaging } from '@tessera/runtime.messaging/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { messagingDefinition } from '../peer-definitions.ts'
import { brokenCards, CARD, Card, documentOf, malformed, quotesIn, quoting, SECRET } from './cards.fixture.ts'
import { createWitness } from './witness.fixture.ts'

const document = documentOf(
  messagingContract({
    id: 'acme.cards/card-jobs',
    messages: {
      card: { payload: Card, headers: { 'x-owner': z.string().max(20).optional().meta({ redact: true }) } },
      charged: { payload: Card },
    },
    channels: {
      cards: {
        ...{ sentBy: 'consumer', message: 'card', replyWith: 'charged', delivery: 'one-of-all' },
        retry: { attempts: 2, delayMs: 1 },
      },
    },
  }),
)
const definition = messagingDefinition(document)
const ADDRESS = definition.channels.cards!.address

type Calls = Readonly<Record<string, (message: unknown, options?: object) => Promise<unknown>>>

test('of messages nothing is shown that their contract redacts', async () => {
  await using witness = createWitness()
  await using broker = openMemoryBroker()
  let react: (card: unknown) => unknown = (card) => card
  const told = { broker, telemetry: witness.telemetry }
  const handlers = { cards: (card: unknown) => react(card) }
  await using _server = await serveMessaging<object>(definition, handlers as never, told)
  await using strict = await connectMessaging<object>(definition, told)
  await using careless = await connectMessaging<object>(definition, { ...told, validation: { sent: 'off' } })
  const request = (client: { readonly request: object }, card: unknown, options?: object): Promise<unknown> =>
    (client.request as Calls).cards!(card, options)

  await witness.watch(request(strict, CARD, { headers: { 'x-owner': SECRET } }))
  expect(witness.failures).toEqual([])
  await witness.watch(request(strict, CARD, { headers: { 'x-owner': SECRET.repeat(9) } }))
  await witness.watch(request(careless, CARD, { headers: { 'x-owner': SECRET.repeat(9) }, deadlineMs: 5000 }))
  for (const card of brokenCards) {
    await witness.watch(request(strict, card))
    await witness.watch(request(careless, card))
    react = () => card
    await witness.watch(request(strict, CARD))
    react = (received) => received
  }
  react = (card) => {
    throw quoting(card)
  }
  await witness.watch(request(strict, CARD))
  react = () => new Promise(() => {})
  await witness.watch(request(strict, CARD, { deadlineMs: 30 }))
  for (const [index, body] of malformed.entries())
    await broker.publish(ADDRESS, { id: `bad-${index}`, headers: {}, body })
  const listed = (): Promise<readonly DeadLetter[]> => broker.deadLetters.list({ limit: 1000 })
  await expect.poll(async () => (await listed()).filter(({ message }) => message.id.startsWith('bad-'))).toHaveLength(8)
  for (const { message: _, ...letter } of await listed()) witness.note(letter)

  const testimony = await witness.testimony()
  for (const word of ['CONTRACT_VIOLATION', 'ATTEMPTS_EXHAUSTED', 'DEADLINE_EXCEEDED', 'HANDLER_FAILED']) {
    expect(testimony).toContain(word)
  }
  expect(witness.warnings.join()).toContain('TesseraHandlerError')
  expect(quotesIn(testimony)).toEqual([])
})
