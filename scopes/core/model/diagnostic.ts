/** Where something stands. `file` is relative to the workspace, with forward slashes. */
export interface Location {
  readonly file: string
  /** From 1. */
  readonly line?: number | undefined
  /** From 1. */
  readonly column?: number | undefined
  /** JSON pointer into a document or schema. */
  readonly pointer?: string | undefined
}

/** An expected failure as a value: what, where, how to mend it. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'info'
  /** Stable: `TS2339`, `CONTRACT_THROWS`, `RELATIVE_IMPORT`… */
  readonly code: string
  readonly message: string
  readonly location?: Location | undefined
  readonly hint?: string | undefined
  /** Key of the node it belongs to: a component's `scope/name`, or a consumer's package name. */
  readonly node?: string | undefined
  /** The change that explains it, in one line: `acme.orders/orders-api/contract changed createOrder 201`. */
  readonly because?: string | undefined
}

/** `file:line:column`, as far as known. */
export function formatLocation(location: Location): string {
  const position = [location.file, location.line, location.column].filter((part) => part !== undefined).join(':')
  return location.pointer === undefined ? position : `${position}#${location.pointer}`
}
