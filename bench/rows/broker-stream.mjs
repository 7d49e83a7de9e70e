// node broker-stream.mjs <adapter> <ours|bare|fair> <url>: durable messages of some 200 bytes, published with confirms in
// a window, delivered and acknowledged, both ends in this process; then some, one after the other. Prints CPU µs a message
// and messages a second of the former, p50 and p99 from publishing to delivery of the latter.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'

const [adapter, peer, url] = process.argv.slice(2)
const COUNT = Number(process.env.COUNT ?? 20_000)
const ONE_BY_ONE = Math.min(500, COUNT / 10)
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

let arrived = () => {}
/** Those that are fair do by hand what ours does: each message has an id, headers and a time, and who gets it reads them. */
const makers = {
  ...{ 'bare amqp': amqp, 'bare redis': redis, 'bare nats': nats, 'bare sqs': sqs },
  ...{ 'fair amqp': () => amqp({ fair: true }), 'fair redis': fairRedis, 'fair nats': () => nats({ fair: true }) },
}
const tested = await (peer === 'ours' ? ours() : makers[`${peer} ${adapter}`]())
const streamed = await inWindow()
const latencies = await oneByOne()
const quantile = (share) => latencies[Math.floor((latencies.length - 1) * share)]
console.log(JSON.stringify({ ...streamed, p50Ms: quantile(0.5), p99Ms: quantile(0.99) }))
await tested.close()
process.exit()

async function inWindow() {
  let [received, next] = [0, 0]
  const all = new Promise((resolve) => (arrived = () => ++received === COUNT && resolve()))
  const before = process.cpuUsage()
  const started = performance.now()
  const lane = async () => {
    while (next++ < COUNT) await tested.publish()
  }
  await Promise.all(Array.from({ length: WINDOW }, lane))
  await all
  const { user, system } = process.cpuUsage(before)
  return { cpuUs: (user + system) / COUNT, perSecond: (COUNT * 1000) / (performance.now() - started) }
}

async function oneByOne() {
  const taken = new Float64Array(ONE_BY_ONE)
  for (let index = 0; index < ONE_BY_ONE; index++) {
    const started = performance.now()
    const delivered = new Promise((resolve) => (arrived = resolve))
    await Promise.all([tested.publish(), delivered.then(() => (taken[index] = performance.now() - started))])
  }
  return taken.sort()
}

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

async function amqp({ fair = false } = {}) {
  const { connect } = await import('amqplib')
  const connection = await connect(url)
  const [out, back] = [await connection.createConfirmChannel(), await connection.createChannel()]
  await back.assertQueue(address, { durable: true, expires: 60_000 })
  if (fair) {
    await back.assertExchange('bench', 'direct', { durable: true })
    await back.bindQueue(address, 'bench', address)
  }
  await back.prefetch(PREFETCH)
  await back.consume(address, (message) => {
    if (fair) read(message)
    back.ack(message)
    arrived()
  })
  let id = 0
  const read = ({ properties, content }) => ({ id: properties.messageId, headers: { ...properties.headers }, content })
  const headers = { 'content-type': 'application/json' }
  const publish = () =>
    new Promise((resolve, reject) => {
      const options = { persistent: true, messageId: `${id++}`, contentType: 'application/json' }
      const done = (error) => (error ? reject(error) : resolve())
      if (!fair) return out.sendToQueue(address, body, options, done)
      const timestamp = Math.floor(Date.now() / 1000)
      out.publish('bench', address, body, { ...options, headers, timestamp, mandatory: true }, done)
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

/** As `redis`, but what comes twice under one id is stored once, an entry has headers, and settling is one step. */
async function fairRedis() {
  const { Redis } = await import('ioredis')
  const [out, back] = [new Redis(url), new Redis(url)]
  const append = `if not redis.call('SET', KEYS[2], '', 'NX', 'PX', 60000) then return 0 end
    redis.call('XADD', KEYS[1], '*', 'meta', ARGV[1], 'body', ARGV[2]) return 1`
  const settle = `if redis.call('XACK', KEYS[1], 'all', ARGV[1]) == 1 then redis.call('XDEL', KEYS[1], ARGV[1]) end`
  out.defineCommand('append', { numberOfKeys: 2, lua: append })
  out.defineCommand('settle', { numberOfKeys: 1, lua: settle })
  await out.xgroup('CREATE', address, 'all', '0', 'MKSTREAM')
  const read = async () => {
    for (;;) {
      const options = ['GROUP', 'all', 'one', 'COUNT', PREFETCH, 'BLOCK', 1000, 'STREAMS', address, '>']
      const answer = await back.callBuffer('XREADGROUP', ...options).catch(() => 'closed')
      if (answer === 'closed') return
      for (const [id, fields] of answer?.[1] ?? answer?.[0]?.[1] ?? []) {
        JSON.parse(fields[1].toString())
        void out.settle(address, id)
        arrived()
      }
    }
  }
  void read()
  const headers = { 'content-type': 'application/json' }
  let next = 0
  return {
    publish() {
      const id = `${address}-${next++}`
      return out.append(address, `${address}:${id}`, JSON.stringify({ id, headers, publishedAt: Date.now() }), body)
    },
    close: async () => {
      await out.del(address)
      out.disconnect()
      back.disconnect()
    },
  }
}

/** `fair`: a message has an id of its own, headers and a time, which who gets it reads. */
async function nats({ fair = false } = {}) {
  const { connect, headers: natsHeaders } = await import('@nats-io/transport-node')
  const { jetstream, jetstreamManager, AckPolicy, RetentionPolicy } = await import('@nats-io/jetstream')
  const connection = await connect({ servers: new URL(url).host })
  const [js, jsm] = [jetstream(connection), await jetstreamManager(connection)]
  await jsm.streams.add({ name: address, subjects: [address], retention: RetentionPolicy.Interest })
  await jsm.consumers.add(address, { durable_name: 'all', ack_policy: AckPolicy.Explicit })
  const consumer = await js.consumers.get(address, 'all')
  await consumer.consume({
    max_messages: PREFETCH,
    callback: (message) => {
      if (fair) for (const name of message.headers.keys()) message.headers.get(name)
      message.ack()
      arrived()
    },
  })
  let id = 0
  return {
    publish() {
      const msgID = `${id++}`
      if (!fair) return js.publish(address, body, { msgID })
      const headers = natsHeaders()
      headers.set('content-type', 'application/json')
      headers.set('id', msgID)
      headers.set('published-at', String(Date.now()))
      return js.publish(address, body, { msgID, headers })
    },
    close: async () => {
      await jsm.streams.delete(address)
      await connection.close()
    },
  }
}

/** A FIFO topic with a FIFO queue, read and settled ten at a time. */
async function sqs() {
  const [sqsSdk, sns] = await Promise.all([import('@aws-sdk/client-sqs'), import('@aws-sdk/client-sns')])
  const { hostname, username, password, searchParams } = new URL(url)
  const credentials = { accessKeyId: username, secretAccessKey: password }
  const options = { region: hostname, endpoint: searchParams.get('endpoint'), credentials }
  const [queues, topics] = [new sqsSdk.SQSClient(options), new sns.SNSClient(options)]
  const fifo = { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup' }
  const queue = await queues.send(new sqsSdk.CreateQueueCommand({ QueueName: `${address}.fifo`, Attributes: fifo }))
  const { QueueUrl } = queue
  const named = await queues.send(new sqsSdk.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }))
  const topic = new sns.CreateTopicCommand({ Name: `${address}.fifo`, Attributes: { FifoTopic: 'true' } })
  const { TopicArn } = await topics.send(topic)
  const raw = { RawMessageDelivery: 'true' }
  const Endpoint = named.Attributes.QueueArn
  await topics.send(new sns.SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: raw }))
  let closed = false
  const read = async () => {
    for (;;) {
      if (closed) return
      const ask = new sqsSdk.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 })
      const { Messages = [] } = await queues.send(ask)
      for (const _ of Messages) arrived()
      const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: `${at}`, ReceiptHandle }))
      if (Entries.length > 0) await queues.send(new sqsSdk.DeleteMessageBatchCommand({ QueueUrl, Entries }))
    }
  }
  void read()
  let id = 0
  return {
    publish() {
      const MessageDeduplicationId = `${id++}`
      const message = { TopicArn, Message: text, MessageDeduplicationId, MessageGroupId: MessageDeduplicationId }
      return topics.send(new sns.PublishCommand(message))
    },
    close: () => (closed = true),
  }
}
