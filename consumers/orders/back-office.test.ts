import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mockOrder } from '@acme/orders.orders-api.mocks'
import { paymentJobsMock } from '@acme/payments.payment-jobs.mocks'
import { afterAll, expect, test } from 'vitest'
import { openBackOffice } from './back-office.ts'

const folder = mkdtempSync(join(tmpdir(), 'orders-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('an order is charged when it is placed, and paid when that is settled', async () => {
  const changes: string[] = []
  await using workers = await paymentJobsMock({ seed: 1 })
  let paid: () => void = () => {}
  const settled = new Promise<void>((resolve) => (paid = resolve))
  await using office = await openBackOffice(workers.broker, folder, async (change, { id, version }) => {
    changes.push(`${change} ${id} ${version}`)
    if (change === 'paid') paid()
  })
  const order = mockOrder({ seed: 3, override: { id: 'ord_00000003', status: 'open', version: 1 } })
  workers.on('charges', ({ orderId, total }) => {
    const chargeId = 'chg_00c0ffee'
    const value = { orderId, chargeId, amount: total, kind: 'charge' as const }
    void workers.emit.settlements({ value: { ...value, settledAt: order.createdAt } })
    return { orderId, chargeId, outcome: 'paid' }
  })
  await office.book.add(order)
  await settled
  await office.book.pay(order.id)
  expect(changes).toEqual(['placed ord_00000003 1', 'paid ord_00000003 2'])
  expect(office.book.find(order.id)?.status).toBe('paid')
})
