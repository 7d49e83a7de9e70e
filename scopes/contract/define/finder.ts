import type { Diagnostic } from '@tessera/core.model'

/** Collects what is wrong with one contract. */
export interface Finder {
  readonly diagnostics: readonly Diagnostic[]
  error(code: string, pointer: string, message: string, hint: string): void
  add(diagnostics: readonly Diagnostic[]): void
  hasError(): boolean
}

export function finder(file: string): Finder {
  const diagnostics: Diagnostic[] = []
  return {
    diagnostics,
    error: (code, pointer, message, hint) =>
      diagnostics.push({ severity: 'error', code, message, hint, location: { file, pointer } }),
    add: (more) => diagnostics.push(...more),
    hasError: () => diagnostics.some(({ severity }) => severity === 'error'),
  }
}
