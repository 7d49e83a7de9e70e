import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { collect, sample, until } from './collect.ts'
import type { BrokerCase } from './conformance.ts'

/** What becomes of a message when its subscriber says how it went, or does not. */
export const settlingCases: readonly BrokerCase[] = [
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
]
