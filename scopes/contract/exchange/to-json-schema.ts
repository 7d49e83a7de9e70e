import type { ContractDocument } from '@tessera/contract.define/document'

/** One JSON Schema 2020-12 with every named schema of a contract, and every payload, in `$defs`. */
export function toJsonSchema(contract: ContractDocument): Record<string, unknown> {
  throw new Error(`not yet: ${contract.id}`)
}
