import { currentContext, tightest } from '@tessera/runtime.core'
import { afterEach, expect, test, vi } from 'vitest'
import { startPair } from './rig.ts'

const DAY = 24 * 3_600_000

afterEach(() => vi.restoreAllMocks())

test.each([DAY, -DAY])('a clock that jumps by %i ms neither ends a call nor a connection', async (jump) => {
  const { now } = Date
  let offset = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now() + offset)
  const left: number[] = []
  await using pair = await startPair({
    server: {
      route: ({ to }) => {
        offset = jump
        left.push(tightest(currentContext()))
        return { steps: [to] }
      },
    },
  })
  for (const to of ['x', 'y']) {
    expect(await pair.client.request.route({ to }, { deadlineMs: 20_000 })).toEqual({ steps: [to] })
  }
  for (const ms of left) {
    expect(ms).toBeGreaterThan(0)
    expect(ms).toBeLessThanOrEqual(20_000)
  }
  expect(pair.server.connections.size).toBe(1)
})
