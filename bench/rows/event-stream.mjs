// node event-stream.mjs <events a second> <seconds>: thin events, 15 % of which need a call to an HTTP API in a process of
// its own; broker, publisher and subscriber in this one. Prints what waited, what was called, and the memory.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'
import { root } from '../../scripts/prepare.mjs'

const [perSecond, seconds] = process.argv.slice(2).map(Number)
const API = `import { createServer } from 'node:http'
const server = createServer((request, reply) => {
  reply.setHeader('content-type', 'application/json')
  reply.end(JSON.stringify({ id: request.url.slice(1), version: 1, total: 1290, note: 'n'.repeat(120) }))
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))`

const load = (name, file) => import(join(root, 'scopes', 'runtime', name, 'dist', `${file}.js`))
const [{ openBroker }, { publishEvents }, { subscribeEvents }] = await Promise.all([
  load('broker', 'index'),
  load('events', 'server'),
  load('events', 'client'),
])
const api = spawn(process.execPath, ['--input-type=module', '--eval', API], { stdio: ['ignore', 'pipe', 'inherit'] })
const [port] = await once(api.stdout, 'data')
const pool = new Pool(`http://127.0.0.1:${String(port).trim()}`, { connections: 16 })
const counts = { published: 0, handled: 0, calls: 0 }
const check = () => {}
const definition = {
  ...{ contract: 'bench/orders', line: 1, hash: '', address: `bench-${process.pid}`, delivery: 'one-per-service' },
  ...{ retry: { attempts: 3, delayMs: 100 }, detailsOf: 'bench/orders-api', expectedFetchShare: 0.2 },
  events: {
    placed: {
      ...{ type: 'bench.placed', data: { check } },
      details: { operation: 'getOrder', arguments: { params: { id: 'orderId' } }, version: 'version' },
    },
  },
}
const broker = await openBroker('memory:')
const publisher = await publishEvents(definition, { broker })
const subscriber = await subscribeEvents(
  definition,
  {
    async placed(event) {
      if (event.data.asked) await event.details()
      counts.handled++
    },
  },
  { broker, details: { call: { getOrder } }, service: 'mailer', prefetch: 256 },
)

const samples = []
const before = process.cpuUsage()
const started = performance.now()
await Promise.all([publishAtRate(), sampleEach(100)])
const publishedMs = performance.now() - started
while (counts.handled < counts.published) await wait(10)
const drainedMs = performance.now() - started - publishedMs
const { user, system } = process.cpuUsage(before)
const { asked, fetched, share } = subscriber.statistics()
const of = (key) => samples.map((sample) => sample[key])
const depths = of('depth').sort((a, b) => a - b)
const rss = of('rss')
const later = Math.floor(rss.length / 5)
console.log(
  JSON.stringify({
    per_s: Math.round((counts.published * 1000) / publishedMs),
    cpu_us: ((user + system) / counts.published).toFixed(1),
    ...{ share: share.toFixed(3), asked, fetched, calls: counts.calls },
    ...{ depth_p50: depths[depths.length >> 1], depth_max: depths.at(-1), drained_ms: Math.round(drainedMs) },
    rss_mb: `${middle(rss.slice(later, 2 * later))}→${middle(rss.slice(-later))}`,
  }),
)
await subscriber.drain()
await publisher.drain()
await broker.close()
await pool.close()
api.kill()
process.exit()

async function getOrder({ params }) {
  counts.calls++
  const { statusCode, body } = await pool.request({ path: `/${params.id}`, method: 'GET' })
  return { status: statusCode, body: await body.json() }
}

/** Of twenty events three are about an order of their own that is asked for, one about an order that many ask for. */
async function publishAtRate() {
  const total = perSecond * seconds
  let underway = []
  while (counts.published < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) * perSecond) / 1000))
    for (; counts.published < due; counts.published++) {
      const place = counts.published % 20
      const orderId = place === 3 ? `popular-${Math.floor(counts.published / 20_000)}` : `o${counts.published}`
      underway.push(publisher.publish.placed({ orderId, version: 1, asked: place <= 3 }))
    }
    await Promise.all(underway)
    underway = []
    await wait(5)
  }
}

async function sampleEach(ms) {
  while (counts.published < perSecond * seconds) {
    await wait(ms)
    samples.push({ depth: counts.published - counts.handled, rss: process.memoryUsage().rss })
  }
}

function middle(values) {
  return Math.round(values.toSorted((a, b) => a - b)[values.length >> 1] / 1e6)
}
