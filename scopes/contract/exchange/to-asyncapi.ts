import type { ContractDocument } from '@tessera/contract.define/document'

/**
 * AsyncAPI 3 of a messaging, socket or event contract, from the provider's point of view: what the provider sends has
 * the action `send`. What AsyncAPI has no word for stands in `x-tessera-` extensions, which `fromAsyncApi` reads back.
 * @throws TesseraError `WRONG_PATTERN`
 */
export function toAsyncApi(contract: ContractDocument): Record<string, unknown> {
  throw new Error(`not yet: ${contract.id}`)
}
