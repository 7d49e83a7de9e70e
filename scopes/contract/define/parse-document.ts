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
  const [first, value] = readDocument(text)
  if (first === undefined) return value as ContractDocument
  throw new TesseraError('INVALID_CONTRACT_DOCUMENT', `${file}: ${first.problem}`, {
    hint: 'contract.json is written by Tessera: make it anew with tessera generate',
    location: { file, pointer: first.pointer },
  })
}

function readDocument(text: string): readonly [DocumentProblem | undefined, unknown] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return [{ pointer: '', problem: `not JSON: ${(error as Error).message}` }, undefined]
  }
  return [checkDocument(value)[0], value]
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
