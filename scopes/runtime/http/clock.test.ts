import { currentContext, tightest } from '@tessera/runtime.core'
import { afterEach, expect, test, vi } from 'vitest'
import { startPair } from './rig.ts'

const DAY = 24 * 3_600_000

afterEach(() => vi.restoreAllMocks())

test.each([DAY, -DAY])('a clock that jumps by %i ms neither ends a call nor lets it go on for longer', async (jump) => {
  const { now } = Date
  let offset = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now() + offset)
  const left: number[] = []
  await using back = await startPair()
  await using front = await startPair({
    getOrder: async (input) => {
      offset = jump
      left.push(tightest(currentContext()))
      return back.client.call.getOrder(input)
    },
  })
  const reply = await front.client.call.getOrder({ params: { id: 'a' } }, { deadlineMs: 20_000 })
  expect(reply.status).toBe(200)
  expect(left[0]).toBeGreaterThan(0)
  expect(left[0]).toBeLessThanOrEqual(20_000)
})
