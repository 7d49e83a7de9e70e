// node http-call.mjs <peer> <folder> [calls]: POSTs of an order, 16 in flight, both ends in this process. `ours` and
// `plugin` are the generated client and server of components/orders-api, compiled into the folder.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Pool } from 'undici'
import { fastify } from 'fastify'

const CALLS = Number(process.argv[4] ?? 20_000)
const IN_FLIGHT = 16
const item = { sku: 'sku-1', quantity: 2, price: { amount: 1290, currency: 'EUR' } }
const body = { customerEmail: 'ann@example.org', items: [item, item] }
const order = {
  ...{ id: 'ord_00000001', version: 1, status: 'open', createdAt: '2026-01-01T00:00:00Z' },
  ...{ ...body, total: { amount: 5160, currency: 'EUR' } },
}

const peer = await { ours, plugin, bare, byHand, orpc, trpc }[process.argv[2]](process.argv[3])
const times = []
await run(Math.min(2000, CALLS))
times.length = 0
const before = process.cpuUsage()
await run(CALLS)
const { user, system } = process.cpuUsage(before)
await peer.close()
times.sort((a, b) => a - b)
const microsAt = (share) => Math.round(times[Math.floor(times.length * share)] * 1000)
console.log(JSON.stringify({ cpuUs: (user + system) / CALLS, p50Us: microsAt(0.5), p99Us: microsAt(0.99) }))

async function run(calls) {
  let left = calls
  const work = async () => {
    while (left-- > 0) {
      const started = performance.now()
      await peer.call()
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work))
}

async function generated(folder) {
  const { ordersApiServer } = await import(`${folder}/server.js`)
  const { ordersApiClient } = await import(`${folder}/client.js`)
  const reply = { status: 201, body: order }
  const server = ordersApiServer({ createOrder: () => reply, getOrder: () => reply, listOrders: () => reply })
  const connect = (baseUrl) => ordersApiClient({ baseUrl, connections: IN_FLIGHT })
  return { server, connect, callOf: (client) => () => client.call.createOrder({ body }) }
}

async function ours(folder) {
  const { server, connect, callOf } = await generated(folder)
  const { url } = await server.listen()
  const client = connect(url)
  return { call: callOf(client), close: () => client.drain().then(server.drain) }
}

/** The same, as a plugin of a fastify that is there already. */
async function plugin(folder) {
  const { server, connect, callOf } = await generated(folder)
  const app = fastify()
  await app.register(server.plugin)
  const client = connect(await app.listen({ port: 0, host: '127.0.0.1' }))
  return { call: callOf(client), close: () => client.drain().then(() => app.close()) }
}

/** What one would write without contracts: nothing is checked, traced, limited or retried. */
async function bare() {
  const app = fastify()
  app.post('/orders', (_request, reply) => reply.code(201).send(order))
  const pool = new Pool(await app.listen({ port: 0, host: '127.0.0.1' }), { connections: IN_FLIGHT })
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const call = async () => {
    const response = await pool.request({ method: 'POST', path: '/orders', headers, body: JSON.stringify(body) })
    return { status: response.statusCode, body: await response.body.json() }
  }
  return { call, close: () => pool.close().then(() => app.close()) }
}

/** What a careful person would write: checked by ajv where it is read and where it is written, a trace, a deadline. */
async function byHand() {
  const [request, response] = ajvChecks()
  const app = fastify()
  app.post('/orders', (incoming, reply) => {
    if (!request(incoming.body)) return reply.code(400).send(request.errors)
    const span = childOf(incoming.headers.traceparent)
    const signal = AbortSignal.timeout(Number(incoming.headers['x-request-deadline-ms']))
    const answer = handle(incoming.body, { span, signal })
    if (!response(answer)) return reply.code(500).send()
    return reply.code(201).send(answer)
  })
  const pool = new Pool(await app.listen({ port: 0, host: '127.0.0.1' }), { connections: IN_FLIGHT })
  const call = async () => {
    if (!request(body)) throw new Error('the request breaks its schema')
    const headers = {
      ...{ 'content-type': 'application/json', accept: 'application/json', 'x-request-deadline-ms': '2000' },
      traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    }
    const answer = await pool.request({
      ...{ method: 'POST', path: '/orders', headers, body: JSON.stringify(body) },
      signal: AbortSignal.timeout(2000),
    })
    const read = await answer.body.json()
    if (!response(read)) throw new Error('the response breaks its schema')
    return { status: answer.statusCode, body: read }
  }
  return { call, close: () => pool.close().then(() => app.close()) }
}

function handle() {
  return order
}

function childOf(traceparent) {
  return `${traceparent.slice(0, 36)}${randomBytes(8).toString('hex')}-01`
}

/** Of the request and the response, from the document of the contract. */
function ajvChecks() {
  const root = join(import.meta.dirname, '..', '..')
  const require = createRequire(join(root, 'package.json'))
  const { Ajv2020 } = require('ajv/dist/2020.js')
  const ajv = require('ajv-formats')(new Ajv2020({ strict: false }))
  const file = join(root, 'components', 'orders-api', 'contract', 'contract.json')
  const { slots, $defs } = JSON.parse(readFileSync(file, 'utf8'))
  return ['createOrder/request/body', 'createOrder/response/201/body'].map((name) =>
    ajv.compile({ ...slots.find(({ at }) => at === name).schema, $defs }),
  )
}

async function schemas() {
  const { z } = await import('zod')
  const money = z.object({ amount: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) })
  const items = z.array(z.object({ sku: z.string().min(1), quantity: z.int().min(1).max(99), price: money }))
  const input = z.object({ customerEmail: z.email(), items: items.min(1).max(50) })
  const output = z.object({
    ...{ id: z.string().regex(/^ord_[0-9a-f]{8}$/), version: z.int().min(1), status: z.enum(['open', 'paid']) },
    ...{ ...input.shape, total: money, createdAt: z.iso.datetime() },
  })
  return { input, output }
}

/** Its RPC handler on node:http, its fetch client; input and output checked by Zod on the server. */
async function orpc() {
  const { createServer } = await import('node:http')
  const { os } = await import('@orpc/server')
  const { RPCHandler } = await import('@orpc/server/node')
  const { createORPCClient } = await import('@orpc/client')
  const { RPCLink } = await import('@orpc/client/fetch')
  const { input, output } = await schemas()
  const createOrder = os
    .input(input)
    .output(output)
    .handler(() => order)
  const handler = new RPCHandler({ createOrder })
  const server = createServer(
    (request, response) => void handler.handle(request, response, { prefix: '/rpc', context: {} }),
  )
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = createORPCClient(new RPCLink({ url: `http://127.0.0.1:${server.address().port}/rpc` }))
  return { call: () => client.createOrder(body), close: () => endOf(server) }
}

/** Its standalone server, its fetch client without batches; input and output checked by Zod on the server. */
async function trpc() {
  const { initTRPC } = await import('@trpc/server')
  const { createHTTPServer } = await import('@trpc/server/adapters/standalone')
  const { createTRPCClient, httpLink } = await import('@trpc/client')
  const { input, output } = await schemas()
  const t = initTRPC.create()
  const router = t.router({
    createOrder: t.procedure
      .input(input)
      .output(output)
      .mutation(() => order),
  })
  const server = createHTTPServer({ router })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = createTRPCClient({ links: [httpLink({ url: `http://127.0.0.1:${server.address().port}` })] })
  return { call: () => client.createOrder.mutate(body), close: () => endOf(server) }
}

function endOf(server) {
  return new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
}
