import type { MoneyR } from '@acme/shared.money.types'

/** The sum by currency, currencies in alphabetical order. */
export function balance(entries: readonly MoneyR[]): readonly MoneyR[] {
  const sums = new Map<string, number>()
  for (const { amount, currency } of entries) sums.set(currency, (sums.get(currency) ?? 0) + amount)
  return [...sums]
    .map(([currency, amount]) => ({ amount, currency }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}
