import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { collect, firstOf, idOf, sample } from './collect.ts'
import type { BrokerCase } from './conformance.ts'

/** Who gets what, and when. */
export const deliveryCases: readonly BrokerCase[] = [
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
    name: 'an empty body and the largest arrive, up to a megabyte; one that is too large is refused',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const inbox = await collect(broker, address)
      const { maxBytes } = broker.capabilities
      const large = Math.min(1024 * 1024, maxBytes)
      await broker.publish(address, sample('empty', new Uint8Array()))
      await broker.publish(address, sample('large', new Uint8Array(large).fill(0xf7)))
      const sizes = [(await inbox.next()).message.body.length, (await inbox.next()).message.body.length]
      assert.deepEqual(
        sizes.toSorted((a, b) => a - b),
        [0, large],
      )
      if (maxBytes === Infinity) return
      const larger = sample('larger', new Uint8Array(maxBytes + 1))
      await assert.rejects(broker.publish(address, larger), /more than the \d+ that it takes/)
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
    name: 'a closed broker refuses, and closes again',
    run: async ({ address, connect }) => {
      const broker = await connect()
      await broker.close()
      await broker.close()
      await assert.rejects(broker.publish(address, sample('a')), { code: 'UNAVAILABLE' })
    },
  },
]
