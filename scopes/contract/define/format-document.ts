import type { ContractDocument } from './document.ts'
import { documentShape } from './document-shape.ts'

/**
 * JSON text of a document: two spaces, a newline at the end. Operations, slots and properties stand in authored order,
 * `$defs` and `exports` sorted, all other keys in one fixed order: equal documents, equal bytes.
 */
export function formatDocument(document: ContractDocument): string {
  return `${JSON.stringify(normalizeDocument(document), null, 2)}\n`
}

/** The same document with its keys in the order of the text. */
export function normalizeDocument(document: ContractDocument): ContractDocument {
  return documentShape.order(document) as ContractDocument
}
