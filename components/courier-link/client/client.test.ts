import { courierLinkMock, mockJob, mockPlace } from '@acme/dispatch.courier-link.mocks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { courierLinkClient, type CourierLinkClient, type JobR } from './index.ts'

const dispatch = courierLinkMock({ seed: 1 })
const offers: JobR[] = []
let link: CourierLinkClient

beforeAll(async () => {
  const { url } = await dispatch.listen()
  link = await courierLinkClient(
    {
      assign: (job) => {
        offers.push(job)
        return { accepted: job.fee.amount >= 500, minutes: 12 }
      },
      chat: () => {},
    },
    { url },
  )
})

afterAll(async () => {
  await link.drain()
  await dispatch.drain()
})

test('a position arrives as it was sent', async () => {
  const at = mockPlace({ seed: 4 })
  await link.send.position({ at, battery: 0.5 })
  const [sent] = await dispatch.received('position')
  expect(sent?.payload).toEqual({ at, battery: 0.5 })
})

test('a job is offered to the courier, who answers it', async () => {
  const job = mockJob({ seed: 2, override: { fee: { amount: 700, currency: 'EUR' } } })
  expect(await dispatch.request.assign(job)).toEqual({ accepted: true, minutes: 12 })
  expect(offers).toEqual([job])
})

test('a delivery is answered with what was earned', async () => {
  dispatch.on('delivered', () => ({ earnedToday: { amount: 4200 } }))
  const reply = await link.request.delivered({ orderId: 'ord_00c0ffee', at: mockPlace({ seed: 4 }) })
  expect(reply).toEqual({ earnedToday: { amount: 4200, currency: 'EUR' } })
})

test('a position that breaks the contract does not leave the courier', async () => {
  const refused = link.send.position({ at: { lat: 91, lon: 0 } })
  await expect(refused).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    issues: [{ pointer: '/at/lat', keyword: 'maximum' }],
  })
})

test('what either side may say is held closed where it is said', async () => {
  await link.send.chat({ text: 'on my way' })
  const [said] = await dispatch.received('chat')
  expect(said?.payload).toEqual({ text: 'on my way', urgent: false })
  const extra = { text: 'on my way', colour: 'red' }
  await expect(link.send.chat(extra)).rejects.toMatchObject({ issues: [{ pointer: '/colour' }] })
})
