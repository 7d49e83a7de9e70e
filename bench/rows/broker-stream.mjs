// node broker-stream.mjs <adapter> <ours|bare> <url>: durable messages of some 200 bytes, published with confirms in a
// window, delivered and acknowledged, both ends in this process. Prints CPU µs a message and messages a second.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'

const [adapter, peer, url] = process.argv.slice(2)
const COUNT = Number(process.env.COUNT ?? 20_000)
const WINDOW = 500
const PREFETCH = 200
const address = `bench-${randomUUID()}`
const text = JSON.stringify({
  orderId: 'ord_00000001',
  items: [{ sku: 'a', quantity: 1 }],
  note: 'n'.repeat(120),
  total: 1290,
})
const body = Buffer.from(text)

let received = 0
let finish
const all = new Promise((resolve) => (finish = resolve))
const arrived = () => ++received === COUNT && finish()

const makers = { ours, 'bare amqp': amqp, 'bare redis': redis, 'bare nats': nats }
const { publish: publishOne, close } = await makers[peer === 'ours' ? 'ours' : `bare ${adapter}`]()
const cpu = process.cpuUsage()
const started = performance.now()
let next = 0
await Promise.all(
  Array.from({ length: WINDOW }, async () => {
    while (next++ < COUNT) await publishOne()
  }),
)
await all
const { user, system } = process.cpuUsage(cpu)
const seconds = (performance.now() - started) / 1000
console.log(JSON.stringify({ cpuUs: (user + system) / COUNT, perSecond: COUNT / seconds }))
await close()
process.exit()

async function ours() {
  const { openBroker } = await import(join(root, 'scopes', 'runtime', 'broker', 'dist', 'index.js'))
  const broker = await openBroker(url)
  await broker.subscribe(address, { group: { name: 'all', expiresMs: 60_000 }, prefetch: PREFETCH }, (delivery) => {
    void delivery.ack()
    arrived()
  })
  const headers = { 'content-type': 'application/json' }
  let id = 0
  return {
    publish: () => broker.publish(address, { id: `${address}-${id++}`, headers, body }),
    close: () => broker.close(),
  }
}

async function amqp() {
  const { connect } = await import('amqplib')
  const connection = await connect(url)
  const [out, back] = [await connection.createConfirmChannel(), await connection.createChannel()]
  await back.assertQueue(address, { durable: true, expires: 60_000 })
  await back.prefetch(PREFETCH)
  await back.consume(address, (message) => {
    back.ack(message)
    arrived()
  })
  let id = 0
  const publish = () =>
    new Promise((resolve, reject) => {
      const options = { persistent: true, messageId: `${id++}`, contentType: 'application/json' }
      out.sendToQueue(address, body, options, (error) => (error ? reject(error) : resolve()))
    })
  return { publish, close: () => connection.close() }
}

async function redis() {
  const { Redis } = await import('ioredis')
  const [out, back] = [new Redis(url), new Redis(url)]
  await out.xgroup('CREATE', address, 'all', '0', 'MKSTREAM')
  const read = async () => {
    for (;;) {
      const options = ['GROUP', 'all', 'one', 'COUNT', PREFETCH, 'BLOCK', 1000, 'STREAMS', address, '>']
      const answer = await back.callBuffer('XREADGROUP', ...options).catch(() => 'closed')
      if (answer === 'closed') return
      for (const [id] of answer?.[1] ?? answer?.[0]?.[1] ?? []) {
        void out.xack(address, 'all', id)
        void out.xdel(address, id)
        arrived()
      }
    }
  }
  void read()
  let id = 0
  return {
    publish: () => out.xadd(address, '*', 'id', id++, 'body', body),
    close: async () => {
      await out.del(address)
      out.disconnect()
      back.disconnect()
    },
  }
}

async function nats() {
  const { connect } = await import('@nats-io/transport-node')
  const { jetstream, jetstreamManager, AckPolicy, RetentionPolicy } = await import('@nats-io/jetstream')
  const connection = await connect({ servers: new URL(url).host })
  const [js, jsm] = [jetstream(connection), await jetstreamManager(connection)]
  await jsm.streams.add({ name: address, subjects: [address], retention: RetentionPolicy.Interest })
  await jsm.consumers.add(address, { durable_name: 'all', ack_policy: AckPolicy.Explicit })
  const consumer = await js.consumers.get(address, 'all')
  await consumer.consume({
    max_messages: PREFETCH,
    callback: (message) => {
      message.ack()
      arrived()
    },
  })
  let id = 0
  return {
    publish: () => js.publish(address, body, { msgID: `${id++}` }),
    close: async () => {
      await jsm.streams.delete(address)
      await connection.close()
    },
  }
}
