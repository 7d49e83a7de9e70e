import { PublishCommand } from '@aws-sdk/client-sns'
import { type Broker, type BrokerMessage, refuseLarge, type Subscription } from '@tessera/runtime.broker'
import { type Clients, createClients, isMissing } from './clients.ts'
import { createDeadLetters } from './dead-letters.ts'
import { write } from './envelope.ts'
import { token } from './names.ts'
import { createPlaces, type Places } from './places.ts'
import { subscribe } from './subscription.ts'

/** What SNS takes, 256 KiB, less the headers, where bytes that are no text need four for three. */
const MAX_BYTES = 180 * 1024

/**
 * Talks to AWS SQS, and SNS for what several groups get: `sqs://eu-central-1`, with the credentials that AWS finds in the
 * usual places, or `sqs://key:secret@region`. `?endpoint=http://127.0.0.1:4566` names an emulator, `&wait=1` the seconds
 * for which a request for messages waits (20). An address is a FIFO topic, a group a FIFO queue that it fills.
 * @throws Unavailable where it cannot be reached
 */
export async function openBroker(url: string): Promise<Broker> {
  const clients = createClients(url)
  const places = createPlaces(clients)
  const subscriptions = new Set<Subscription>()
  let closing: Promise<void> | undefined

  async function closeOnce(): Promise<void> {
    await Promise.all([...subscriptions].map((subscription) => subscription.close()))
    clients.close()
  }
  const close = (): Promise<void> => (closing ??= closeOnce())

  return {
    url: clients.url,
    capabilities: { persistent: true, shared: true, ordered: true, deduplicating: true, maxBytes: MAX_BYTES },
    declare: async (address, group) => {
      await places.queue(address, group)
      await places.touch(address, group)
    },
    async publish(address, message) {
      refuseLarge(clients.url, message, MAX_BYTES)
      try {
        await publish(clients, places, { address, message })
      } catch (error) {
        if (!isMissing(error)) throw error
        // Somebody took the topic away.
        places.forget(address)
        await publish(clients, places, { address, message })
      }
    },
    async subscribe(address, { group, prefetch = 16, ackDeadlineMs = 30_000 }, receive) {
      const subscribing = { address, group, prefetch, ackDeadlineMs, receive }
      const subscription = await subscribe(clients, places, subscribing)
      subscriptions.add(subscription)
      return subscription
    },
    deadLetters: createDeadLetters(clients),
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Publishing {
  readonly address: string
  readonly message: BrokerMessage
}

async function publish({ sns, ask }: Clients, places: Places, { address, message }: Publishing): Promise<void> {
  const TopicArn = await places.topic(address)
  const { text, attributes } = write({ message, attempts: 0, publishedAt: Date.now() })
  await ask(() =>
    sns.send(
      new PublishCommand({
        ...{ TopicArn, Message: text, MessageAttributes: attributes },
        // What has no key has no order: each is a group of its own.
        MessageGroupId: token(message.key ?? message.id),
        MessageDeduplicationId: token(message.id),
      }),
    ),
  )
}
