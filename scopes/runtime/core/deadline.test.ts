import { expect, test } from 'vitest'
import { type Context, createGate, currentContext, runInContext, startDeadline, tightest } from './index.ts'

const context = (deadline?: number): Context => ({
  signal: new AbortController().signal,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  headers: {},
  ...(deadline === undefined ? {} : { deadline }),
})

test('a deadline ends by time, and says so', async () => {
  const deadline = startDeadline(10)
  await new Promise((resolve) => deadline.signal.addEventListener('abort', resolve))
  expect(deadline.expired).toBe(true)
  expect(deadline.signal.reason).toMatchObject({ name: 'TimeoutError' })
  deadline.stop()
})

test('it ends with a signal it was given, and is not over then', () => {
  const source = new AbortController()
  const deadline = startDeadline(10_000, [undefined, source.signal])
  source.abort('enough')
  expect([deadline.signal.aborted, deadline.signal.reason, deadline.expired]).toEqual([true, 'enough', false])
  deadline.stop()
})

test('stopped, it hears of nothing any more', () => {
  const source = new AbortController()
  const deadline = startDeadline(10_000, [source.signal])
  deadline.stop()
  source.abort()
  expect(deadline.signal.aborted).toBe(false)
})

test('no time is over at once, no deadline never', () => {
  expect(startDeadline(0).expired).toBe(true)
  const endless = startDeadline(Infinity)
  expect([endless.at, endless.remaining(), endless.signal.aborted]).toEqual([undefined, Infinity, false])
})

test('the tightest limit holds, that of a handler among them', () => {
  expect(tightest(undefined)).toBe(Infinity)
  expect(tightest(undefined, undefined, 500, 200)).toBe(200)
  const handler = context(Date.now() + 100)
  expect(tightest(handler, 500)).toBeLessThanOrEqual(100)
  expect(tightest(handler, 5)).toBe(5)
  expect(tightest(context(), 7)).toBe(7)
})

test('contexts of concurrent work do not mix', async () => {
  const contexts = [context(1), context(2), context(3)]
  const seen = await Promise.all(
    contexts.map((each) =>
      runInContext(each, () => new Promise((resolve) => setImmediate(() => resolve(currentContext())))),
    ),
  )
  expect(seen).toEqual(contexts)
  expect(currentContext()).toBeUndefined()
})

test('a gate closes when all have left, each counted once', async () => {
  const gate = createGate()
  const [first, second] = [gate.enter(), gate.enter()]
  let closed = false
  const closing = gate.close().then(() => (closed = true))
  first()
  first()
  await Promise.resolve()
  expect([gate.closed, gate.inFlight, closed]).toEqual([true, 1, false])
  second()
  await closing
  await gate.close()
  expect(gate.inFlight).toBe(0)
})
