import { paymentJobsClient } from '@acme/payments.payment-jobs.client'
import { mockCharge } from '@acme/payments.payment-jobs.mocks'
import { expect, test } from 'vitest'
import { paymentsService } from './service.ts'

test('charges are shared by the replicas, and each is settled', async () => {
  const broker = 'memory:payments'
  const taken: string[] = []
  const replicas = await Promise.all(
    ['one', 'two', 'three'].map((name) => paymentsService({ broker, bankMs: 1, onCharge: () => taken.push(name) })),
  )
  await using client = await paymentJobsClient({ broker })
  const settled: string[] = []
  await client.subscribe({ settlements: ({ chargeId }) => void settled.push(chargeId) }, { service: 'books' })
  const charges = Array.from({ length: 12 }, (_, seed) => mockCharge({ seed: seed + 1 }))
  const answers = await Promise.all(charges.map((charge) => client.request.charges(charge)))
  expect(answers.map(({ outcome }) => outcome)).toEqual(charges.map(() => 'paid'))
  await expect.poll(() => settled.length).toBe(12)
  expect(new Set(settled)).toEqual(new Set(answers.map(({ chargeId }) => chargeId)))
  expect(taken).toHaveLength(12)
  await Promise.all(replicas.map((replica) => replica.drain()))
})
