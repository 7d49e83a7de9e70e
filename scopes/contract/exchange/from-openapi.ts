import type { ImportOptions, Imported } from './exchange.ts'

/**
 * A contract from an OpenAPI 3.0 or 3.1 document: its text, JSON or YAML, or the parsed value.
 * @throws TesseraError `UNSUPPORTED_VERSION`, `INVALID_SYNTAX`, `REF_NOT_FOUND`, `REMOTE_REF`, `CIRCULAR_REF`
 */
export function fromOpenApi(document: unknown, options: ImportOptions = {}): Imported {
  throw new Error(`not yet: ${typeof document} ${options.file}`)
}
