import { type Broker, type DeadLetter, openBroker, openMemoryBroker } from '@tessera/runtime.broker'
import { isRuntimeError, NotRetryable, runInContext } from '@tessera/runtime.core'
import { expect, test } from 'vitest'
import { connectMessaging, type FailedMessage } from './client.ts'
import { serveMessaging } from './server.ts'
import { collector, definitionFor, obvious, type PaymentJobs, signalled, startPair, startServer } from './rig.ts'

const CHARGE = { orderId: 'o1', amount: 1 }

test('a handler that fails is tried again, until it does not', async () => {
  const attempts = collector<number>()
  await using pair = await startPair({
    charges: (_, { attempt }) => {
      attempts.add(attempt)
      if (attempt < 3) throw new Error('not yet')
      return { ok: true }
    },
  })
  expect(await pair.client.request.charges(CHARGE)).toEqual({ ok: true })
  expect(attempts.items).toEqual([1, 2, 3])
  expect(await pair.broker.deadLetters.list()).toEqual([])
})

test('after its last attempt a message is a dead letter; replayed, it is handled', async () => {
  const errors = collector<FailedMessage>()
  const handled = signalled()
  let broken = true
  await using pair = await startPair(
    {
      charges: () => {
        if (broken) throw new Error('the bank is closed')
        handled.resolve()
        return { ok: true }
      },
    },
    { server: { onError: (_, message) => errors.add(message) } },
  )
  const { messageId } = await pair.client.send.charges(CHARGE)
  const told = await errors.count(3)
  expect(told.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
    [1, 'retried'],
    [2, 'retried'],
    [3, 'dead'],
  ])
  const [letter] = await deadLetters(pair.broker)
  expect(letter).toMatchObject({
    address: 'payments.charges',
    group: 'all',
    attempts: 3,
    reason: { code: 'ATTEMPTS_EXHAUSTED', message: 'the bank is closed' },
    message: { id: messageId },
  })
  broken = false
  expect(await pair.broker.deadLetters.replay()).toBe(1)
  await handled.promise
})

test('what is not retryable is a dead letter at once, and others flow', async () => {
  await using pair = await startPair({
    charges: ({ orderId }) => {
      if (orderId === 'stolen') throw new NotRetryable('the card was stolen')
      return { ok: true }
    },
  })
  await pair.client.send.charges({ ...CHARGE, orderId: 'stolen' })
  expect(await pair.client.request.charges(CHARGE)).toEqual({ ok: true })
  expect(await deadLetters(pair.broker)).toMatchObject([
    { attempts: 1, reason: { code: 'NOT_RETRYABLE', message: 'the card was stolen' } },
  ])
})

test('who waits for the reply of a request that became a dead letter hears of it at once', async () => {
  await using pair = await startPair({
    charges: () => {
      throw new NotRetryable('the card was stolen')
    },
  })
  await expect(pair.client.request.charges(CHARGE)).rejects.toMatchObject({
    code: 'HANDLER_FAILED',
    message: 'charges failed on the other side: NOT_RETRYABLE',
  })
})

test('a message that breaks the contract does not leave; nor does a reply', async () => {
  const errors = collector<unknown>()
  await using pair = await startPair(
    // @ts-expect-error the reply is not what the contract says
    { charges: () => ({ ok: 'yes' }) },
    { server: { onError: (error) => errors.add(error) } },
  )
  // @ts-expect-error nor is the message
  await expect(pair.client.send.charges({ orderId: 'o1', amount: 'much' })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    at: 'charges/message',
    issues: [{ pointer: '/amount', keyword: 'type' }],
  })
  const tooLong = pair.client.send.charges({ ...CHARGE, orderId: 'x'.repeat(500) })
  await expect(tooLong).rejects.toMatchObject({ issues: [{ keyword: 'maxBytes' }] })
  await pair.client.send.charges(CHARGE)
  const [error] = await errors.count(1)
  expect(error).toMatchObject({ code: 'CONTRACT_VIOLATION', side: 'sent', at: 'charges/reply' })
})

test.each([
  ['no JSON', '{"cut', { code: 'CONTRACT_VIOLATION' }],
  ['something else', '{"orderId":1}', { code: 'CONTRACT_VIOLATION' }],
  ['too large', `{"orderId":"${'x'.repeat(500)}","amount":1}`, { code: 'CONTRACT_VIOLATION' }],
])('a stranger who sends %s is not handled, and does not hold up others', async (_, text, reason) => {
  await using pair = await startPair()
  await pair.broker.publish('payments.charges', { id: 'bad', headers: {}, body: new TextEncoder().encode(text) })
  expect(await pair.client.request.charges(CHARGE)).toEqual({ ok: true })
  expect(await deadLetters(pair.broker)).toMatchObject([{ message: { id: 'bad' }, attempts: 1, reason }])
})

test('a foreign sender that says nothing of itself is taken at its word', async () => {
  const handled = signalled<object>()
  await using pair = await startPair({
    charges: (charge, { messageId, caller }) => {
      handled.resolve({ charge, messageId, caller })
      return { ok: true }
    },
  })
  const body = new TextEncoder().encode('{"orderId":"o1","amount":1,"more":true}')
  await pair.broker.publish('payments.charges', { id: 'foreign', headers: {}, body })
  expect(await handled.promise).toEqual({
    charge: { orderId: 'o1', amount: 1, currency: 'EUR', more: true },
    messageId: 'foreign',
    caller: undefined,
  })
})

test('a message of another line is a dead letter that names both', async () => {
  await using pair = await startPair()
  const newer = await connectMessaging<PaymentJobs>(definitionFor('consumer', 2), { broker: pair.broker })
  await newer.send.charges(CHARGE)
  const [letter] = await deadLetters(pair.broker)
  expect(letter?.reason).toEqual({
    code: 'INCOMPATIBLE_CONTRACT',
    message: 'this side speaks acme.payments/payment-jobs line 1, the other side acme.payments/payment-jobs line 2',
  })
  await newer.drain()
})

test('a message that comes twice is handled once', async () => {
  const broker = openMemoryBroker(undefined, { dedupeMs: 0 })
  let handled = 0
  const outcomes = collector<string>()
  const server = await startServer(
    broker,
    {
      charges: () => {
        handled++
        return { ok: true }
      },
    },
    { onMessage: ({ outcome }) => void (outcome === 'sent' || outcomes.add(outcome)) },
  )
  const client = await connectMessaging<PaymentJobs>(definitionFor('consumer'), { broker })
  for (let times = 0; times < 3; times++) await client.send.charges(CHARGE, { messageId: 'same' })
  expect((await outcomes.count(3)).toSorted()).toEqual(['handled', 'repeated', 'repeated'])
  expect(handled).toBe(1)
  await Promise.all([client.drain(), server.drain()])
  await broker.close()
})

test('a reply that does not come is a deadline; a call may be cancelled', async () => {
  await using pair = await startPair()
  await pair.server.drain()
  await expect(pair.client.request.charges(CHARGE, { deadlineMs: 30 })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    operation: 'charges',
    deadlineMs: 30,
  })
  const controller = new AbortController()
  const cancelled = pair.client.request.charges(CHARGE, { signal: controller.signal })
  controller.abort(new Error('never mind'))
  await expect(cancelled).rejects.toThrow('never mind')
})

test('a request inside a handler has what remains of its deadline', async () => {
  await using pair = await startPair()
  await pair.server.drain()
  const context = { signal: new AbortController().signal, traceparent: '', headers: {}, deadline: Date.now() + 30 }
  const refused = runInContext(context, () => pair.client.request.charges(CHARGE))
  await expect(refused).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
})

test('a request that nobody waits for any more is a dead letter, and is not handled', async () => {
  await using broker = await openBroker('memory:')
  await using client = await connectMessaging<PaymentJobs>(definitionFor('consumer'), { broker })
  const over = Date.now() + 30
  // It waits where nobody is there yet.
  await expect(client.request.charges(CHARGE, { deadlineMs: 20 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  // Timers may be a little ahead of the clock.
  await expect.poll(() => Date.now()).toBeGreaterThan(over)
  const handled = collector<number | undefined>()
  const charges = (_: unknown, { deadline }: { readonly deadline?: number | undefined }): { ok: boolean } => {
    handled.add(deadline)
    return { ok: true }
  }
  await using _server = await startServer(broker, { charges })
  const before = Date.now()
  await client.request.charges(CHARGE, { deadlineMs: 20_000 })
  const [deadline = 0, ...more] = handled.items
  expect(more).toEqual([])
  expect(deadline - before).toBeGreaterThan(10_000)
  expect(deadline - Date.now()).toBeLessThanOrEqual(20_000)
  expect(await broker.deadLetters.list()).toMatchObject([{ attempts: 1, reason: { code: 'DEADLINE_EXCEEDED' } }])
})

test('validation may be told to report, or not to look', async () => {
  const violations = collector<string>()
  const seen = collector<unknown>()
  await using pair = await startPair(
    { charges: (charge) => (seen.add(charge), { ok: true }) },
    {
      client: { validation: { sent: 'off' } },
      server: { validation: { received: 'report' }, onViolation: ({ at }) => violations.add(at) },
    },
  )
  // @ts-expect-error not what the contract says
  await pair.client.request.charges({ orderId: 1, amount: 1 })
  expect(seen.items).toEqual([{ orderId: 1, amount: 1, currency: 'EUR' }])
  expect(violations.items).toEqual(['charges/message'])
})

test('a server without a handler is refused, and a broker that is none', async () => {
  const { charges } = obvious
  // @ts-expect-error notes has no handler
  const incomplete = serveMessaging<PaymentJobs>(definitionFor('provider'), { charges }, { broker: 'memory:' })
  await expect(incomplete).rejects.toThrow('acme.payments/payment-jobs: notes has no handler')
  const nowhere = connectMessaging<PaymentJobs>(definitionFor('consumer'), { broker: 'nothing' })
  await expect(nowhere).rejects.toThrow(TypeError)
})

test('draining finishes what is in work, takes nothing new, and refuses to send', async () => {
  const began = signalled()
  const finish = signalled()
  let handled = 0
  await using pair = await startPair({
    charges: async () => {
      began.resolve()
      await finish.promise
      handled++
      return { ok: true }
    },
  })
  const reply = pair.client.request.charges(CHARGE)
  await began.promise
  const drained = pair.server.drain()
  await pair.client.send.charges({ ...CHARGE, orderId: 'late' })
  finish.resolve()
  expect(await reply).toEqual({ ok: true })
  await drained
  expect(handled).toBe(1)
  const refused = pair.server.send.refunds({ orderId: 'o1' })
  await expect(refused).rejects.toSatisfy((error) => isRuntimeError(error, 'UNAVAILABLE'))
  const rescued = signalled<string>()
  const next = await startServer(pair.broker, { charges: ({ orderId }) => (rescued.resolve(orderId), { ok: true }) })
  expect(await rescued.promise).toBe('late')
  await next.drain()
})

test('a handler that never ends loses its message to another when draining gives up', async () => {
  const began = signalled()
  const aborted = signalled()
  await using pair = await startPair(
    {
      charges: (_, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve())
        began.resolve()
        return new Promise(() => {})
      },
    },
    { server: { drainMs: 20 } },
  )
  await pair.client.send.charges(CHARGE)
  await began.promise
  await pair.server.drain()
  await aborted.promise
  const attempts = signalled<number>()
  const next = await startServer(pair.broker, {
    charges: (_, { attempt }) => (attempts.resolve(attempt), { ok: true }),
  })
  expect(await attempts.promise).toBe(1)
  await next.drain()
})

/** They come a moment after the handler has failed. */
async function deadLetters(broker: Broker): Promise<readonly DeadLetter[]> {
  for (;;) {
    const letters = await broker.deadLetters.list()
    if (letters.length > 0) return letters
    await new Promise((resolve) => setImmediate(resolve))
  }
}
