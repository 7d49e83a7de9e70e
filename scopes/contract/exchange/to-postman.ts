import type { ContractDocument } from '@tessera/contract.define/document'

/**
 * A Postman collection 2.1 of an HTTP contract, with a mock value in every place, so that Postman can call the service
 * whose address the variable `baseUrl` holds.
 * @throws TesseraError `WRONG_PATTERN`
 */
export function toPostman(contract: ContractDocument): Record<string, unknown> {
  throw new Error(`not yet: ${contract.id}`)
}
