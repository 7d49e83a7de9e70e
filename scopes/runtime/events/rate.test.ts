import { setTimeout as sleep } from 'node:timers/promises'
import { openBroker } from '@tessera/runtime.broker'
import { expect, test } from 'vitest'
import { subscribeEvents } from './client.ts'
import { publishEvents } from './server.ts'
import { definitionFor, type Order, type OrderEvents, type OrdersApi } from './rig.ts'

const EVENTS = 5000
const PREFETCH = 32

/** An API that takes its time, and counts who is with it. */
function slowApi() {
  const seen = { calls: 0, atOnce: 0, most: 0 }
  const getOrder = async ({ params: { id } }: { readonly params: { readonly id: string } }) => {
    seen.calls++
    seen.most = Math.max(seen.most, ++seen.atOnce)
    await sleep(5)
    seen.atOnce--
    const body: Order = { id, version: 1, total: 1 }
    return { status: 200 as const, body }
  }
  return { seen, details: { call: { getOrder } } }
}

/** Three events of twenty are about an order of their own that is asked for, another is about one that many ask for. */
function orderOf(index: number): { readonly orderId: string; readonly isAsked: boolean } {
  const place = index % 20
  return { orderId: place === 3 ? 'popular' : `o${index}`, isAsked: place <= 3 }
}

test('ten thousand events a second with 15 % fetches: nothing piles up, and one thing is asked for once', async () => {
  await using broker = await openBroker('memory:')
  await using publisher = await publishEvents<OrderEvents>(definitionFor('publisher'), { broker })
  const { seen, details } = slowApi()
  const work = { atOnce: 0, most: 0, done: 0 }
  let finish = (): void => {}
  const finished = new Promise<void>((resolve) => (finish = resolve))
  await using subscriber = await subscribeEvents<OrderEvents, OrdersApi>(
    definitionFor('subscriber'),
    {
      placed: async (event) => {
        work.most = Math.max(work.most, ++work.atOnce)
        if (event.data.channel === 'asked') await event.details()
        work.atOnce--
        if (++work.done === EVENTS) finish()
      },
    },
    { broker, details, service: 'mailer', prefetch: PREFETCH, cache: { entries: 100 } },
  )
  for (let published = 0; published < EVENTS; published += 100) {
    await Promise.all(
      Array.from({ length: 100 }, (_, offset) => {
        const { orderId, isAsked } = orderOf(published + offset)
        return publisher.publish.placed({ orderId, version: 1, channel: isAsked ? 'asked' : 'web' })
      }),
    )
    await sleep(10)
  }
  await finished

  const fetched = EVENTS * 0.15 + 1
  expect(subscriber.statistics()).toEqual({ events: EVENTS, asked: EVENTS * 0.2, fetched, share: fetched / EVENTS })
  expect(seen.calls).toBe(fetched)
  expect(work.most).toBeLessThanOrEqual(PREFETCH)
  expect(seen.most).toBeLessThanOrEqual(PREFETCH)
})
