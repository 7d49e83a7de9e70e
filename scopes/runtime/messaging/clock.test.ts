import { currentContext, tightest } from '@tessera/runtime.core'
import { afterEach, expect, test, vi } from 'vitest'
import { startPair } from './rig.ts'

const DAY = 24 * 3_600_000

afterEach(() => vi.restoreAllMocks())

test.each([DAY, -DAY])('a clock that jumps by %i ms leaves a handler the time that its request has', async (jump) => {
  const { now } = Date
  let offset = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now() + offset)
  const left: number[] = []
  await using pair = await startPair({
    charges: () => {
      offset = jump
      left.push(tightest(currentContext()))
      return { ok: true }
    },
  })
  expect(await pair.client.request.charges({ orderId: 'o1', amount: 1 }, { deadlineMs: 20_000 })).toEqual({ ok: true })
  expect(left[0]).toBeGreaterThan(0)
  expect(left[0]).toBeLessThanOrEqual(20_000)
})
