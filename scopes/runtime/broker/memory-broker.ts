import { randomUUID } from 'node:crypto'
import type {
  Broker,
  BrokerDelivery,
  BrokerMessage,
  DeadLetter,
  Group,
  SubscribeOptions,
  Subscription,
} from './broker.ts'
import { type DeadEntry, Exchange } from './exchange.ts'
import type { Outcome, QueueDelivery } from './queue.ts'
import { closedError } from './refusals.ts'

export interface MemoryBrokerOptions {
  /** Milliseconds in which a message that comes again under its id is known; 2 minutes where nothing is said, 0 for never. */
  readonly dedupeMs?: number
}

/** Exchanges that are shared by their name, as long as somebody has them open. */
const shared = new Map<string, { readonly exchange: Exchange<BrokerMessage>; users: number }>()

/** A broker in this process: all who open one name share it; without a name it is one's own. Forgets all in the end. */
export function openMemoryBroker(name: string = randomUUID(), options: MemoryBrokerOptions = {}): Broker {
  const place = shared.get(name) ?? { exchange: new Exchange<BrokerMessage>(options), users: 0 }
  shared.set(name, place)
  place.users++
  return connect(place.exchange, `memory:${name}`, () => {
    if (--place.users > 0) return
    place.exchange.close()
    shared.delete(name)
  })
}

function connect(exchange: Exchange<BrokerMessage>, url: string, onClose: () => void): Broker {
  const subscriptions = new Set<Subscription>()
  let closed = false

  function open(): Exchange<BrokerMessage> {
    if (closed) throw closedError(url)
    return exchange
  }

  async function close(): Promise<void> {
    if (closed) return
    closed = true
    await Promise.all([...subscriptions].map((subscription) => subscription.close()))
    onClose()
  }

  return {
    url,
    capabilities: { persistent: false, shared: false, ordered: true, deduplicating: true, maxBytes: Infinity },
    declare: async (address, group) => open().declare(address, group),
    publish: async (address, message) => open().publish(address, copy(message)),
    subscribe: async (address, options, receive) => {
      const subscription = subscribe(open(), { address, options, receive }, () => subscriptions.delete(subscription))
      subscriptions.add(subscription)
      return subscription
    },
    deadLetters: {
      list: async (filter = {}) =>
        open()
          .dead(filter)
          .slice(0, filter.limit ?? 100)
          .map(deadLetter),
      replay: async (filter = {}) => open().replay(filter),
      discard: async (filter = {}) => open().discard(filter),
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Subscribing {
  readonly address: string
  readonly options: SubscribeOptions & { readonly group: Group }
  readonly receive: (delivery: BrokerDelivery) => void
}

function subscribe(
  exchange: Exchange<BrokerMessage>,
  { address, options, receive }: Subscribing,
  onClose: () => void,
): Subscription {
  const { group, prefetch = 16, ackDeadlineMs = 30_000 } = options
  const consumer = exchange.consume(address, group, {
    prefetch,
    ackDeadlineMs,
    receive: (delivery) => receive(brokerDelivery(delivery, ackDeadlineMs)),
  })
  return {
    stop: async () => consumer.stop(),
    close: async () => {
      consumer.close('release')
      onClose()
    },
  }
}

function brokerDelivery(delivery: QueueDelivery<BrokerMessage>, ackDeadlineMs: number): BrokerDelivery {
  const settle = async (outcome: Outcome): Promise<void> => void delivery.settle(outcome)
  const { address, message } = delivery.entry.stored
  return {
    address,
    message: copy(message),
    attempt: delivery.attempt,
    ackDeadlineMs,
    ack: () => settle({ kind: 'ack' }),
    retry: (delayMs) => settle({ kind: 'retry', delayMs }),
    release: () => settle({ kind: 'release' }),
    reject: (reason) => settle({ kind: 'reject', reason }),
    extend: () => delivery.extend(),
  }
}

/** Nobody else's: whoever publishes or receives may change theirs. */
function copy(message: BrokerMessage): BrokerMessage {
  return { ...message, headers: { ...message.headers }, body: message.body.slice() }
}

/** A dead entry as it is shown. */
export function deadLetter({ queue, entry }: DeadEntry<BrokerMessage>): DeadLetter {
  const { stored, attempt, dead } = entry
  return {
    address: stored.address,
    group: queue.queue.group.name,
    message: copy(stored.message),
    reason: dead?.reason ?? { code: '', message: '' },
    attempts: attempt,
    publishedAt: stored.at,
    deadAt: dead?.at ?? 0,
  }
}
