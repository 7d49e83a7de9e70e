// node http-call.mjs <ours|bare> [calls]: POSTs of an order, 16 in flight, both ends in this process; ours are the
// generated client and server of components/orders-api, compiled.
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

const peer = await { ours, bare }[process.argv[2]](process.argv[3])
const times = []
await run(Math.min(2000, CALLS))
times.length = 0
const before = process.cpuUsage()
await run(CALLS)
const { user, system } = process.cpuUsage(before)
await peer.close()
times.sort((a, b) => a - b)
const at = (share) => Math.round(times[Math.floor(times.length * share)] * 1000)
console.log(JSON.stringify({ cpuUs: (user + system) / CALLS, p50Us: at(0.5), p99Us: at(0.99) }))

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

async function ours(folder) {
  const { ordersApiServer } = await import(`${folder}/server.js`)
  const { ordersApiClient } = await import(`${folder}/client.js`)
  const reply = { status: 201, body: order }
  const server = ordersApiServer({ createOrder: () => reply, getOrder: () => reply, listOrders: () => reply })
  const { url } = await server.listen()
  const client = ordersApiClient({ baseUrl: url, connections: IN_FLIGHT })
  return { call: () => client.call.createOrder({ body }), close: () => client.drain().then(server.drain) }
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
