import { AckPolicy, type ConsumerConfig, DeliverPolicy } from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { type Broker, type Group, refuseLarge, type Subscription } from '@tessera/runtime.broker'
import { createDeadLetters } from './dead-letters.ts'
import { writeHeaders } from './envelope.ts'
import { type ConsumerName, consumersOf, MESSAGES, messageSubject } from './names.ts'
import { createSession, isMissing, type Session } from './session.ts'
import { subscribe } from './subscription.ts'

/** Kept free for headers. */
const HEADROOM = 16 * 1024

/**
 * Connects with NATS that has JetStream, from 2.9: `nats://user:password@host:4222`, `nats://token@host`; `?tls` where
 * it speaks TLS alone, `?replicas=3` for streams that a cluster keeps three times. All messages are in the stream
 * `tessera` until each group has handled them; a group is a durable consumer. After a loss of the connection it connects
 * again: what was not confirmed is sent again.
 * @throws Unavailable where it cannot be reached within some seconds
 */
export async function openBroker(url: string): Promise<Broker> {
  const session = await createSession(url, withoutCredentials(url))
  const subscriptions = new Set<Subscription>()
  const maxBytes = session.maxBytes - HEADROOM
  let closing: Promise<void> | undefined

  async function closeOnce(): Promise<void> {
    await Promise.all([...subscriptions].map((subscription) => subscription.close()))
    await session.close()
  }
  const close = (): Promise<void> => (closing ??= closeOnce())

  return {
    url: session.url,
    capabilities: { persistent: true, shared: true, ordered: true, deduplicating: true, maxBytes },
    declare: (address, group) => declare(session, { address, group }),
    async publish(address, message) {
      refuseLarge(session.url, message, maxBytes)
      const headers = writeHeaders({ message, attempts: 0, publishedAt: Date.now() })
      const options = { headers, msgID: `${address} ${message.id}` }
      await session.attempt(() => session.js.publish(messageSubject(address, message), message.body, options))
    },
    async subscribe(address, { group, prefetch = 16, ackDeadlineMs = 30_000 }, receive) {
      const subscription = await subscribe(session, {
        ...{ address, group, prefetch, ackDeadlineMs, receive },
        declare: () => declare(session, { address, group, ackDeadlineMs }),
      })
      subscriptions.add(subscription)
      return subscription
    },
    deadLetters: createDeadLetters(session),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function withoutCredentials(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

interface Declaring {
  readonly address: string
  readonly group: Group
  /** Changes that of a group that is there. */
  readonly ackDeadlineMs?: number
}

async function declare(session: Session, { address, group, ackDeadlineMs }: Declaring): Promise<void> {
  const names = consumersOf({ address, group: group.name }, group.ordered === true)
  await Promise.all(names.map((name) => declareConsumer(session, { name, group, ackDeadlineMs })))
}

interface DeclaringConsumer {
  readonly name: ConsumerName
  readonly group: Group
  readonly ackDeadlineMs: number | undefined
}

async function declareConsumer(session: Session, { name, group, ackDeadlineMs }: DeclaringConsumer): Promise<void> {
  const { consumers } = session.jsm
  await session.attempt(async () => {
    const known = await consumers.info(MESSAGES, name.name).catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    })
    if (!known) return consumers.add(MESSAGES, configOf(name, group, ackDeadlineMs))
    const wait = ackDeadlineMs === undefined ? known.config.ack_wait : nanos(ackDeadlineMs)
    return wait === known.config.ack_wait
      ? known
      : consumers.update(MESSAGES, name.name, { ...known.config, ack_wait: wait as number })
  })
}

function configOf(
  { name, subject }: ConsumerName,
  { ordered, expiresMs }: Group,
  ackDeadlineMs = 30_000,
): Partial<ConsumerConfig> {
  return {
    ...{ durable_name: name, filter_subject: subject },
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackDeadlineMs),
    // From now on.
    deliver_policy: DeliverPolicy.New,
    // Whoever reads counts, and gives up on a message.
    max_deliver: -1,
    // What waits for its retry counts, too.
    max_ack_pending: ordered ? 1 : 100_000,
    ...(expiresMs === undefined ? {} : { inactive_threshold: nanos(expiresMs) }),
  }
}
