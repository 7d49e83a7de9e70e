import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBroker, startEmbeddedBroker } from '@tessera/runtime.broker'
import type { MessagingDefinition, Side } from '@tessera/runtime.core'
import { connect as connectAmqp } from 'amqplib'
import { expect, test } from 'vitest'
import { connectMessaging } from './client.ts'
import { collector, definitionFor, type PaymentJobs } from './rig.ts'
import { serveMessaging } from './server.ts'

/** One exchange between services; it knows of its broker nothing but a URL. */
async function business(broker: string, run: string): Promise<unknown> {
  const definition = (side: Side): MessagingDefinition => withAddresses(definitionFor(side), run)
  const charged = collector<string>()
  const refunded = collector<string>()
  const rated = collector<string>()
  const charges = async ({ orderId, amount }: PaymentJobs['charges']['read'], { attempt }: { attempt: number }) => {
    if (amount < 0) throw new Error('less than nothing')
    if (amount === 13 && attempt === 1) throw new Error('not the first time')
    charged.add(`${orderId} ${amount}`)
    return { ok: true }
  }
  const replicas = await Promise.all(
    [1, 2, 3].map(() =>
      serveMessaging<PaymentJobs>(definition('provider'), { charges, notes: () => {} }, { broker, onError: () => {} }),
    ),
  )
  const shops = await Promise.all(
    ['storefront', 'storefront', 'mailer'].map(async (service, index) => {
      const shop = await connectMessaging<PaymentJobs>(definition('consumer'), { broker })
      await shop.subscribe(
        { refunds: () => refunded.add(service), rates: () => rated.add(`${service} ${index}`) },
        { service },
      )
      return shop
    }),
  )
  const [shop] = shops
  const [server] = replicas
  const amounts = Array.from({ length: 30 }, (_, index) => index)
  const replies = await Promise.all(
    amounts.map((amount) => shop?.request.charges({ orderId: `o${amount % 3}`, amount }, { deadlineMs: 30_000 })),
  )
  const refused = await shop?.request
    .charges({ orderId: 'bad', amount: -1 }, { deadlineMs: 30_000 })
    .catch((error: { code: string }) => error.code)
  await server?.send.refunds({ orderId: 'o1' })
  await server?.send.rates({ orderId: 'o1' })
  await Promise.all([refunded.count(2), rated.count(3)])
  await Promise.all([...shops, ...replicas].map((side) => side.drain()))
  await using admin = await openBroker(broker)
  const dead = await admin.deadLetters.list({ address: `${run}payments.charges` })
  return {
    replies: replies.filter((reply) => reply?.ok).length,
    refused,
    inOrder: ['o0', 'o1', 'o2'].map((order) => charged.items.filter((item) => item.startsWith(`${order} `)).join()),
    refunded: refunded.items.toSorted(),
    rated: rated.items.toSorted(),
    dead: dead.map(({ group, attempts, reason }) => ({ group, attempts, reason })),
    discarded: await admin.deadLetters.discard({ address: `${run}payments.charges` }),
  }
}

function withAddresses(definition: MessagingDefinition, run: string): MessagingDefinition {
  const channels = Object.entries(definition.channels).map(([name, channel]) => [
    name,
    { ...channel, address: `${run}${channel.address}` },
  ])
  return { ...definition, channels: Object.fromEntries(channels) as MessagingDefinition['channels'] }
}

const outcome = {
  replies: 30,
  refused: 'HANDLER_FAILED',
  inOrder: [0, 1, 2].map((rest) => Array.from({ length: 10 }, (_, index) => `o${rest} ${index * 3 + rest}`).join()),
  refunded: ['mailer', 'storefront'],
  rated: ['mailer 2', 'storefront 0', 'storefront 1'],
  dead: [{ group: 'all', attempts: 3, reason: { code: 'ATTEMPTS_EXHAUSTED', message: 'less than nothing' } }],
  discarded: 1,
}

test('the same services do the same on a broker in this process', async () => {
  // Somebody has it open all the time: it is gone with the last one.
  await using broker = await openBroker(`memory:${randomUUID()}`)
  expect(await business(broker.url, '')).toEqual(outcome)
})

test('on the embedded broker', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-messaging-'))
  const server = await startEmbeddedBroker(folder)
  expect(await business(`embedded:${folder}`, '')).toEqual(outcome)
  await server?.close()
  await rm(folder, { recursive: true })
}, 60_000)

const RABBITMQ = process.env.TESSERA_AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672'

test.skipIf(!(await hasRabbitMq()))(
  'on RabbitMQ at TESSERA_AMQP_URL, or 127.0.0.1:5672',
  async () => {
    const run = `${randomUUID()}.`
    try {
      expect(await business(RABBITMQ, run)).toEqual(outcome)
    } finally {
      await tidyRabbitMq(run)
    }
  },
  60_000,
)

async function hasRabbitMq(): Promise<boolean> {
  if (process.env.TESSERA_REQUIRE_SERVICES === '1') return true
  const { hostname, port } = new URL(RABBITMQ)
  const socket = connectSocket(Number(port || 5672), hostname)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** What replicas had to themselves goes by itself. */
async function tidyRabbitMq(run: string): Promise<void> {
  const connection = await connectAmqp(RABBITMQ)
  const channel = await connection.createChannel()
  for (const name of ['charges', 'notes']) await channel.deleteQueue(`${run}payments.${name}.all`)
  for (const service of ['storefront', 'mailer']) await channel.deleteQueue(`${run}payments.refunds.${service}`)
  await connection.close()
}
