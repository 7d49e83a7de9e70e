import { setTimeout as sleep } from 'node:timers/promises'
import type { Broker, BrokerDelivery, BrokerMessage, SubscribeOptions } from './broker.ts'

/** The deliveries of one subscription. */
export interface Collected {
  readonly subscription: { stop(): Promise<void>; close(): Promise<void> }
  /** Deliveries that nobody has taken. */
  readonly waiting: number
  next(): Promise<BrokerDelivery>
  take(count: number): Promise<readonly BrokerDelivery[]>
}

export async function collect(
  broker: Broker,
  address: string,
  options: Partial<SubscribeOptions> = {},
  settling: 'acknowledged' | 'by hand' = 'acknowledged',
): Promise<Collected> {
  const arrived: BrokerDelivery[] = []
  const takers: ((delivery: BrokerDelivery) => void)[] = []
  const subscription = await broker.subscribe(address, { group: { name: 'all' }, ...options }, (delivery) => {
    if (settling === 'acknowledged') void delivery.ack()
    const taker = takers.shift()
    if (taker) taker(delivery)
    else arrived.push(delivery)
  })
  const next = (): Promise<BrokerDelivery> => {
    const delivery = arrived.shift()
    return delivery ? Promise.resolve(delivery) : within(new Promise((resolve) => takers.push(resolve)))
  }
  return {
    subscription,
    get waiting() {
      return arrived.length
    },
    next,
    async take(count) {
      const taken: BrokerDelivery[] = []
      while (taken.length < count) taken.push(await next())
      return taken
    },
  }
}

/** The first that come to any of them. */
export async function firstOf(inboxes: readonly Collected[], count: number): Promise<readonly BrokerDelivery[]> {
  const taken: BrokerDelivery[] = []
  await until(
    async () => {
      for (const inbox of inboxes) while (inbox.waiting > 0 && taken.length < count) taken.push(await inbox.next())
      return taken.length
    },
    (length) => length === count,
  )
  return taken
}

const PATIENCE_MS = 60_000

async function within<V>(promise: Promise<V>): Promise<V> {
  const controller = new AbortController()
  const late = sleep(PATIENCE_MS, undefined, { signal: controller.signal }).then(() => {
    throw new Error(`nothing came within ${PATIENCE_MS} ms`)
  })
  late.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    controller.abort()
  }
}

/** Asks until the answer will do: some brokers say things a moment later. */
export async function until<V>(ask: () => Promise<V>, enough: (value: V) => boolean): Promise<V> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const value = await ask()
    if (enough(value)) return value
    if (performance.now() > end) throw new Error(`still not so after ${PATIENCE_MS} ms`)
    await sleep(10)
  }
}

export function sample(id: string, body: Uint8Array = new Uint8Array([1])): BrokerMessage {
  return { id, headers: {}, body }
}

export function idOf(delivery: BrokerDelivery): string {
  return delivery.message.id
}
