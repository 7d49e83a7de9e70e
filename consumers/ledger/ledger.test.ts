import { mockMoney } from '@acme/shared.money.mocks'
import { expect, test } from 'vitest'
import { balance } from './ledger.ts'

test('entries add up by currency', () => {
  const entries = [1, 2, 3].map((seed) => ({ ...mockMoney({ seed }), currency: seed === 2 ? 'USD' : 'EUR' }))
  const [first, second, third] = entries.map((entry) => entry.amount) as [number, number, number]
  expect(balance(entries)).toEqual([
    { amount: first + third, currency: 'EUR' },
    { amount: second, currency: 'USD' },
  ])
})

test('nothing earned is no entry', () => {
  expect(balance([])).toEqual([])
})
