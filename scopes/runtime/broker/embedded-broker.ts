import { resolve } from 'node:path'
import type {
  Broker,
  BrokerDelivery,
  BrokerMessage,
  DeadLetter,
  DeadLetterFilter,
  SubscribeOptions,
  Subscription,
} from './broker.ts'
import { connectToHolder } from './claim.ts'
import { createLink, type Link } from './link.ts'
import { pack, unpack } from './packed.ts'
import type { FromBroker, ListedLetter, Settlement } from './protocol.ts'
import { closedError, refuseLarge } from './refusals.ts'
import { spawnBroker } from './spawn-broker.ts'

export interface EmbeddedBrokerOptions {
  /** Milliseconds to wait for the broker of the folder when it is opened; 15,000 where nothing is said. */
  readonly openMs?: number
  /** Starts the broker's process when there is none. Default: one that ends when nobody has used it for 5 seconds. */
  readonly spawn?: (folder: string) => unknown
}

/** With its headers it fits into a frame. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

/**
 * A client of the embedded broker of a folder; starts it where it does not run. After a loss of the connection, or of the
 * broker, it connects again: what was not confirmed is sent again, subscriptions go on.
 */
export async function openEmbeddedBroker(folder: string, options: EmbeddedBrokerOptions = {}): Promise<Broker> {
  const place = resolve(folder)
  const url = `embedded:${place}`
  const receivers = new Map<number, (delivery: BrokerDelivery) => void>()
  const deadlines = new Map<number, number>()
  let lastSubscription = 0

  const link = createLink(url, {
    dial: () => connectToHolder(place),
    start: () => void (options.spawn ?? spawnBroker)(place),
    onDelivery: (delivery, bytes) => {
      const receive = receivers.get(delivery.subscription)
      const ackDeadlineMs = deadlines.get(delivery.subscription) ?? Infinity
      receive?.(brokerDelivery(link, delivery, { message: unpack(Buffer.from(bytes)), ackDeadlineMs }))
    },
  })
  await link.open(options.openMs ?? 15_000)

  async function subscribe(
    address: string,
    { group, prefetch = 16, ackDeadlineMs = 30_000 }: SubscribeOptions,
    receive: (delivery: BrokerDelivery) => void,
  ): Promise<Subscription> {
    const subscription = ++lastSubscription
    receivers.set(subscription, receive)
    deadlines.set(subscription, ackDeadlineMs)
    await link.subscribe({ type: 'subscribe', subscription, address, group, prefetch, ackDeadlineMs })
    return {
      stop: async () => void (await link.stop(subscription)),
      close: async () => {
        await link.unsubscribe(subscription)
        receivers.delete(subscription)
        deadlines.delete(subscription)
      },
    }
  }

  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= link.close())
  const open = (): Link => {
    if (closing) throw closedError(url)
    return link
  }
  const count = async (type: 'replay' | 'discard', filter: DeadLetterFilter): Promise<number> =>
    (await open().call({ type, filter })).count ?? 0

  return {
    url,
    capabilities: { persistent: true, shared: true, ordered: true, deduplicating: true, maxBytes: MAX_BODY_BYTES },
    declare: async (address, group) => void (await open().call({ type: 'declare', address, group })),
    publish: async (address, message) => {
      refuseLarge(url, message, MAX_BODY_BYTES)
      await open().call({ type: 'publish', address }, pack(message))
    },
    subscribe: async (address, subscribing, receive) => {
      open()
      return subscribe(address, subscribing, receive)
    },
    deadLetters: {
      list: async (filter = {}) => readLetters(await open().call({ type: 'list', filter })),
      replay: async (filter = {}) => count('replay', filter),
      discard: async (filter = {}) => count('discard', filter),
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Delivered {
  readonly message: BrokerMessage
  readonly ackDeadlineMs: number
}

function brokerDelivery(
  link: Link,
  { subscription, tag, attempt, address }: Extract<FromBroker, { type: 'delivery' }>,
  { message, ackDeadlineMs }: Delivered,
): BrokerDelivery {
  // After a new connection the broker delivers it again: this one says nothing any more.
  const { epoch } = link
  let settled = false
  const settle = async (how: Settlement['how']): Promise<void> => {
    if (settled) return
    settled = true
    link.tell(epoch, { type: 'settle', subscription, tag, how })
  }
  return {
    ...{ address, message, attempt, ackDeadlineMs },
    ack: () => settle({ kind: 'ack' }),
    retry: (delayMs) => settle({ kind: 'retry', delayMs }),
    release: () => settle({ kind: 'release' }),
    reject: (reason) => settle({ kind: 'reject', reason }),
    extend: () => link.tell(epoch, { type: 'settle', subscription, tag, how: 'extend' }),
  }
}

function readLetters({ letters = [], bytes }: { letters?: readonly ListedLetter[]; bytes: Buffer }): DeadLetter[] {
  let offset = 0
  return letters.map(({ size, ...letter }) => {
    const message = unpack(bytes.subarray(offset, offset + size))
    offset += size
    return { ...letter, message }
  })
}
