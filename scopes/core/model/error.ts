import type { Diagnostic, Location } from './diagnostic.ts'

/** 1 a finding (failed build, breaking change), 2 usage or configuration, 3 internal, 130 stopped by Ctrl-C. */
export type ExitCode = 1 | 2 | 3 | 130

export interface ErrorDetails {
  /** How to mend it: an imperative sentence or a command. */
  readonly hint?: string | undefined
  readonly location?: Location | undefined
  readonly exitCode?: ExitCode | undefined
  readonly cause?: unknown
  /** What was found, where one failure has many parts. */
  readonly diagnostics?: readonly Diagnostic[] | undefined
}

/** The one error that commands end with. `code` is public: stable, documented in docs/errors.md. */
export class TesseraError extends Error {
  override readonly name = 'TesseraError'
  readonly code: string
  readonly hint: string | undefined
  readonly location: Location | undefined
  readonly exitCode: ExitCode
  readonly diagnostics: readonly Diagnostic[]

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.hint = details.hint
    this.location = details.location
    this.exitCode = details.exitCode ?? 2
    this.diagnostics = details.diagnostics ?? []
  }
}
