import type { ContractDocument } from './document.ts'

/** JSON text of a document: two spaces, a stable order, a newline at the end. */
export function formatDocument(document: ContractDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
