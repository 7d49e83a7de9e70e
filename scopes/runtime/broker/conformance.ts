import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Broker, BrokerCapabilities, BrokerDelivery, BrokerMessage, SubscribeOptions } from './broker.ts'

/** One thing that every broker does, or every one with a capability. */
export interface BrokerCase {
  readonly name: string
  /** Only brokers that declare it are held to it. */
  readonly needs?: keyof BrokerCapabilities
  readonly run: (stage: Stage) => Promise<void>
}

/** What a case works with. */
export interface Stage {
  /** Nobody else uses it. */
  readonly address: string
  /** A connection of its own to one and the same broker; closed when the case has ended. */
  readonly connect: () => Promise<Broker>
}

/** Runs one case against the broker that `open` opens a connection to; rejects where the broker does not conform. */
export async function runBrokerCase({ run }: BrokerCase, open: () => Promise<Broker>): Promise<void> {
  const opened: Broker[] = []
  const connect = async (): Promise<Broker> => {
    const broker = await open()
    opened.push(broker)
    return broker
  }
  try {
    await run({ address: `conformance-${randomUUID()}`, connect })
  } finally {
    await Promise.all(opened.map((broker) => broker.close()))
  }
}

/** What an adapter has to do; run all of them in its tests. */
export const brokerCases: readonly BrokerCase[] = [
  {
    name: 'a message arrives as it was sent',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address)
      const body = Uint8Array.from({ length: 256 }, (_, byte) => byte)
      const headers = { 'x-text': 'grüße, 世界', 'x-empty': '' }
      await broker.publish(address, { id: 'a', key: 'k', headers, body })
      const { message, attempt, address: from } = await inbox.next()
      assert.deepEqual({ ...message, body: [...message.body] }, { id: 'a', key: 'k', headers, body: [...body] })
      assert.deepEqual([attempt, from], [1, address])
    },
  },
  {
    name: 'an empty body and one of a megabyte arrive',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address)
      await broker.publish(address, sample('empty', new Uint8Array()))
      await broker.publish(address, sample('large', new Uint8Array(1024 * 1024).fill(7)))
      const sizes = [(await inbox.next()).message.body.length, (await inbox.next()).message.body.length]
      assert.deepEqual(sizes, [0, 1024 * 1024])
    },
  },
  {
    name: 'what is published before anybody subscribes waits for a declared group',
    run: async ({ address, connect }) => {
      const broker = await connect()
      await broker.declare(address, { name: 'all' })
      await broker.publish(address, sample('a'))
      assert.equal((await (await collect(broker, address)).next()).message.id, 'a')
    },
  },
  {
    name: 'publishing where nobody listens is confirmed',
    run: async ({ address, connect }) => (await connect()).publish(address, sample('a')),
  },
  {
    name: 'each group gets every message, one of its subscribers handles it',
    run: async ({ address, connect }) => {
      const [broker, other] = [await connect(), await connect()]
      const left = await collect(broker, address, { group: { name: 'one' } })
      const right = await collect(other, address, { group: { name: 'one' } })
      const alone = await collect(other, address, { group: { name: 'two' } })
      const ids = Array.from({ length: 20 }, (_, index) => `m${index}`)
      for (const id of ids) await broker.publish(address, sample(id))
      const [one, two] = await Promise.all([firstOf([left, right], 20), alone.take(20)])
      assert.deepEqual(one.map(idOf).toSorted(), ids.toSorted())
      assert.deepEqual(two.map(idOf).toSorted(), ids.toSorted())
    },
  },
  {
    name: 'no more than prefetch are delivered before they are settled',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address, { prefetch: 3 }, 'by hand')
      for (let index = 0; index < 5; index++) await broker.publish(address, sample(`m${index}`))
      const [first] = await inbox.take(3)
      await sleep(100)
      assert.equal(inbox.waiting, 0)
      await first?.ack()
      assert.equal((await inbox.next()).attempt, 1)
    },
  },
  {
    name: 'a message that is retried comes again, later and counted',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address, {}, 'by hand')
      await broker.publish(address, sample('a'))
      const started = performance.now()
      await (await inbox.next()).retry(300)
      const again = await inbox.next()
      assert.deepEqual([again.message.id, again.attempt], ['a', 2])
      assert.ok(performance.now() - started >= 250, 'came too early')
      await again.retry(0)
      assert.equal((await inbox.next()).attempt, 3)
    },
  },
  {
    name: 'others pass a message that waits for its retry',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address, { prefetch: 1 }, 'by hand')
      await broker.publish(address, sample('poison'))
      await broker.publish(address, sample('fine'))
      await (await inbox.next()).retry(60_000)
      assert.equal((await inbox.next()).message.id, 'fine')
    },
  },
  {
    name: 'a message that is released comes again at once, and is not counted',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address, {}, 'by hand')
      await broker.publish(address, sample('a'))
      await (await inbox.next()).release()
      assert.equal((await inbox.next()).attempt, 1)
    },
  },
  {
    name: 'what a subscriber had not settled when it went comes to another',
    run: async ({ address, connect }) => {
      const [first, second] = [await connect(), await connect()]
      const lost = await collect(first, address, {}, 'by hand')
      await first.publish(address, sample('a'))
      await lost.next()
      await first.close()
      assert.equal((await (await collect(second, address)).next()).message.id, 'a')
    },
  },
  {
    name: 'a stopped subscription gets nothing new, and settles what it has',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address, {}, 'by hand')
      await broker.publish(address, sample('a'))
      const held = await inbox.next()
      await inbox.subscription.stop()
      await broker.publish(address, sample('b'))
      await held.ack()
      await inbox.subscription.close()
      const rest = await collect(broker, address)
      assert.deepEqual((await rest.take(1)).map(idOf), ['b'])
      await sleep(100)
      assert.equal(rest.waiting, 0)
    },
  },
  {
    name: 'a delivery that nobody settles in time comes again; extended, it does not',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address, { ackDeadlineMs: 1_000 }, 'by hand')
      await broker.publish(address, sample('a'))
      const held = await inbox.next()
      if (held.ackDeadlineMs === Infinity) return
      await sleep(600)
      held.extend()
      await sleep(600)
      assert.equal(inbox.waiting, 0)
      assert.equal((await inbox.next()).attempt, 2)
    },
  },
  {
    name: 'a rejected message is a dead letter: listed, replayed, discarded',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address, {}, 'by hand')
      await broker.publish(address, sample('a', new TextEncoder().encode('body')))
      await (await inbox.next()).retry(0)
      await (await inbox.next()).reject({ code: 'poison', message: 'no good' })
      const [letter, ...more] = await until(
        () => broker.deadLetters.list({ address }),
        (letters) => letters.length > 0,
      )
      assert.equal(more.length, 0)
      assert.deepEqual(
        [letter?.address, letter?.group, letter?.message.id, letter?.reason, letter?.attempts],
        [address, 'all', 'a', { code: 'poison', message: 'no good' }, 2],
      )
      assert.equal(new TextDecoder().decode(letter?.message.body), 'body')
      assert.equal(await broker.deadLetters.replay({ address, ids: ['other'] }), 0)
      assert.equal(await broker.deadLetters.replay({ address, ids: ['a'] }), 1)
      const again = await inbox.next()
      assert.equal(again.attempt, 1)
      await again.reject({ code: 'poison', message: 'still no good' })
      await until(
        () => broker.deadLetters.list({ address }),
        (letters) => letters.length > 0,
      )
      assert.equal(await broker.deadLetters.discard({ address, group: 'all' }), 1)
      assert.deepEqual(await broker.deadLetters.list({ address }), [])
    },
  },
  {
    name: 'a message is settled once',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address, {}, 'by hand')
      await broker.publish(address, sample('a'))
      const delivery = await inbox.next()
      await delivery.ack()
      await delivery.reject({ code: 'late', message: 'too late' })
      await delivery.retry(0)
      await sleep(100)
      assert.deepEqual([inbox.waiting, await broker.deadLetters.list({ address })], [0, []])
    },
  },
  {
    name: 'a group that expires goes with what waits for it',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const group = { name: 'replica', expiresMs: 1_000 }
      const first = await collect(broker, address, { group })
      await broker.publish(address, sample('a'))
      await first.next()
      await first.subscription.close()
      await broker.publish(address, sample('b'))
      await sleep(2_500)
      const second = await collect(broker, address, { group })
      await broker.publish(address, sample('c'))
      assert.equal((await second.next()).message.id, 'c')
    },
  },
  {
    name: 'messages of one key come in order, one at a time, over all subscribers',
    needs: 'ordered',
    run: async ({ address, connect }) => {
      const [first, second] = [await connect(), await connect()]
      const group = { name: 'all', ordered: true }
      const inboxes = [
        await collect(first, address, { group }, 'by hand'),
        await collect(second, address, { group }, 'by hand'),
      ]
      for (let index = 0; index < 6; index++) await first.publish(address, { ...sample(`m${index}`), key: 'k' })
      await first.publish(address, { ...sample('other'), key: 'l' })
      const seen: string[] = []
      while (seen.length < 6) {
        const [delivery] = await firstOf(inboxes, 1)
        if (!delivery) continue
        if (delivery.message.key === 'k') seen.push(delivery.message.id)
        // Once it fails: the next one still waits.
        if (seen.length === 3 && delivery.attempt === 1 && delivery.message.key === 'k') {
          seen.pop()
          await delivery.retry(100)
        } else await delivery.ack()
      }
      assert.deepEqual(seen, ['m0', 'm1', 'm2', 'm3', 'm4', 'm5'])
    },
  },
  {
    name: 'a message that is published twice under one id is delivered once',
    needs: 'deduplicating',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address)
      for (const id of ['a', 'a', 'b']) await broker.publish(address, sample(id))
      assert.deepEqual((await inbox.take(2)).map(idOf).toSorted(), ['a', 'b'])
    },
  },
  {
    name: 'what was confirmed outlives the connection of who published it',
    needs: 'shared',
    run: async ({ address, connect }) => {
      const [publisher, subscriber] = [await connect(), await connect()]
      await subscriber.declare(address, { name: 'all' })
      for (let index = 0; index < 10; index++) await publisher.publish(address, sample(`m${index}`))
      await publisher.close()
      assert.equal((await (await collect(subscriber, address)).take(10)).length, 10)
    },
  },
  {
    name: 'a closed broker refuses, and closes again',
    run: async ({ address, connect }) => {
      const broker = await connect()
      await broker.close()
      await broker.close()
      await assert.rejects(broker.publish(address, sample('a')), { code: 'UNAVAILABLE' })
    },
  },
]

interface Collected {
  readonly subscription: { stop(): Promise<void>; close(): Promise<void> }
  /** Deliveries that nobody has taken. */
  readonly waiting: number
  next(): Promise<BrokerDelivery>
  take(count: number): Promise<readonly BrokerDelivery[]>
}

async function collect(
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
async function firstOf(inboxes: readonly Collected[], count: number): Promise<readonly BrokerDelivery[]> {
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

const PATIENCE_MS = 20_000

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
async function until<V>(ask: () => Promise<V>, enough: (value: V) => boolean): Promise<V> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const value = await ask()
    if (enough(value)) return value
    if (performance.now() > end) throw new Error(`still not so after ${PATIENCE_MS} ms`)
    await sleep(10)
  }
}

function sample(id: string, body: Uint8Array = new Uint8Array([1])): BrokerMessage {
  return { id, headers: {}, body }
}

function idOf(delivery: BrokerDelivery): string {
  return delivery.message.id
}
