import type { Diagnostic } from '@tessera/core.model'

/** What the child says when it can be asked. */
export const READY = 'ready'

export interface EvaluateRequest {
  readonly id: number
  /** Key of the contract's component. */
  readonly contract: string
  /** Absolute. */
  readonly file: string
  /** Files of the workspace are evaluated once for each number. */
  readonly run: number
}

export interface Evaluated {
  readonly id: number
  /** Text of the contract document; absent where a diagnostic is an error. */
  readonly document?: string
  /** Files absolute. */
  readonly diagnostics: readonly Diagnostic[]
}
