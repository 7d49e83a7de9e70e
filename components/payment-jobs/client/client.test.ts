import { mockCharge, mockSettled, paymentJobsMock } from '@acme/payments.payment-jobs.mocks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { paymentJobsClient, type PaymentJobsClient, type SettledR } from './index.ts'

const workers = await paymentJobsMock({ seed: 1 })
let client: PaymentJobsClient

beforeAll(async () => {
  client = await paymentJobsClient({ broker: workers.broker })
})

beforeEach(() => workers.reset())

afterAll(async () => {
  await client.drain()
  await workers.drain()
})

test('a charge is answered with what became of it', async () => {
  const charge = mockCharge({ seed: 7, override: { total: { amount: 1290 } } })
  workers.on('charges', ({ orderId }) => ({
    orderId,
    chargeId: 'chg_00c0ffee',
    outcome: 'refused',
    reason: 'no-funds',
  }))
  expect(await client.request.charges(charge)).toEqual({
    orderId: charge.orderId,
    chargeId: 'chg_00c0ffee',
    outcome: 'refused',
    reason: 'no-funds',
  })
  expect(workers.messagesOf('charges').map(({ message }) => message)).toEqual([charge])
})

test('a charge that breaks the contract does not leave the service', async () => {
  const refused = client.request.charges({ ...mockCharge({ seed: 7 }), orderId: '7' })
  await expect(refused).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    at: 'charges/message',
    issues: [{ pointer: '/orderId', keyword: 'pattern' }],
  })
  expect(workers.messages).toEqual([])
})

test('what the workers tell reaches a service that listens', async () => {
  const settled = mockSettled({ seed: 3 })
  let hear: (message: SettledR) => void = () => {}
  const heard = new Promise<SettledR>((resolve) => (hear = resolve))
  const subscription = await client.subscribe({ settlements: (message) => hear(message) }, { service: 'books' })
  await workers.emit.settlements({ value: settled })
  expect(await heard).toEqual(settled)
  await subscription.drain()
})
