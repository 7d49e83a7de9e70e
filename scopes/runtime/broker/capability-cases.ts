import assert from 'node:assert/strict'
import { collect, firstOf, idOf, sample } from './collect.ts'
import type { BrokerCase } from './conformance.ts'

/** What only brokers do that declare it. */
export const capabilityCases: readonly BrokerCase[] = [
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
]
