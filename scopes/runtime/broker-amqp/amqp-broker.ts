import { type Broker, type Group, refuseLarge, type Subscription } from '@tessera/runtime.broker'
import { Unavailable } from '@tessera/runtime.core'
import { connect, type RecoveringChannelModel } from 'amqplib'
import { createDeadLetters } from './dead-letters.ts'
import { publishOptions } from './envelope.ts'
import { DEAD_LETTERS, EXCHANGE, queueName, queueOptions } from './names.ts'
import { createSession, type Session } from './session.ts'
import { subscribe } from './subscription.ts'

/** What RabbitMQ takes where nobody told it otherwise. */
const MAX_BYTES = 128 * 1024 * 1024

/**
 * Connects with RabbitMQ: `amqp://user:password@host/vhost`. An address is a routing key of the exchange `tessera`, a
 * group a queue bound to it. After a loss of the connection it connects again: what was not confirmed is sent again, subscriptions go on.
 * @throws Unavailable where it cannot be reached within some seconds
 */
export async function openBroker(url: string): Promise<Broker> {
  const shown = withoutCredentials(url)
  const model = await dial(url, shown)
  const session = createSession(model, shown)
  const subscriptions = new Set<Subscription>()
  let closing: Promise<void> | undefined

  async function closeOnce(): Promise<void> {
    await Promise.all([...subscriptions].map((subscription) => subscription.close()))
    await session.close()
    await model.close()
  }
  const close = (): Promise<void> => (closing ??= closeOnce())
  await prepare(session)

  return {
    url: shown,
    capabilities: { persistent: true, shared: true, ordered: true, deduplicating: false, maxBytes: MAX_BYTES },
    declare: (address, group) => declare(session, address, group),
    async publish(address, message) {
      refuseLarge(shown, message, MAX_BYTES)
      const options = publishOptions({ message, attempts: 0, publishedAt: Date.now() })
      await session.publish({ exchange: EXCHANGE, routingKey: address, body: message.body, options })
    },
    async subscribe(address, { group, prefetch = 16 }, receive) {
      const subscription = await subscribe(model, session, {
        ...{ address, group, prefetch, receive },
        declare: () => declare(session, address, group),
      })
      subscriptions.add(subscription)
      return subscription
    },
    deadLetters: createDeadLetters(model, session, shown),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Seconds; after two of them without a sign of life a connection is given up. */
const HEARTBEAT_S = 10

function withHeartbeat(url: string): string {
  const given = new URL(url)
  if (!given.searchParams.has('heartbeat')) given.searchParams.set('heartbeat', String(HEARTBEAT_S))
  return given.href
}

async function dial(url: string, shown: string): Promise<RecoveringChannelModel> {
  try {
    // A server that is just starting takes a connection and says nothing on it.
    const model = await connect(withHeartbeat(url), {
      timeout: 5000,
      recovery: { maxDelay: 2000, initialMaxRetries: 4 },
    })
    // It connects again by itself; each call that it cost says so.
    model.on('error', () => {})
    return model
  } catch (error) {
    throw new Unavailable(shown, error instanceof Error ? error.message : String(error), error)
  }
}

function withoutCredentials(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}

async function prepare(session: Session): Promise<void> {
  await session.on(async (channel) => {
    await channel.assertExchange(EXCHANGE, 'direct', { durable: true })
    await channel.assertQueue(DEAD_LETTERS, { durable: true })
  })
}

async function declare(session: Session, address: string, group: Group): Promise<void> {
  const queue = queueName(address, group.name)
  const make = async (): Promise<unknown> =>
    session.on(async (channel) => {
      await channel.assertQueue(queue, queueOptions(group))
      return channel.bindQueue(queue, EXCHANGE, address)
    })
  // One that expires may be gone each time.
  if (group.expiresMs === undefined) await session.once(`queue ${queue}`, make)
  else await make()
}
