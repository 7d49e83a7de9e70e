import { expect, test } from 'vitest'
import { connectMessaging } from './client.ts'
import { type MessageSamples, mockMessaging } from './mock.ts'
import { collector, definitionFor, type PaymentJobs, signalled, startServer } from './rig.ts'

const samples: MessageSamples<PaymentJobs> = {
  charges: {
    message: (seed) => ({ orderId: `o${seed}`, amount: seed }),
    reply: (seed) => ({ ok: seed > 0 }),
  },
  notes: { message: (seed) => ({ orderId: `o${seed}` }) },
  refunds: { message: (seed) => ({ orderId: `o${seed}` }) },
  rates: { message: (seed) => ({ orderId: `o${seed}` }) },
}

function mockProvider(): ReturnType<typeof mockMessaging<PaymentJobs>> {
  return mockMessaging<PaymentJobs>(definitionFor('provider'), samples)
}

test('a client under test gets valid replies and messages; what it sends is recorded', async () => {
  await using mock = await mockProvider()
  await using client = await connectMessaging<PaymentJobs>(definitionFor('consumer'), { broker: mock.broker })
  expect(await client.request.charges({ orderId: 'o1', amount: 2 })).toEqual({ ok: true })
  const refunds = collector<string>()
  await client.subscribe({ refunds: ({ orderId }) => refunds.add(orderId) }, { service: 'storefront' })
  await mock.emit.refunds({ seed: 7 })
  await mock.emit.refunds({ value: { orderId: 'this one' } })
  expect(await refunds.count(2)).toEqual(['o7', 'this one'])
  expect(mock.messages).toMatchObject([{ channel: 'charges', message: { orderId: 'o1', amount: 2 } }])
  expect((await mock.next('charges')).message).toEqual({ orderId: 'o1', amount: 2 })
  expect(mock.messagesOf('refunds')).toEqual([])
})

test('replies are scripted, and taken back', async () => {
  await using mock = await mockProvider()
  await using client = await connectMessaging<PaymentJobs>(definitionFor('consumer'), { broker: mock.broker })
  const undo = mock.on('charges', ({ amount }) => ({ ok: amount < 10 }))
  expect(await client.request.charges({ orderId: 'o1', amount: 20 })).toEqual({ ok: false })
  undo()
  expect(await client.request.charges({ orderId: 'o1', amount: 20 })).toEqual({ ok: true })
})

test('what is sent meets disturbances', async () => {
  await using mock = await mockProvider()
  await using client = await connectMessaging<PaymentJobs>(definitionFor('consumer'), { broker: mock.broker })
  mock.disturb('charges', { failure: 'unavailable', times: 1 })
  await expect(client.send.charges({ orderId: 'o1', amount: 1 })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  mock.disturb('charges', { failure: 'silence', times: 1 })
  await expect(client.request.charges({ orderId: 'o1', amount: 1 }, { deadlineMs: 20 })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
  })
  mock.disturb('charges', { failure: 'malformed', times: 1 })
  await expect(client.request.charges({ orderId: 'o1', amount: 1 })).rejects.toMatchObject({ code: 'HANDLER_FAILED' })
  mock.disturb('charges', { failure: 'duplicate', delayMs: 5, times: 1 })
  mock.reset()
  expect(await client.request.charges({ orderId: 'o1', amount: 1 })).toEqual({ ok: true })
})

test('a server under test is asked, and told twice', async () => {
  await using mock = await mockMessaging<PaymentJobs>(definitionFor('provider'), samples, { plays: 'consumer' })
  const notes = collector<string>()
  const repeated = signalled()
  const server = await startServer(
    mock.broker,
    { charges: ({ amount }) => ({ ok: amount === 3 }), notes: ({ orderId }) => notes.add(orderId) },
    { onMessage: ({ outcome }) => void (outcome === 'repeated' && repeated.resolve()) },
  )
  expect(await mock.request.charges({ orderId: 'o1', amount: 3 })).toEqual({ ok: true })
  mock.disturb('notes', { failure: 'duplicate' })
  await mock.emit.notes({ seed: 5, headers: { 'x-tenant': 'acme' } })
  await repeated.promise
  expect(notes.items).toEqual(['o5'])
  await server.drain()
})
