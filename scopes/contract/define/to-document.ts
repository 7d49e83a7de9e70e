import type { Diagnostic } from '@tessera/core.model'
import type { Contract } from './contract.ts'
import type { ContractDocument } from './document.ts'

export interface ToDocumentOptions {
  /** What findings name as their file. */
  readonly file?: string
}

export interface ToDocumentResult {
  /** Absent where a diagnostic is an error. */
  readonly document?: ContractDocument
  readonly diagnostics: readonly Diagnostic[]
}

/** The normal form of a contract, and everything that it cannot say. */
export function toDocument(_contract: Contract, _options: ToDocumentOptions = {}): ToDocumentResult {
  throw new Error('not yet')
}
