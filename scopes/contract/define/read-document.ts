import { checkMeaning } from './check-meaning.ts'
import { type Finder, finder } from './finder.ts'
import { checkDocument } from './parse-document.ts'
import type { ContractDocument } from './document.ts'
import { checkKeywords } from './schema-keywords.ts'
import type { ToDocumentResult } from './to-document.ts'

/**
 * Reads a `contract.json` that somebody wrote by hand, and says everything that is wrong with it, each with its JSON
 * pointer: `INVALID_CONTRACT_DOCUMENT` for its form, else what `toDocument` would say.
 */
export function readDocument(text: string, file: string): ToDocumentResult {
  const found = finder(file)
  const value = parseJson(text, found)
  if (found.hasError()) return { diagnostics: found.diagnostics }
  for (const { pointer, problem } of checkDocument(value)) invalid(found, pointer, problem)
  const document = value as ContractDocument
  if (!found.hasError()) checkKeywords(document, (pointer, problem) => invalid(found, pointer, problem))
  if (!found.hasError()) checkMeaning(document, found)
  const { diagnostics } = found
  return found.hasError() ? { diagnostics } : { document, diagnostics }
}

function parseJson(text: string, found: Finder): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    invalid(found, '', `not JSON: ${(error as Error).message}`)
    return undefined
  }
}

/** The finding names its place itself: the message begins with the last name of it. */
function invalid(found: Finder, pointer: string, problem: string): void {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1)
  const message = pointer !== '' && problem.startsWith(pointer) ? `"${name}"${problem.slice(pointer.length)}` : problem
  const hint = 'docs/contracts.md says what stands in a contract document'
  found.error('INVALID_CONTRACT_DOCUMENT', pointer, message, hint)
}
