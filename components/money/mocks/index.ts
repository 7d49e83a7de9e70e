// Generated from acme.shared/money/contract, edit the contract instead.
import { mock, type MockOptions } from '@tessera/contract.mock'
import type { MoneyR } from '@acme/shared.money.types'
import { defs } from './schemas.ts'

export type * from '@acme/shared.money.types'

/** A valid Money, the same for the same seed; `override` is laid over it. */
export function mockMoney(options: MockOptions<MoneyR> = {}): MoneyR {
  return mock<MoneyR>({ $ref: '#/$defs/Money' }, { defs, ...options })
}
