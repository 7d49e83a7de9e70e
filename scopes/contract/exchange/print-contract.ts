import type { ContractDocument } from '@tessera/contract.define/document'

export interface PrintOptions {
  /** Package that exports the shared schemas of a contract component (`acme.shared/money/contract`), where there is one. */
  readonly packageOf?: (component: string) => string | undefined
}

/** `contract.ts` of a document, as a person would write it: evaluated, it gives the same document again. */
export function printContract(document: ContractDocument, options: PrintOptions = {}): string {
  throw new Error(`not yet: ${document.id} ${typeof options.packageOf}`)
}
