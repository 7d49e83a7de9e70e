import { courierLinkMock, mockJob } from '@acme/dispatch.courier-link.mocks'
import { expect, test } from 'vitest'
import { courier } from './courier.ts'

test('a courier takes a job, rides, and tells', async () => {
  await using dispatch = courierLinkMock({ seed: 1 })
  const { url } = await dispatch.listen()
  const rides: string[] = []
  await using link = await courier({ url, rideMs: 1, onRide: (orderId) => rides.push(orderId) })
  expect(link.connected).toBe(true)
  const job = mockJob({ seed: 4 })
  await dispatch.request.assign(job)
  await expect
    .poll(() => dispatch.itemsOf('delivered').map(({ payload }) => payload))
    .toEqual([{ orderId: job.orderId, at: job.to }])
  expect(rides).toEqual([job.orderId])
})
