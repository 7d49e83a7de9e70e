import type { Diagnostic } from '@tessera/core.model'

/** Collects what is wrong with one contract. */
export interface Finder {
  readonly diagnostics: readonly Diagnostic[]
  error(code: string, pointer: string, message: string, hint: string): void
  warn(code: string, pointer: string, message: string, hint: string): void
  add(diagnostics: readonly Diagnostic[]): void
  hasError(): boolean
}

export function finder(file: string): Finder {
  const diagnostics: Diagnostic[] = []
  const reporter =
    (severity: Diagnostic['severity']): Finder['error'] =>
    (code, pointer, message, hint) =>
      void diagnostics.push({ severity, code, message, hint, location: { file, pointer } })
  return {
    diagnostics,
    error: reporter('error'),
    warn: reporter('warning'),
    add: (more) => diagnostics.push(...more),
    hasError: () => diagnostics.some(({ severity }) => severity === 'error'),
  }
}
