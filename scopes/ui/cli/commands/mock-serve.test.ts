import type { ContractDocument } from '@tessera/contract.define'
import { afterEach, expect, test } from 'vitest'
import type { Outcome } from '../command.ts'
import { documents } from './mock-documents.fixture.ts'
import { serveMock } from './mock-serve.ts'

const running: AbortController[] = []
afterEach(() => running.splice(0).forEach((controller) => controller.abort()))

interface Served {
  readonly url: string
  /** Ends it as Ctrl-C does. */
  stop(): Promise<Outcome>
}

/** Serves until it is stopped; resolves when the address has been said. */
function serve(document: ContractDocument, options: Record<string, string> = {}): Promise<Served> {
  const controller = new AbortController()
  running.push(controller)
  return new Promise((resolve, reject) => {
    const done = serveMock(
      {
        cwd: '/',
        json: false,
        env: {},
        signal: controller.signal,
        emit: (event) => {
          const url = /http:\/\/[\d.:]+/.exec(JSON.stringify(event))?.[0]
          if (url) resolve({ url, stop: () => (controller.abort(), done) })
        },
      },
      { arguments: ['serve', 'tea'], options },
      document,
    )
    done.catch(reject)
  })
}

const TEA = JSON.stringify({ name: 'sencha', grams: 3 })
const brew = (url: string, path = '/teas/a', body = TEA): Promise<Response> =>
  fetch(url + path, { method: 'POST', body, headers: { 'content-type': 'application/json' } })

test('each operation answers with a valid value of its first success', async () => {
  const { url, stop } = await serve(documents.http)
  const response = await brew(url)
  expect(response.status).toBe(201)
  expect(await response.json()).toEqual({ name: expect.any(String), grams: expect.any(Number) })
  expect(await stop()).toMatchObject({ data: { url, calls: 1 } })
})

test('equal seeds, equal answers', async () => {
  const answers = await Promise.all(
    ['7', '7', '8'].map(async (seed) => (await brew((await serve(documents.http, { seed })).url)).text()),
  )
  expect(answers[0]).toBe(answers[1])
  expect(answers[0]).not.toBe(answers[2])
})

test('a request that breaks the contract is refused, with what is wrong', async () => {
  const { url } = await serve(documents.http)
  const wrong = await brew(url, '/teas/a?cups=12', '{"name":""}')
  expect(wrong.status).toBe(400)
  expect(await wrong.json()).toMatchObject({ issues: [{ pointer: '/cups', keyword: 'maximum' }] })
})

test('a share of the requests fails', async () => {
  const { url } = await serve(documents.http, { errorRate: '0.5', latency: '1' })
  const statuses = []
  for (let call = 0; call < 4; call++) statuses.push((await brew(url)).status)
  expect(statuses).toEqual([201, 503, 201, 503])
})

test.each([
  [documents.schemas, {}, 'schemas only'],
  [documents.messaging, { port: '4000' }, '--port says nothing'],
  [documents.messaging, { broker: 'memory:tea' }, 'reaches nobody'],
  [documents.events, { broker: 'carrier-pigeon:tea' }, 'names no broker'],
  [documents.http, { every: '5' }, '--every says nothing'],
  [documents.http, { errorRate: '2' }, 'no share'],
  [documents.http, { port: 'x' }, 'no whole number'],
])('what cannot be served is said', async (document, options, message) => {
  await expect(serve(document, options)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining(message),
  })
})

test('so is a port that is taken', async () => {
  const { url } = await serve(documents.http)
  await expect(serve(documents.http, { port: new URL(url).port })).rejects.toMatchObject({ code: 'USAGE' })
})
