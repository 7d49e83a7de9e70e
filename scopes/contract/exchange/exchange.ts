import type { ContractDocument } from '@tessera/contract.define/document'
import type { Diagnostic } from '@tessera/core.model'

/** How a document is read that was not made by Tessera. */
export interface ImportOptions {
  /** Id of the contract: `acme.orders/orders-api`. From the document's title where absent, in the scope `imported`. */
  readonly id?: string
  /** What diagnostics call the document, and what its relative `$ref`s start from. `document` where absent. */
  readonly file?: string
  /** Text of another local file that a `$ref` names, by its path relative to the first one's folder. */
  readonly read?: (path: string) => string
}

/** A contract, and what of the foreign document it does not say, or says in another way. */
export interface Imported {
  readonly document: ContractDocument
  /** Each names the place by its JSON pointer, why it could not be carried over, and what stands there instead. */
  readonly diagnostics: readonly Diagnostic[]
}
