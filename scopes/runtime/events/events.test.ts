import { type BrokerMessage, openBroker } from '@tessera/runtime.broker'
import { parseTraceparent } from '@tessera/runtime.core'
import { CloudEvent as Sdk } from 'cloudevents'
import { expect, test } from 'vitest'
import { subscribeEvents } from './client.ts'
import { publishEvents } from './server.ts'
import { collector, definitionFor, type OrderEvents, type OrdersApi } from './rig.ts'

const NO_DETAILS = { call: { getOrder: () => Promise.reject(new Error('nobody asks')) } }
const PLACED = { orderId: 'o1', version: 3 }

test('an event that is published is handled, thin, with its defaults', async () => {
  await using broker = await openBroker('memory:')
  await using publisher = await publishEvents<OrderEvents>(definitionFor('publisher'), { broker, source: '/orders' })
  const seen = collector<object>()
  await using subscriber = await subscribeEvents<OrderEvents, OrdersApi>(
    definitionFor('subscriber'),
    {
      placed: ({ id, type, source, time, data }, context) =>
        seen.add({ id, type, source, time, data, sameTrace: context.traceparent, messageId: context.messageId }),
    },
    { broker, details: NO_DETAILS, service: 'mailer' },
  )
  const time = '2026-11-22T10:00:00Z'
  const published = await publisher.publish.placed(PLACED, { time })
  await publisher.publish.cancelled({ orderId: 'o1' })
  const [event] = await seen.count(1)
  expect(event).toMatchObject({
    id: published.id,
    messageId: published.id,
    type: 'acme.orders/order-events.placed',
    source: '/orders',
    time,
    data: { ...PLACED, channel: 'web' },
  })
  expect(subscriber.statistics()).toEqual({ events: 1, asked: 0, fetched: 0, share: 0 })
})

test('what travels is a CloudEvent that the official SDK takes', async () => {
  await using broker = await openBroker('memory:')
  await using publisher = await publishEvents<OrderEvents>(definitionFor('publisher'), { broker })
  const messages = collector<BrokerMessage>()
  await broker.subscribe('acme.orders/order-events', { group: { name: 'tap' } }, (delivery) => {
    messages.add(delivery.message)
    void delivery.ack()
  })
  const { id, traceparent } = await publisher.publish.placed(PLACED, { subject: 'o1' })
  const [message] = await messages.count(1)
  const envelope = JSON.parse(new TextDecoder().decode(message?.body)) as Record<string, unknown>
  expect(new Sdk(envelope, true).toJSON()).toMatchObject({ id, subject: 'o1' })
  expect(envelope).toEqual({
    specversion: '1.0',
    id,
    source: '/acme.orders/order-events',
    type: 'acme.orders/order-events.placed',
    time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    datacontenttype: 'application/json',
    dataschema: 'urn:tessera:contract:acme.orders/order-events:1#placed',
    subject: 'o1',
    partitionkey: 'o1',
    traceparent,
    correlationid: id,
    data: PLACED,
  })
  expect(message).toMatchObject({ id, key: 'o1', headers: { 'content-type': 'application/cloudevents+json' } })
  expect(parseTraceparent(traceparent)).toBeDefined()
})

test.each([
  [
    'structured',
    {},
    { specversion: '1.0', id: 'f1', source: '/x', type: 'acme.orders/order-events.cancelled', data: { orderId: 'o9' } },
  ],
  [
    'binary',
    {
      'ce-specversion': '1.0',
      'ce-id': 'f1',
      'ce-source': '/x',
      'ce-type': 'acme.orders/order-events.cancelled',
    },
    { orderId: 'o9' },
  ],
])('a foreign event in %s mode is read', async (_, headers, content) => {
  await using broker = await openBroker('memory:')
  const seen = collector<object>()
  await using _subscriber = await subscribeEvents<OrderEvents, OrdersApi>(
    definitionFor('subscriber'),
    { cancelled: ({ id, source, data }) => seen.add({ id, source, data }) },
    { broker, details: NO_DETAILS, service: 'mailer' },
  )
  const body = new TextEncoder().encode(JSON.stringify(content))
  await broker.publish('acme.orders/order-events', { id: 'f1', headers: headers as Record<string, string>, body })
  expect(await seen.count(1)).toEqual([{ id: 'f1', source: '/x', data: { orderId: 'o9' } }])
})

test('events that break the contract do not leave, nor get in; unknown ones are passed over', async () => {
  await using broker = await openBroker('memory:')
  await using publisher = await publishEvents<OrderEvents>(definitionFor('publisher'), { broker })
  const seen = collector<string>()
  const dead = collector<unknown>()
  await using _subscriber = await subscribeEvents<OrderEvents, OrdersApi>(
    definitionFor('subscriber'),
    { placed: ({ data }) => seen.add(data.orderId) },
    { broker, details: NO_DETAILS, service: 'mailer', onError: (error) => dead.add(error) },
  )
  // @ts-expect-error the version is missing
  await expect(publisher.publish.placed({ orderId: 'o1' })).rejects.toMatchObject({ side: 'sent', at: 'placed/data' })
  const large = publisher.publish.placed({ ...PLACED, channel: 'x'.repeat(200) })
  await expect(large).rejects.toMatchObject({ issues: [{ keyword: 'maxBytes' }] })
  const send = (id: string, event: unknown): Promise<void> =>
    broker.publish('acme.orders/order-events', {
      id,
      headers: {},
      body: new TextEncoder().encode(JSON.stringify(event)),
    })
  const envelope = { specversion: '1.0', source: '/x' }
  await send('1', { ...envelope, id: '1', type: 'acme.orders/order-events.placed', data: { orderId: 1 } })
  await send('2', { ...envelope, id: '2', type: 'acme.orders/order-events.shipped', data: {} })
  await send('3', { hello: 'world' })
  await send('4', { ...envelope, id: '4', type: 'acme.orders/order-events.placed', data: PLACED })
  expect(await seen.count(1)).toEqual(['o1'])
  expect(await dead.count(2)).toMatchObject([{ at: 'placed/data' }, { at: 'event' }])
})
