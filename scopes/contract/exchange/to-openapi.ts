import type { ContractDocument } from '@tessera/contract.define/document'

/**
 * OpenAPI 3.1 of an HTTP contract. What OpenAPI has no word for stands in `x-tessera-` extensions, which `fromOpenApi`
 * reads back.
 * @throws TesseraError `WRONG_PATTERN`
 */
export function toOpenApi(contract: ContractDocument): Record<string, unknown> {
  throw new Error(`not yet: ${contract.id}`)
}
