import type { Pattern } from './document.ts'
import type { EventContract } from './events.ts'
import type { HttpContract } from './http.ts'
import type { MessagingContract } from './messaging.ts'
import type { SchemasContract } from './schemas.ts'
import type { SocketContract } from './sockets.ts'

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
export type Contract = HttpContract | MessagingContract | SocketContract | EventContract | SchemasContract

/** Whether a value is what `httpContract` or another of its like returned, of this copy of the package or another. */
export function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && MARK in value
}

export function markContract<T extends { readonly pattern: Pattern }>(contract: T): T {
  return Object.defineProperty(contract, MARK, { value: contract.pattern })
}
