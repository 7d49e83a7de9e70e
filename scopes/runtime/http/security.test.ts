import type { HttpDefinition, SecurityRequirement, SecurityScheme } from '@tessera/runtime.core'
import { expect, test } from 'vitest'
import { type Credentials, connectHttp } from './client.ts'
import { definitionFor, obvious, type Orders } from './rig.ts'
import { type HttpServerOptions, serveHttp } from './server.ts'

const ID = { params: { id: 'a' } }
const SECRET = 'very-secret'
const SCHEMES: Readonly<Record<string, SecurityScheme>> = {
  token: { type: 'http', scheme: 'bearer' },
  login: { type: 'http', scheme: 'basic' },
  headerKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
  queryKey: { type: 'apiKey', in: 'query', name: 'api key' },
  cookieKey: { type: 'apiKey', in: 'cookie', name: 'session' },
  oauth: { type: 'oauth2' },
}

function secured(side: 'reader' | 'writer', security: readonly SecurityRequirement[]): HttpDefinition {
  const definition = definitionFor(side)
  const getOrder = { ...definition.operations.getOrder!, security }
  return { ...definition, securitySchemes: SCHEMES, operations: { ...definition.operations, getOrder } }
}

interface Outcome {
  readonly reply: unknown
  readonly principal: unknown
  readonly reached: boolean
}

/** One call of `getOrder` with these credentials; what it gave, or how it failed. */
async function callWith(
  security: readonly SecurityRequirement[],
  credentials: Credentials | undefined,
  authenticate: NonNullable<HttpServerOptions['authenticate']>,
): Promise<Outcome> {
  let principal: unknown
  let reached = false
  const handlers = {
    ...obvious,
    getOrder: (_: unknown, context: { readonly principal?: unknown }) => {
      reached = true
      principal = context.principal
      return { status: 200 as const, body: { id: 'a', total: 1 } }
    },
  }
  const server = serveHttp<Orders>(secured('reader', security), handlers, { authenticate })
  const { url } = await server.listen()
  const client = connectHttp<Orders>(secured('writer', security), { baseUrl: url, ...(credentials && { credentials }) })
  const reply = await client.call.getOrder(ID).catch((error: unknown) => error)
  await client.drain()
  await server.drain()
  return { reply, principal, reached }
}

const knows = (credential: string) => (credential === SECRET ? { principal: 'ann' } : undefined)

test.each(['token', 'headerKey', 'queryKey', 'cookieKey', 'oauth'])(
  '%s: shown by the client, checked by the server',
  async (scheme) => {
    const security = [{ [scheme]: [] }]
    await expect(callWith(security, { [scheme]: async () => SECRET }, { [scheme]: knows })).resolves.toMatchObject({
      reply: { status: 200 },
      principal: 'ann',
    })
    const { reply, reached } = await callWith(security, { [scheme]: 'guess' }, { [scheme]: knows })
    expect(reply).toMatchObject({ code: 'UNEXPECTED_RESPONSE', status: 401 })
    expect(reached).toBe(false)
    expect(JSON.stringify(reply)).not.toContain('guess')
    await expect(callWith(security, undefined, { [scheme]: knows })).resolves.toMatchObject({ reply: { status: 401 } })
  },
)

test('basic is a pair of user and password', async () => {
  const login = (pair: string) => (pair === 'ann:päss' ? { principal: 'ann' } : undefined)
  const { principal } = await callWith([{ login: [] }], { login: 'ann:päss' }, { login })
  expect(principal).toBe('ann')
})

test('who is known but lacks a scope is answered 403', async () => {
  const oauth = () => ({ principal: 'ann', scopes: ['read'] })
  const call = (scope: string) => callWith([{ oauth: [scope] }], { oauth: SECRET }, { oauth })
  await expect(call('read')).resolves.toMatchObject({ reply: { status: 200 } })
  await expect(call('write')).resolves.toMatchObject({ reply: { status: 403 }, reached: false })
})

test('any requirement lets in, all schemes of one are needed, and an empty one needs nothing', async () => {
  const both = [{ token: [], headerKey: [] }, { queryKey: [] }]
  const authenticate = { token: knows, headerKey: knows, queryKey: knows }
  const status = async (security: readonly SecurityRequirement[], credentials: Credentials) =>
    (await callWith(security, credentials, authenticate)).reply
  await expect(status(both, { token: SECRET, headerKey: SECRET })).resolves.toMatchObject({ status: 200 })
  await expect(status(both, { queryKey: SECRET })).resolves.toMatchObject({ status: 200 })
  await expect(status(both, { token: SECRET })).resolves.toMatchObject({ status: 401 })
  await expect(status([{ token: [] }, {}], {})).resolves.toMatchObject({ status: 200 })
})

test('a 401 names the schemes', async () => {
  const server = serveHttp<Orders>(secured('reader', [{ token: [] }]), obvious, { authenticate: { token: knows } })
  const { url } = await server.listen()
  const response = await fetch(`${url}/orders/a`)
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  expect(await response.json()).toEqual({ type: 'about:blank', title: 'Unauthorized', status: 401 })
  await server.drain()
})

test('a secured operation without an authenticator does not start, unless somebody else checks', () => {
  const definition = secured('reader', [{ token: [] }])
  expect(() => serveHttp<Orders>(definition, obvious)).toThrow(
    "acme.orders/orders-api: getOrder asks for token; give authenticate.token, or 'elsewhere'",
  )
  expect(() => serveHttp<Orders>(definition, obvious, { authenticate: 'elsewhere' })).not.toThrow()
})

test('an authenticator that throws is a 500 that says nothing', async () => {
  const errors: unknown[] = []
  const boom = new Error('the key store is down')
  const server = serveHttp<Orders>(secured('reader', [{ token: [] }]), obvious, {
    authenticate: { token: () => Promise.reject(boom) },
    onError: (error) => void errors.push(error),
  })
  const { url } = await server.listen()
  const response = await fetch(`${url}/orders/a`, { headers: { authorization: `Bearer ${SECRET}` } })
  expect(await response.json()).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 })
  expect(errors).toEqual([boom])
  await server.drain()
})
