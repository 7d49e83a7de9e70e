import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { httpContract, problem, response as reply } from '@tessera/contract.define'
import { connectHttp, type HttpClientOptions } from '@tessera/runtime.http/client'
import { memoryIdempotency, serveHttp } from '@tessera/runtime.http/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { httpDefinition } from '../http-definition.ts'
import { brokenCards, CARD, Card, documentOf, malformed, quotesIn, quoting, SECRET } from './cards.fixture.ts'
import { createWitness } from './witness.fixture.ts'

const Hidden = z.string().max(20).meta({ redact: true })
const definition = httpDefinition(
  documentOf(
    httpContract({
      id: 'acme.cards/cards-api',
      operations: {
        charge: {
          ...{ method: 'POST', path: '/cards/{pan}', idempotent: 'key', deadlineMs: 5000 },
          params: { pan: Hidden },
          query: { pin: Hidden.optional() },
          headers: { 'x-owner': Hidden.optional() },
          body: Card,
          responses: {
            200: reply(Card, { headers: { 'x-receipt': Hidden } }),
            402: problem({ pan: Hidden }),
          },
        },
      },
    }),
  ),
)

const INPUT = { params: { pan: SECRET }, query: { pin: SECRET }, headers: { 'x-owner': SECRET }, body: CARD }
const REPLY = { status: 200, headers: { 'x-receipt': SECRET }, body: CARD }

interface Input {
  readonly body: unknown
}
type Client = Readonly<Record<string, (input: unknown, options?: object) => Promise<unknown>>>

test('of calls nothing is shown that their contract redacts', async () => {
  await using witness = createWitness()
  const { telemetry } = witness
  let react: (input: Input) => unknown = () => REPLY
  await using server = serveHttp<object>(definition, { charge: (input: Input) => react(input) } as never, {
    ...{ telemetry, idempotency: memoryIdempotency() },
  })
  const { url } = await server.listen()
  const call = (options: Partial<HttpClientOptions>): Client['charge'] => {
    const client = connectHttp<object>(definition, { baseUrl: url, telemetry, ...options })
    return async (input, more) => {
      await (client.call as Client).charge!(input, more)
    }
  }
  const strict = call({})!
  const lax = call({ validation: { sent: 'off' } })!

  await witness.watch(strict(INPUT))
  expect(witness.failures).toEqual([])
  for (const card of brokenCards) {
    await witness.watch(strict({ ...INPUT, body: card }))
    await witness.watch(lax({ ...INPUT, body: card }))
    react = () => ({ ...REPLY, body: card })
    await witness.watch(strict(INPUT))
    react = () => REPLY
  }
  const long = SECRET.repeat(9)
  const wrongs = [long, `\ud800${SECRET}`, `${SECRET}\r\nx: y`, [SECRET], { of: SECRET }]
  for (const wrong of wrongs) {
    for (const part of [{ params: { pan: wrong } }, { query: { pin: wrong } }, { headers: { 'x-owner': wrong } }]) {
      await witness.watch(strict({ ...INPUT, ...part }))
      await witness.watch(lax({ ...INPUT, ...part }))
    }
    react = () => ({ ...REPLY, headers: { 'x-receipt': wrong } })
    await witness.watch(strict(INPUT))
    react = () => ({ status: 402, body: { title: 'no', status: 402, pan: wrong } })
    await witness.watch(strict(INPUT))
    react = () => REPLY
  }
  await witness.watch(strict(INPUT, { idempotencyKey: 'same' }))
  await witness.watch(strict({ ...INPUT, params: { pan: `${SECRET}2` } }, { idempotencyKey: 'same' }))
  react = ({ body }) => {
    throw quoting(body)
  }
  await witness.watch(strict(INPUT))
  react = () => new Promise(() => {})
  await witness.watch(strict(INPUT, { deadlineMs: 30 }))
  for (const body of malformed) {
    const sent = await fetch(`${url}/cards/${SECRET}`, {
      ...{ method: 'POST', body, headers: { 'content-type': 'application/json', 'idempotency-key': 'a' } },
    })
    witness.note(await sent.text())
  }

  const testimony = await witness.testimony()
  for (const word of ['CONTRACT_VIOLATION', 'UNEXPECTED_RESPONSE', 'DEADLINE_EXCEEDED', 'TesseraHandlerError']) {
    expect(testimony).toContain(word)
  }
  expect(quotesIn(testimony)).toEqual([])
})

const json = { 'content-type': 'application/json' }
const own = JSON.stringify({ type: 'urn:x', title: `no ${SECRET}`, detail: SECRET, status: 400, issues: [SECRET] })
const answers: readonly RequestListener[] = [
  ...malformed.map(
    (body): RequestListener =>
      (_, response) =>
        response.writeHead(200, json).end(body),
  ),
  ...brokenCards.map(
    (card): RequestListener =>
      (_, response) =>
        response.writeHead(200, { ...json, 'x-receipt': SECRET }).end(JSON.stringify(card)),
  ),
  (_, response) => response.writeHead(200, { ...json, 'x-receipt': SECRET.repeat(9) }).end(JSON.stringify(CARD)),
  (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<b>${SECRET}</b>`),
  (_, response) => response.writeHead(418, json).end(JSON.stringify(CARD)),
  (_, response) => response.writeHead(302, { location: `/cards/${SECRET}` }).end(SECRET),
  (_, response) => response.writeHead(400, { 'content-type': 'application/problem+json' }).end(own),
  (_, response) => response.writeHead(402, { 'content-type': 'application/problem+json' }).end(`{"pan":["${SECRET}"]}`),
  (_, response) => response.writeHead(200, { ...json, 'content-length': 9999 }).write(SECRET, () => response.destroy()),
  (_, response) => void response.destroy(),
  () => {},
]

test('of answers of a provider of another make nothing is shown that the contract redacts', async () => {
  await using witness = createWitness()
  for (const answer of answers) {
    const provider = createServer(answer).listen(0, '127.0.0.1')
    await once(provider, 'listening')
    const baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
    const client = connectHttp<object>(definition, { baseUrl, telemetry: witness.telemetry, attempts: 1 } as never)
    await witness.watch((client.call as Client).charge!(INPUT, { deadlineMs: 500 }))
    provider.closeAllConnections()
    provider.close()
    await witness.watch((client.call as Client).charge!(INPUT, { deadlineMs: 500 }))
    await client.drain()
  }
  expect(witness.failures.length).toBe(2 * answers.length)
  expect(quotesIn(await witness.testimony())).toEqual([])
})
