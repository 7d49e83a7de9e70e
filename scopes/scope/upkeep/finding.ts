import type { Diagnostic } from '@tessera/core.model'

/** Something wrong with a scope. */
export interface Finding extends Diagnostic {
  /** Of the object that is damaged or missing. */
  readonly hash?: string
}

type Details = Partial<Pick<Finding, 'hash' | 'hint' | 'node' | 'location'>>

export function error(code: string, message: string, details: Details = {}): Finding {
  return { severity: 'error', code, message, ...details }
}

export function warning(code: string, message: string, details: Details = {}): Finding {
  return { severity: 'warning', code, message, ...details }
}
