import { expect, test } from 'vitest'
import { createBreaker } from './breaker.ts'
import { createRetryBudget, retryAfterMs, retryDelay } from './retry.ts'

function clocked(): { readonly breaker: ReturnType<typeof createBreaker>; pass(ms: number): void } {
  let now = 0
  const breaker = createBreaker({ failures: 2, pauseMs: 100 }, () => now)
  return { breaker, pass: (ms) => void (now += ms) }
}

test('failures in a row open it; one call at a time finds out whether it is over; pauses double', () => {
  const { breaker, pass } = clocked()
  breaker.leave('failure')
  breaker.leave('success')
  breaker.leave('failure')
  expect(breaker.enter()).toBe(true)
  breaker.leave('failure')
  expect(breaker.enter()).toBe(false)
  pass(100)
  expect([breaker.enter(), breaker.enter()]).toEqual([true, false])
  breaker.leave('failure')
  pass(199)
  expect(breaker.enter()).toBe(false)
  pass(1)
  expect(breaker.enter()).toBe(true)
  breaker.leave('success')
  expect([breaker.enter(), breaker.enter()]).toEqual([true, true])
})

test('a probe whose caller lost interest leaves its place to the next', () => {
  const { breaker, pass } = clocked()
  breaker.leave('failure')
  breaker.leave('failure')
  pass(100)
  expect(breaker.enter()).toBe(true)
  breaker.leave('unknown')
  expect(breaker.enter()).toBe(true)
})

test('what was under way when it opened neither lengthens the pause nor ends it', () => {
  const { breaker, pass } = clocked()
  for (let i = 0; i < 10; i++) breaker.leave('failure')
  pass(99)
  expect(breaker.enter()).toBe(false)
  pass(1)
  expect(breaker.enter()).toBe(true)
})

test('retries stay a share of the calls', () => {
  const budget = createRetryBudget(0.1)
  let retries = 0
  for (let call = 0; call < 1000; call++) {
    budget.earn()
    if (budget.spend()) retries++
  }
  expect(retries).toBeGreaterThanOrEqual(108)
  expect(retries).toBeLessThanOrEqual(110)
  const none = createRetryBudget(0)
  none.earn()
  expect(none.spend()).toBe(false)
})

test('delays are spread over a range that doubles up to two seconds', () => {
  expect([1, 2, 3, 7, 50].map((retry) => retryDelay(retry, () => 1))).toEqual([50, 100, 200, 2000, 2000])
  expect(retryDelay(9, () => 0)).toBe(0)
})

test.each([
  [undefined, 0],
  ['3', 3000],
  ['Thu, 01 Jan 1970 00:00:05 GMT', 4000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['-3', 0],
  ['soon', 0],
])('Retry-After: %s is %i ms', (header, ms) => {
  expect(retryAfterMs(header, 1000)).toBe(ms)
})
