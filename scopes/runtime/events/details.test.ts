import { isRuntimeError, Unavailable } from '@tessera/runtime.core'
import { expect, test } from 'vitest'
import { type EventHandlers, type EventSubscriberOptions, type FetchShareWarning, subscribeEvents } from './client.ts'
import { type EventsMock, mockEvents } from './mock.ts'
import { collector, definitionFor, type Order, type OrderEvents, type OrdersApi, samples } from './rig.ts'

const EAGER = { cache: { retryDelayMs: 1 } } as const

function mock(): Promise<EventsMock<OrderEvents, OrdersApi>> {
  return mockEvents<OrderEvents, OrdersApi>(definitionFor('publisher'), samples)
}

function subscribe(
  { broker, details }: EventsMock<OrderEvents, OrdersApi>,
  handlers: EventHandlers<OrderEvents, OrdersApi>,
  options: Partial<EventSubscriberOptions<OrdersApi>> = {},
): ReturnType<typeof subscribeEvents<OrderEvents, OrdersApi>> {
  const all = { broker, details, service: 'mailer', onError: () => {}, ...EAGER, ...options }
  return subscribeEvents<OrderEvents, OrdersApi>(definitionFor('subscriber'), handlers, all)
}

test('details are asked for with what the event says, and only when they are wanted', async () => {
  await using feed = await mock()
  const orders = collector<Order>()
  const subscriber = await subscribe(feed, {
    placed: async (event) => {
      if (event.data.orderId === 'wanted') orders.add(await event.details())
    },
    cancelled: (event) => {
      const none: undefined = event.details
      return none
    },
  })
  await feed.emit.placed({ value: { orderId: 'not wanted', version: 1 } })
  await feed.emit.placed({ value: { orderId: 'wanted', version: 4 } })
  expect(await orders.count(1)).toEqual([{ id: 'wanted', version: 4, total: 1 }])
  expect(feed.calls).toEqual([{ operation: 'getOrder', input: { params: { id: 'wanted' } } }])
  expect(subscriber.statistics('placed')).toEqual({ events: 2, asked: 1, fetched: 1, share: 0.5 })
  await subscriber.drain()
})

test('many that ask for one thing at a time are one call; a version that is known is none', async () => {
  await using feed = await mock()
  const orders = collector<number>()
  const subscriber = await subscribe(feed, {
    placed: async (event) => {
      const [one, two] = await Promise.all([event.details(), event.details()])
      orders.add(one === two ? one.version : -1)
    },
  })
  const other = await subscribe(feed, { placed: async (event) => orders.add((await event.details()).version) })
  await feed.emit.placed({ value: { orderId: 'o1', version: 2 } })
  await feed.emit.placed({ value: { orderId: 'o1', version: 2 } })
  await feed.emit.placed({ value: { orderId: 'o1', version: 1 } })
  expect(await orders.count(3)).toEqual([2, 2, 2])
  expect(feed.calls.length).toBeLessThanOrEqual(2)
  const fetched = subscriber.statistics().fetched + other.statistics().fetched
  expect(fetched).toBe(feed.calls.length)
  await Promise.all([subscriber.drain(), other.drain()])
})

test('details that are not yet visible, or not yet new enough, are asked for again', async () => {
  await using feed = await mock()
  const replies = [
    { status: 404 as const },
    { status: 200 as const, body: { id: 'o1', version: 1, total: 1 } },
    { status: 200 as const, body: { id: 'o1', version: 2, total: 2 } },
  ]
  feed.on('getOrder', () => replies.shift() ?? { status: 404 })
  const orders = collector<number>()
  const subscriber = await subscribe(feed, { placed: async (event) => orders.add((await event.details()).total) })
  await feed.emit.placed({ value: { orderId: 'o1', version: 2 } })
  expect(await orders.count(1)).toEqual([2])
  expect(feed.calls.length).toBe(3)
  await subscriber.drain()
})

test('details that never come reject, and the event is retried', async () => {
  await using feed = await mock()
  feed.on('getOrder', () => ({ status: 404 }))
  const errors = collector<unknown>()
  const attempts = collector<number>()
  const subscriber = await subscribe(
    feed,
    {
      placed: async (event, { attempt }) => {
        attempts.add(attempt)
        await event.details()
      },
    },
    { onError: (error) => errors.add(error), cache: { retries: 1, retryDelayMs: 1 } },
  )
  await feed.emit.placed({ value: { orderId: 'gone', version: 1 } })
  const [error] = await errors.count(3)
  expect(error).toMatchObject({ code: 'DETAILS_UNAVAILABLE', status: 404, message: 'getOrder: answered 404' })
  expect(attempts.items).toEqual([1, 2, 3])
  expect(subscriber.statistics()).toMatchObject({ events: 1, asked: 1 })
  await subscriber.drain()
})

test('older details stand in while the API cannot be reached, where that is asked for', async () => {
  await using feed = await mock()
  const outcomes = collector<unknown>()
  const handlers: EventHandlers<OrderEvents, OrdersApi> = {
    placed: (event) =>
      event.details().then(
        ({ version }) => outcomes.add(version),
        (error: unknown) => outcomes.add(error),
      ),
  }
  const subscriber = await subscribe(feed, handlers, { cache: { staleIfErrorMs: 60_000 } })
  await feed.emit.placed({ value: { orderId: 'o1', version: 1 } })
  await outcomes.count(1)
  feed.on('getOrder', () => {
    throw new Unavailable('getOrder', 'connection refused')
  })
  await feed.emit.placed({ value: { orderId: 'o1', version: 2 } })
  expect(await outcomes.count(2)).toEqual([1, 1])
  await feed.emit.placed({ value: { orderId: 'o2', version: 1 } })
  const error = (await outcomes.count(3))[2]
  expect(isRuntimeError(error, 'DETAILS_UNAVAILABLE')).toBe(true)
  expect(error).toMatchObject({ cause: { code: 'UNAVAILABLE' } })
  await subscriber.drain()
})

test('a subscriber that fetches more often than the contract expects is told once, with what to do', async () => {
  await using feed = await mock()
  const warnings = collector<FetchShareWarning>()
  const seen = collector<string>()
  const subscriber = await subscribe(
    feed,
    {
      placed: async (event) => {
        if (event.data.version % 2 === 0) await event.details()
        seen.add(event.id)
      },
    },
    { onFetchShare: (warning) => warnings.add(warning), prefetch: 1 },
  )
  for (let version = 0; version < 150; version++) {
    await feed.emit.placed({ value: { orderId: `o${version}`, version } })
  }
  await seen.count(150)
  expect(warnings.items).toEqual([
    {
      contract: 'acme.orders/order-events',
      service: 'mailer',
      share: expect.closeTo(0.5, 1) as number,
      expected: 0.2,
      message:
        'mailer fetches details for 50 % of the events of acme.orders/order-events, which expects 20 %: ' +
        'put the fields it needs into the event, or send full messages',
    },
  ])
  await subscriber.drain()
})

test('what others publish is recorded by the mock', async () => {
  await using feed = await mock()
  const { publishEvents } = await import('./server.ts')
  await using publisher = await publishEvents<OrderEvents>(definitionFor('publisher'), { broker: feed.broker })
  await feed.emit.cancelled({ seed: 3 })
  const { id } = await publisher.publish.cancelled({ orderId: 'o1' })
  expect(feed.eventsOf('cancelled')).toEqual([{ event: 'cancelled', id, data: { orderId: 'o1' } }])
  feed.reset()
  expect(feed.events).toEqual([])
})
