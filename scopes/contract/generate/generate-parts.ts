import type { ContractDocument } from '@tessera/contract.define/document'
import type { GeneratedPart } from './part.ts'

/**
 * The sources of every part of a contract: deterministic, formatted, without dates or versions.
 * @throws TesseraError `UNSUPPORTED_KEYWORD` where a schema says what the generated validators could not hold
 */
export async function generateParts(document: ContractDocument): Promise<readonly GeneratedPart[]> {
  throw new Error(`not built yet: ${document.id}`)
}
