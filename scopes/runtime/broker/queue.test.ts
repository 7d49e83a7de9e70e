import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Queue, type QueueConsumer, type QueueDelivery } from './queue.ts'
import type { Addressed } from './changes.ts'
import { freshEntry } from './snapshot.ts'

const quiet = { onSettle: () => {}, onRetry: () => {}, onDead: () => {}, onExpired: () => {} }

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('publish' as const), key: fc.constantFrom('a', 'b', undefined) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('settle' as const),
      which: fc.nat(20),
      how: fc.constantFrom('ack' as const, 'release' as const, 'lost' as const, 'retry' as const, 'reject' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('join' as const), prefetch: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('leave' as const) }) },
)

test('whatever happens, messages of a key come one at a time and in order, and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const queue = new Queue<Addressed>({ name: 'all' }, quiet)
      const open = new Set<QueueDelivery<Addressed>>()
      const consumers: QueueConsumer[] = []
      const published: number[] = []
      const done: number[] = []
      const wrong: string[] = []

      function join(prefetch: number): void {
        const mine = new Set<QueueDelivery<Addressed>>()
        const consumer = queue.consume({
          ...{ prefetch, ackDeadlineMs: Infinity },
          receive(delivery) {
            const { key } = delivery.entry.stored.message
            const others = [...open].filter(({ entry }) => key !== undefined && entry.stored.message.key === key)
            if (others.length > 0) wrong.push(`two of ${key} at a time`)
            open.add(delivery)
            mine.add(delivery)
            if ([...mine].filter((each) => open.has(each)).length > prefetch) wrong.push('more than prefetch')
          },
        })
        consumers.push({
          ...consumer,
          close(kind) {
            for (const delivery of mine) open.delete(delivery)
            consumer.close(kind)
          },
        })
      }

      function settle(
        delivery: QueueDelivery<Addressed>,
        how: Extract<(typeof steps)[number], { how: string }>['how'],
      ): void {
        open.delete(delivery)
        const { seq, message } = delivery.entry.stored
        if (how === 'ack' || how === 'reject') {
          const earlier = published.filter(
            (other) => other < seq && !done.includes(other) && keys.get(other) === message.key,
          )
          if (message.key !== undefined && earlier.length > 0) wrong.push(`${seq} before ${earlier.join()}`)
          done.push(seq)
        }
        if (how === 'retry') delivery.settle({ kind: 'retry', delayMs: 0 })
        else if (how === 'reject') delivery.settle({ kind: 'reject', reason: { code: 'x', message: '' } })
        else delivery.settle({ kind: how })
      }

      const keys = new Map<number, string | undefined>()
      for (const action of steps) {
        if (action.what === 'publish') {
          const seq = published.push(published.length)
          keys.set(seq - 1, action.key)
          const message = action.key === undefined ? { id: `m${seq}` } : { id: `m${seq}`, key: action.key }
          queue.add(freshEntry({ seq: seq - 1, address: 'x', at: 0, message }))
        } else if (action.what === 'settle') {
          const delivery = [...open][action.which % Math.max(1, open.size)]
          if (delivery) settle(delivery, action.how)
        } else if (action.what === 'join') join(action.prefetch)
        else consumers.shift()?.close('release')
        await Promise.resolve()
      }
      join(2)
      while (done.length < published.length) {
        await Promise.resolve()
        for (const delivery of open) settle(delivery, 'ack')
      }
      expect([wrong, done.toSorted((a, b) => a - b)]).toEqual([[], published.map((_, index) => index)])
      queue.close()
    }),
    { numRuns: 200 },
  )
})
