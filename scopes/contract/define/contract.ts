import type { Pattern } from './document.ts'
import type { HttpContract } from './http.ts'
import type { SchemasContract } from './schemas.ts'

/** The same in every copy of this package, so that a contract made by one is known to the other. */
const MARK = Symbol.for('tessera.contract')

/** What every contract has, whatever its pattern. */
export interface ContractBase<P extends Pattern> {
  readonly pattern: P
  /** `acme.orders/orders-api` */
  readonly id: string
  /** Protocol line, from 1: one up with each breaking change. */
  readonly line: number
  readonly summary?: string
  readonly description?: string
}

/** A contract as its author declared it: Zod inside. `toDocument` gives its normal form. */
export type Contract = HttpContract | SchemasContract

/** Whether a value is what `httpContract` or `schemas` returned, made by this copy of the package or another. */
export function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && MARK in value
}

export function markContract<T extends { readonly pattern: Pattern }>(contract: T): T {
  return Object.defineProperty(contract, MARK, { value: contract.pattern })
}
