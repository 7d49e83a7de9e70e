import type { Diagnostic } from '@tessera/core.model'

/** The values that come more than once. */
export function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => value !== '' && values.indexOf(value) < index))]
}

/** The message as a list of one, or nothing. */
export function when(wrong: boolean, message: string): string[] {
  return wrong ? [message] : []
}

/** Makes a message about `what` a diagnostic. */
export function finding(what: string, node: string | undefined): (message: string) => Diagnostic {
  return (message) => ({
    severity: 'error',
    code: 'INVALID_OBJECT',
    message: `${what}: ${message}`,
    ...(node === undefined ? {} : { node }),
  })
}
