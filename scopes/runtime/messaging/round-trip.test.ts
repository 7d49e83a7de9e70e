import { parseTraceparent, runInContext } from '@tessera/runtime.core'
import { expect, test } from 'vitest'
import type { MessageContext } from './client.ts'
import { collector, type PaymentJobs, signalled, startPair, startServer } from './rig.ts'

type Charge = PaymentJobs['charges']['read']

test('a message that is sent is handled, with its defaults', async () => {
  const handled = signalled<Charge>()
  await using pair = await startPair({
    charges: (charge) => {
      handled.resolve(charge)
      return { ok: true }
    },
  })
  const sent = await pair.client.send.charges({ orderId: 'o1', amount: 5 })
  expect(await handled.promise).toEqual({ orderId: 'o1', amount: 5, currency: 'EUR' })
  expect(sent.correlationId).toBe(sent.messageId)
})

test('a request gets its reply, many at a time', async () => {
  await using pair = await startPair({ charges: ({ amount }) => ({ ok: amount % 2 === 0 }) })
  const amounts = Array.from({ length: 50 }, (_, index) => index)
  const replies = await Promise.all(
    amounts.map((amount) => pair.client.request.charges({ orderId: `o${amount}`, amount })),
  )
  expect(replies.map(({ ok }) => ok)).toEqual(amounts.map((amount) => amount % 2 === 0))
})

test('what was sent before the server came up waits for it', async () => {
  await using pair = await startPair()
  await pair.server.drain()
  await pair.client.send.charges({ orderId: 'o1', amount: 5 })
  const handled = signalled<string>()
  const server = await startServer(pair.broker, {
    charges: ({ orderId }) => {
      handled.resolve(orderId)
      return { ok: true }
    },
  })
  expect(await handled.promise).toBe('o1')
  await server.drain()
})

test('one of all: each message goes to one replica', async () => {
  const seen = collector<string>()
  const handlers = {
    charges: ({ orderId }: Charge) => {
      seen.add(orderId)
      return { ok: true }
    },
  }
  await using pair = await startPair(handlers)
  const replica = await startServer(pair.broker, handlers)
  const ids = Array.from({ length: 30 }, (_, index) => `o${index}`)
  await Promise.all(ids.map((orderId) => pair.client.request.charges({ orderId, amount: 1 })))
  expect(seen.items.toSorted()).toEqual(ids.toSorted())
  await replica.drain()
})

test('one per service: each service once; each replica: all of them', async () => {
  await using pair = await startPair()
  const refunds = collector<string>()
  const rates = collector<string>()
  const replicas = ['storefront', 'storefront', 'mailer'].map((service, index) =>
    pair.client.subscribe(
      {
        refunds: () => refunds.add(service),
        rates: () => rates.add(`${service} ${index}`),
      },
      { service },
    ),
  )
  await Promise.all(replicas)
  await pair.server.send.refunds({ orderId: 'o1' })
  await pair.server.send.rates({ orderId: 'o1' })
  expect((await refunds.count(2)).toSorted()).toEqual(['mailer', 'storefront'])
  expect((await rates.count(3)).toSorted()).toEqual(['mailer 2', 'storefront 0', 'storefront 1'])
})

test('messages of one order are handled in order, whichever replica takes them', async () => {
  const seen = collector<number>()
  const handlers = {
    charges: async ({ amount }: Charge) => {
      await new Promise((resolve) => setImmediate(resolve))
      seen.add(amount)
      return { ok: true }
    },
  }
  await using pair = await startPair(handlers)
  const replica = await startServer(pair.broker, handlers)
  const amounts = Array.from({ length: 40 }, (_, index) => index)
  for (const amount of amounts) await pair.client.send.charges({ orderId: 'same', amount })
  expect(await seen.count(40)).toEqual(amounts)
  await replica.drain()
})

test('one trace and one conversation go through messages sent inside handlers', async () => {
  const contexts = collector<MessageContext>()
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  await using pair = await startPair({
    charges: async ({ orderId }, context) => {
      contexts.add(context)
      await pair.server.send.refunds({ orderId })
      return { ok: true }
    },
  })
  await pair.client.subscribe({ refunds: (_, context) => contexts.add(context) }, { service: 'storefront' })
  const caller = { signal: new AbortController().signal, traceparent, tracestate: 'vendor=1', headers: {} }
  const sent = await runInContext(caller, () => pair.client.send.charges({ orderId: 'o1', amount: 1 }))
  const [charge, refund] = await contexts.count(2)
  expect(charge).toMatchObject({ messageId: sent.messageId, correlationId: sent.messageId, attempt: 1 })
  expect(refund).toMatchObject({ correlationId: sent.messageId, causationId: sent.messageId, tracestate: 'vendor=1' })
  const traces = [sent, charge, refund].map((span) => parseTraceparent(span?.traceparent))
  expect(new Set(traces.map((trace) => trace?.traceId))).toEqual(new Set(['0af7651916cd43dd8448eb211c80319c']))
  expect(new Set(traces.map((trace) => trace?.spanId)).size).toBe(3)
  expect(refund?.caller).toEqual({ contract: 'acme.payments/payment-jobs', line: 1, hash: 'hash-of-provider' })
})

test('headers of the message go through, those the contract names are checked', async () => {
  const tenant = signalled<string | undefined>()
  await using pair = await startPair({ notes: (_, { headers }) => tenant.resolve(headers['x-tenant']) })
  await expect(pair.client.send.notes({ orderId: 'o1' })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    at: 'notes/headers',
  })
  await pair.client.send.notes({ orderId: 'o1' }, { headers: { 'X-Tenant': 'acme', 'x-other': '1' } })
  expect(await tenant.promise).toBe('acme')
})

test('all that was sent and handled is told', async () => {
  const records = collector<string>()
  const onMessage = ({ name, outcome }: { name: string; outcome: string }): void => records.add(`${name} ${outcome}`)
  await using pair = await startPair({}, { server: { onMessage }, client: { onMessage } })
  await pair.client.request.charges({ orderId: 'o1', amount: 1 })
  expect(await records.count(3)).toEqual(['charges sent', 'charges sent', 'charges handled'])
})
