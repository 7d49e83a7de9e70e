import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectHttp } from './client.ts'
import { definitionFor, obvious, type Orders, type Pair, startPair } from './rig.ts'
import { serveHttp } from './server.ts'

let pair: Pair
beforeAll(async () => {
  pair = await startPair({}, { server: { maxBodyBytes: 1000 } })
})
afterAll(() => pair[Symbol.asyncDispose]())

const JSON_BODY = { 'content-type': 'application/json' }

test.each<[string, string, RequestInit, number, string]>([
  ['an unknown path', '/nowhere', {}, 404, 'Not Found'],
  ['a method the path has not', '/orders', { method: 'PATCH' }, 405, 'Method Not Allowed'],
  ['malformed JSON', '/orders', { method: 'POST', body: '{"total":', headers: JSON_BODY }, 400, 'Bad Request'],
  [
    'a body that is no UTF-8',
    '/orders',
    { method: 'POST', body: Buffer.from([0x22, 0xff]), headers: JSON_BODY },
    400,
    'Bad Request',
  ],
  ['a form', '/orders', { method: 'POST', body: new URLSearchParams('total=1') }, 415, 'Unsupported Media Type'],
  ['a huge body', '/orders', { method: 'POST', body: '1'.repeat(2000), headers: JSON_BODY }, 413, 'Content Too Large'],
  ['a missing body', '/orders', { method: 'POST' }, 400, 'The request breaks the contract'],
  ['a number that is none', '/orders?limit=0x10', {}, 400, 'The request breaks the contract'],
  ['a parameter given twice', '/orders?limit=1&limit=2', {}, 400, 'The request breaks the contract'],
  ['a malformed escape', '/orders/%zz', {}, 400, 'Bad Request'],
])('%s is answered with a problem', async (_, path, init, status, title) => {
  const response = await fetch(pair.url + path, init)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({ status, title, type: expect.any(String) })
  expect(response.status).toBe(status)
})

test('a body nested deeper than the stack is refused', async () => {
  const deep = await startPair()
  const body = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const response = await fetch(`${deep.url}/orders`, { method: 'POST', body, headers: JSON_BODY })
  expect(response.status).toBe(400)
  await deep[Symbol.asyncDispose]()
})

test('HEAD answers as GET without its body, OPTIONS says what there is', async () => {
  const head = await fetch(`${pair.url}/orders`, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  const options = await fetch(`${pair.url}/orders`, { method: 'OPTIONS' })
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST'])
  expect((await fetch(`${pair.url}/orders/1`, { method: 'PUT' })).headers.get('allow')).toBe(
    'DELETE, GET, HEAD, OPTIONS',
  )
})

test('another protocol line is refused with both named, on either side', async () => {
  const next = connectHttp<Orders>(definitionFor('writer', 2), { baseUrl: pair.url })
  await expect(next.call.cancelOrder({ params: { id: 'a' } })).rejects.toMatchObject({
    code: 'INCOMPATIBLE_CONTRACT',
    message: 'this side speaks acme.orders/orders-api line 2, the other side acme.orders/orders-api line 1',
  })
  await next.drain()
  const response = await fetch(`${pair.url}/orders`, { headers: { 'x-contract-line': '2' } })
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({
    type: 'urn:tessera:problem:incompatible-contract',
    detail: 'here acme.orders/orders-api line 1 is spoken, the caller speaks acme.orders/orders-api line 2',
    provided: { contract: 'acme.orders/orders-api', line: 1 },
  })
})

test('another contract is refused, no contract is let in', async () => {
  const other = connectHttp<Orders>({ ...definitionFor('writer'), contract: 'acme.a/b' }, { baseUrl: pair.url })
  await expect(other.call.listOrders()).rejects.toMatchObject({ code: 'INCOMPATIBLE_CONTRACT' })
  await other.drain()
  expect((await fetch(`${pair.url}/orders`)).status).toBe(200)
})

test('a plugin serves below a prefix and leaves the rest of its host alone', async () => {
  const server = serveHttp<Orders>(definitionFor('reader'), obvious)
  const app = fastify()
  app.post('/echo', (request) => request.body)
  await app.register(server.plugin, { prefix: '/v1' })
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  const client = connectHttp<Orders>(definitionFor('writer'), { baseUrl: `${baseUrl}/v1/` })
  expect(await client.call.getOrder({ params: { id: 'a/b c' } })).toMatchObject({ status: 200, body: { id: 'a/b c' } })
  expect(await client.call.createOrder({ body: { total: 3 } })).toMatchObject({ status: 201, body: { total: 3 } })
  const echo = await fetch(`${baseUrl}/echo`, { method: 'POST', body: '{"a":1}', headers: JSON_BODY })
  expect(await echo.json()).toEqual({ a: 1 })
  await client.drain()
  await server.drain()
  expect((await fetch(`${baseUrl}/v1/orders`)).status).toBe(503)
  await app.close()
})

test('what is no HTTP does no harm', async () => {
  const socket = connect(Number(new URL(pair.url).port), '127.0.0.1')
  socket.end('gibberish\r\n\r\n')
  expect(await text(socket)).toContain('400')
  expect(await pair.client.call.listOrders()).toMatchObject({ status: 200 })
})

test('every operation needs a handler', () => {
  const incomplete = { ...obvious, cancelOrder: undefined } as unknown as typeof obvious
  expect(() => serveHttp<Orders>(definitionFor('reader'), incomplete)).toThrow('cancelOrder has no handler')
})

test('handlers may be methods', async () => {
  class Service {
    readonly prefix = 'id-'
    createOrder: typeof obvious.createOrder = obvious.createOrder
    listOrders: typeof obvious.listOrders = obvious.listOrders
    cancelOrder: typeof obvious.cancelOrder = obvious.cancelOrder
    getOrder({ params }: Orders['getOrder']['read']): Orders['getOrder']['reply']['write'] {
      return { status: 200, body: { id: this.prefix + params.id, total: 1 } }
    }
  }
  const server = serveHttp<Orders>(definitionFor('reader'), new Service())
  const { url } = await server.listen()
  expect(await (await fetch(`${url}/orders/7`)).json()).toEqual({ id: 'id-7', total: 1 })
  await expect(server.listen()).rejects.toThrow('already')
  await server.drain()
})

test.each(['ftp://x', 'http://u:p@x', 'http://x/?a', 'nonsense'])('%s is no base URL', (baseUrl) => {
  expect(() => connectHttp(definitionFor('writer'), { baseUrl })).toThrow(TypeError)
})
