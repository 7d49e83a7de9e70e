import { type Broker, type BrokerDelivery, openMemoryBroker } from '@tessera/runtime.broker'
import { converted, type MessageDefinition, type MessagingDefinition } from '@tessera/runtime.core'

/** A message that others than the mock sent. */
export interface FeedMessage {
  readonly channel: string
  readonly message: unknown
  readonly messageId: string
  readonly headers: Readonly<Record<string, string>>
}

/** A broker in this process, and all that goes over it. */
export interface MockFeed {
  readonly broker: Broker
  readonly messages: FeedMessage[]
  /** Ids of messages that the mock sends itself. */
  readonly own: Set<string>
  next(channel: string): Promise<FeedMessage>
  reset(): void
  close(): Promise<void>
}

/** Listens beside those whom the messages are for: a group of its own takes none from them. */
export async function createMockFeed(definition: MessagingDefinition): Promise<MockFeed> {
  // Whoever tests what comes twice sends it twice.
  const broker = openMemoryBroker(undefined, { dedupeMs: 0 })
  const messages: FeedMessage[] = []
  const own = new Set<string>()
  let unseen: FeedMessage[] = []
  const waiting: { readonly channel: string; readonly resolve: (message: FeedMessage) => void }[] = []

  function record(channel: string, kind: MessageDefinition, { message }: BrokerDelivery): void {
    if (own.has(message.id)) return
    const recorded = {
      channel,
      message: read(message.body, kind),
      messageId: message.id,
      headers: message.headers,
    }
    messages.push(recorded)
    const index = waiting.findIndex((taker) => taker.channel === channel)
    if (index >= 0) waiting.splice(index, 1)[0]?.resolve(recorded)
    else unseen.push(recorded)
  }

  for (const [channel, { address, message }] of Object.entries(definition.channels)) {
    await broker.subscribe(address, { group: { name: 'mock-feed' }, prefetch: 1000 }, (delivery) => {
      record(channel, message, delivery)
      void delivery.ack()
    })
  }
  return {
    broker,
    messages,
    own,
    next(channel) {
      const found = unseen.find((message) => message.channel === channel)
      if (!found) return new Promise((resolve) => waiting.push({ channel, resolve }))
      unseen = unseen.filter((message) => message !== found)
      return Promise.resolve(found)
    },
    reset() {
      messages.length = 0
      unseen = []
    },
    close: () => broker.close(),
  }
}

/** What was sent malformed is shown as text. */
function read(body: Uint8Array, { decode }: MessageDefinition): unknown {
  const text = new TextDecoder().decode(body)
  try {
    return converted(JSON.parse(text), decode)
  } catch {
    return text
  }
}
