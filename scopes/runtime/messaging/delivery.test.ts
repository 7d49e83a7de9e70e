import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Broker, createMemoryOutbox, openBroker, openFileInbox, startRelay } from '@tessera/runtime.broker'
import { expect, test } from 'vitest'
import { connectMessaging } from './client.ts'
import { collector, definitionFor, type PaymentJobs, signalled, startPair, startServer } from './rig.ts'

const CHARGE = { orderId: 'o1', amount: 1 }

test('a message on which its subscriber dies each time is a dead letter in the end', async () => {
  await using pair = await startPair()
  await pair.server.drain()
  await pair.client.send.charges(CHARGE)
  for (let attempt = 1; attempt <= 3; attempt++) {
    const died = signalled<number>()
    // As a process that is killed: the broker hears nothing more of its deliveries.
    const subscription = await pair.broker.subscribe(
      'payments.charges',
      { group: { name: 'all' }, ackDeadlineMs: 1 },
      (delivery) => died.resolve(delivery.attempt),
    )
    expect(await died.promise).toBe(attempt)
    await subscription.stop()
    await until(async () => (await lost(pair.broker)) === attempt)
  }
  const outcome = signalled<string>()
  const server = await startServer(pair.broker, {}, { onMessage: (record) => outcome.resolve(record.outcome) })
  expect(await outcome.promise).toBe('dead')
  expect((await pair.broker.deadLetters.list())[0]?.reason).toEqual({
    code: 'ATTEMPTS_EXHAUSTED',
    message: 'delivered 3 times, and nobody said what became of it',
  })
  await server.drain()
})

/** Deliveries that the message has had, found out without one more: closing gives it back. */
async function lost(broker: Broker): Promise<number> {
  const looked = signalled<number>()
  const subscription = await broker.subscribe('payments.charges', { group: { name: 'all' } }, (delivery) =>
    looked.resolve(delivery.attempt - 1),
  )
  const attempts = await looked.promise
  await subscription.close()
  return attempts
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}

test('an inbox in a folder keeps a service that was restarted from doing a thing twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-inbox-'))
  await using pair = await startPair()
  await pair.server.drain()
  let handled = 0
  const charges = (): { ok: boolean } => ({ ok: ++handled > 0 })
  for (const expected of ['handled', 'repeated']) {
    const inbox = await openFileInbox(folder)
    const outcome = signalled<string>()
    // The acknowledgement is lost on the way, as when the connection is.
    const server = await startServer(
      withoutAcks(pair.broker),
      { charges },
      {
        inbox,
        onMessage: (record) => void (record.outcome === 'sent' || outcome.resolve(record.outcome)),
      },
    )
    if (expected === 'handled') await pair.client.send.charges(CHARGE)
    expect(await outcome.promise).toBe(expected)
    await server.drain()
    await inbox.close?.()
  }
  expect(handled).toBe(1)
  await rm(folder, { recursive: true })
})

function withoutAcks(broker: Broker): Broker {
  return {
    ...broker,
    subscribe: (address, options, receive) =>
      broker.subscribe(address, options, (delivery) => receive({ ...delivery, ack: async () => {} })),
  }
}

test('while its inbox fails a message is retried, not lost', async () => {
  const outcomes = collector<string>()
  let failures = 2
  const seen = new Set<string>()
  const inbox = {
    has: async (key: string) => {
      if (failures-- > 0) throw new Error('the database is away')
      return seen.has(key)
    },
    add: async (key: string) => void seen.add(key),
  }
  const onMessage = ({ outcome }: { outcome: string }): void => void (outcome === 'sent' || outcomes.add(outcome))
  await using pair = await startPair({}, { server: { inbox, onMessage } })
  await pair.client.send.charges(CHARGE)
  expect(await outcomes.count(3)).toEqual(['retried', 'retried', 'handled'])
  expect(seen.size).toBe(1)
})

test('with an outbox what is sent waits for the relay; a request does not', async () => {
  const handled = collector<string>()
  await using pair = await startPair({
    charges: ({ orderId }) => {
      handled.add(orderId)
      return { ok: true }
    },
  })
  const transactions: unknown[] = []
  const memory = createMemoryOutbox()
  const outbox: typeof memory = {
    ...memory,
    add(entry, transaction) {
      transactions.push(transaction)
      return memory.add(entry)
    },
  }
  const client = await connectMessaging<PaymentJobs>(definitionFor('consumer'), { broker: pair.broker, outbox })
  const sent = await client.send.charges({ ...CHARGE, orderId: 'stored' }, { transaction: 'tx 1' })
  expect(await client.request.charges({ ...CHARGE, orderId: 'asked' })).toEqual({ ok: true })
  expect(handled.items).toEqual(['asked'])
  expect((await outbox.pending(10)).map(({ message }) => message.id)).toEqual([sent.messageId])
  const relay = await startRelay(outbox, { broker: pair.broker })
  expect(await handled.count(2)).toEqual(['asked', 'stored'])
  expect(transactions).toEqual(['tx 1'])
  await relay.drain()
  await client.drain()
})

test('replicas that come and go under load lose nothing, and repeat nothing', async () => {
  await using broker = await openBroker('memory:')
  const handled = collector<number>()
  const charges = async ({ amount }: { amount: number }): Promise<{ ok: boolean }> => {
    await new Promise((resolve) => setImmediate(resolve))
    handled.add(amount)
    return { ok: true }
  }
  const client = await connectMessaging<PaymentJobs>(definitionFor('consumer'), { broker })
  const amounts = Array.from({ length: 600 }, (_, index) => index)
  const sending = Promise.all(amounts.map((amount) => client.send.charges({ orderId: `o${amount}`, amount })))
  for (let round = 1; round <= 5; round++) {
    const replica = await startServer(broker, { charges })
    await handled.count(round * 100)
    await replica.drain()
  }
  const last = await startServer(broker, { charges })
  await handled.count(600)
  await sending
  await last.drain()
  expect(handled.items.toSorted((a, b) => a - b)).toEqual(amounts)
  await client.drain()
})
