import type { ContractDocument } from '@tessera/contract.define/document'

/** What the printing of one contract shares. */
export interface Printing {
  readonly $defs: ContractDocument['$defs']
  /** The constant that holds a named schema. */
  constantOf(name: string): string
  /** Whether that constant stands above what is printed now. */
  isReady(name: string): boolean
  /** Whether a named schema contains itself, however indirectly. */
  isRecursive(name: string): boolean
  /** Names that `@tessera/contract.define` has to lend. */
  readonly borrowed: Set<string>
}
