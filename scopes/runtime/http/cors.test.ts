import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import type { CorsOptions } from './cors.ts'
import { definitionFor, obvious, type Orders } from './rig.ts'
import { serveHttp } from './server.ts'

const SHOP = 'https://shop.example'
const QUESTION = {
  method: 'OPTIONS',
  headers: {
    origin: SHOP,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type, x-contract-id',
  },
}

interface Served extends AsyncDisposable {
  readonly url: string
}

async function byItself(cors: CorsOptions): Promise<Served> {
  const server = serveHttp<Orders>(definitionFor('reader'), obvious, { cors })
  const { url } = await server.listen()
  return { url, [Symbol.asyncDispose]: server.drain }
}

async function inFastify(cors: CorsOptions): Promise<Served> {
  const server = serveHttp<Orders>(definitionFor('reader'), obvious, { cors })
  const app = fastify()
  await app.register(server.plugin)
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), [Symbol.asyncDispose]: () => app.close() }
}

/** What a browser reads of an answer. */
function said(response: Response): Record<string, string> {
  const told = [...response.headers].filter(([name]) => name === 'vary' || name.startsWith('access-control-'))
  return Object.fromEntries(told)
}

const ways = [
  ['by itself', byItself],
  ['in fastify', inFastify],
] as const

test.each(ways)('%s: a page of a named origin is let through, others are not', async (_, serve) => {
  await using served = await serve({ origins: [SHOP], credentials: true, maxAgeSeconds: 60 })
  const question = await fetch(`${served.url}/orders`, QUESTION)
  expect([question.status, said(question)]).toEqual([
    204,
    {
      vary: 'origin, access-control-request-headers',
      'access-control-allow-origin': SHOP,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST, GET, DELETE',
      'access-control-allow-headers': 'content-type, x-contract-id',
      'access-control-max-age': '60',
    },
  ])
  const answer = await fetch(`${served.url}/orders/a`, { headers: { origin: SHOP } })
  expect([answer.status, said(answer)]).toEqual([
    200,
    {
      vary: 'origin',
      'access-control-allow-origin': SHOP,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'retry-after',
    },
  ])
  const refused = await fetch(`${served.url}/orders`, {
    method: 'POST',
    body: '{',
    headers: { origin: SHOP, 'content-type': 'application/json' },
  })
  expect([refused.status, said(refused)['access-control-allow-origin']]).toEqual([400, SHOP])
  const stranger = { origin: 'https://evil.example' }
  const asked = await fetch(`${served.url}/orders`, { ...QUESTION, headers: { ...QUESTION.headers, ...stranger } })
  expect([asked.status, said(asked)]).toEqual([204, { vary: 'origin, access-control-request-headers' }])
  expect(said(await fetch(`${served.url}/orders/a`, { headers: stranger }))).toEqual({ vary: 'origin' })
})

test.each(ways)('%s: any page, or those of origins that are asked for', async (_, serve) => {
  await using open = await serve({ origins: '*' })
  expect(said(await fetch(`${open.url}/orders/a`, { headers: { origin: SHOP } }))).toMatchObject({
    'access-control-allow-origin': '*',
  })
  await using asking = await serve({ origins: (origin) => origin.endsWith('.example') })
  expect(said(await fetch(`${asking.url}/orders/a`, { headers: { origin: SHOP } }))).toMatchObject({
    'access-control-allow-origin': SHOP,
  })
})

test('OPTIONS that asks nothing is answered as without it', async () => {
  await using served = await byItself({ origins: '*' })
  const response = await fetch(`${served.url}/orders`, { method: 'OPTIONS' })
  expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST'])
})

test('nobody lets any page send cookies', async () => {
  await expect(byItself({ origins: '*', credentials: true })).rejects.toThrow('name the origins')
})
