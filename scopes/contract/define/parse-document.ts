import { isRecord, TesseraError } from '@tessera/core.model'
import type { ContractDocument } from './document.ts'
import { documentShape } from './document-shape.ts'
import { danglingReferences } from './references.ts'

/** What is wrong with a document, and where. */
export interface DocumentProblem {
  /** JSON pointer; empty for the whole document. */
  readonly pointer: string
  readonly problem: string
}

/**
 * Reads `contract.json`: its shape is checked, and that everything it names is in it.
 * @throws TesseraError `INVALID_CONTRACT_DOCUMENT`, with the JSON pointer to what is wrong
 */
export function parseDocument(text: string, file: string): ContractDocument {
  const { value, problem: first } = firstProblem(text)
  if (first === undefined) return value as ContractDocument
  throw new TesseraError('INVALID_CONTRACT_DOCUMENT', `${file}: ${first.problem}`, {
    hint: 'mend it there; where a contract.ts gives it, make it anew: tessera generate',
    location: { file, pointer: first.pointer },
  })
}

function firstProblem(text: string): { readonly value?: unknown; readonly problem?: DocumentProblem | undefined } {
  try {
    const value: unknown = JSON.parse(text)
    return { value, problem: checkDocument(value)[0] }
  } catch (error) {
    return { problem: { pointer: '', problem: `not JSON: ${(error as Error).message}` } }
  }
}

/** Everything that is wrong with a value that should be a document; nothing for one that is. */
export function checkDocument(value: unknown): readonly DocumentProblem[] {
  if (isRecord(value) && typeof value['formatVersion'] === 'number' && value['formatVersion'] > 1) {
    const problem = `format ${value['formatVersion']} is newer than this Tessera, which reads format 1`
    return [{ pointer: '/formatVersion', problem }]
  }
  const problems: DocumentProblem[] = []
  documentShape.check(value, '', (pointer, problem) => problems.push({ pointer, problem }))
  return problems.length > 0 ? problems : danglingReferences(value as ContractDocument)
}
