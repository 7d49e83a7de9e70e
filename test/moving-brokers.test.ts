import { once } from 'node:events'
import { connect } from 'node:net'
import { orderEventsPublisher } from '@acme/orders.order-events.server'
import { mockPlaced } from '@acme/orders.order-events.mocks'
import { orderEventsSubscriber } from '@acme/orders.order-events.client'
import { ordersApiClient } from '@acme/orders.orders-api.client'
import { paymentJobsClient } from '@acme/payments.payment-jobs.client'
import { mockCharge } from '@acme/payments.payment-jobs.mocks'
import { startFauxqs } from 'fauxqs'
import { expect, test } from 'vitest'
import { paymentsService } from '../consumers/payments/service.ts'

const RABBITMQ = process.env.TESSERA_AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672'

/** The payment workers of the reference system, who sends them charges, and who hears of orders. Only the URL is given. */
async function business(broker: string): Promise<unknown> {
  const charged: string[] = []
  const onCharge = (orderId: string): void => void charged.push(orderId)
  const replicas = await Promise.all([1, 2, 3].map(() => paymentsService({ broker, bankMs: 1, onCharge })))
  await using jobs = await paymentJobsClient({ broker })
  const settled = new Set<string>()
  const books = await jobs.subscribe({ settlements: ({ orderId }) => void settled.add(orderId) }, { service: 'books' })
  const heard = new Set<string>()
  const placed = ({ data }: { readonly data: { readonly orderId: string } }): void => void heard.add(data.orderId)
  // Nobody asks for details.
  const details = ordersApiClient({ baseUrl: 'http://127.0.0.1:9' })
  await using _mail = await orderEventsSubscriber({ placed }, { broker, details, service: 'mail' })
  await using events = await orderEventsPublisher({ broker })

  const charges = Array.from({ length: 20 }, (_, seed) => mockCharge({ seed: seed + 1 }))
  const orders = Array.from({ length: 10 }, (_, seed) => mockPlaced({ seed: seed + 1 }))
  const answers = await Promise.all(charges.map((charge) => jobs.request.charges(charge, { deadlineMs: 30_000 })))
  for (const order of orders) await events.publish.placed(order)
  await expect
    .poll(() => [settled.size, heard.size], { timeout: 30_000 })
    .toEqual([new Set(charges.map(({ orderId }) => orderId)).size, new Set(orders.map(({ orderId }) => orderId)).size])
  await books.drain()
  await Promise.all(replicas.map((replica) => replica.drain()))
  return {
    outcomes: answers.map(({ outcome }) => outcome),
    charged: [...new Set(charged)].toSorted(),
    settled: [...settled].toSorted(),
    heard: [...heard].toSorted(),
  }
}

test.skipIf(!(await hasRabbitMq()))(
  'the reference system moves from RabbitMQ at TESSERA_AMQP_URL, or 127.0.0.1:5672, to SQS by its URL alone',
  async () => {
    await using emulator = await startEmulator()
    expect(await business(emulator.url)).toEqual(await business(RABBITMQ))
  },
)

async function startEmulator(): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = await startFauxqs({ port: 0, logger: false })
  return {
    url: `sqs://key:secret@us-east-1?endpoint=http://127.0.0.1:${server.port}&wait=1`,
    [Symbol.asyncDispose]: async () => void (await server.stop()),
  }
}

async function hasRabbitMq(): Promise<boolean> {
  if (process.env.TESSERA_REQUIRE_SERVICES === '1') return true
  const { hostname, port } = new URL(RABBITMQ)
  const socket = connect(Number(port || 5672), hostname)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
