import { expect, test } from 'vitest'
import { expireIn } from './expiry.ts'

test('each is told once, never early, and who was taken back is not', async () => {
  const ends = [1, 3, 40, 41, 90, 90].map((ms) => {
    const started = performance.now()
    return new Promise<[number, number]>((resolve) => {
      expireIn(ms, { expire: () => resolve([ms, performance.now() - started]) })
    })
  })
  let told = 0
  const owner = { expire: () => void told++ }
  expireIn(40, owner).cancel(owner)
  for (const [ms, took] of await Promise.all(ends)) expect(took).toBeGreaterThanOrEqual(ms)
  expect(told).toBe(0)
})
