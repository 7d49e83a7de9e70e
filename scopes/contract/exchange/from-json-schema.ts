import type { ImportOptions, Imported } from './exchange.ts'

/**
 * A contract of shared schemas from a JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12: its text or the parsed value.
 * The schema itself is exported under its title or file name, and so are its definitions.
 * @throws TesseraError `INVALID_SYNTAX`, `REF_NOT_FOUND`, `REMOTE_REF`, `CIRCULAR_REF`
 */
export function fromJsonSchema(document: unknown, options: ImportOptions = {}): Imported {
  throw new Error(`not yet: ${typeof document} ${options.file}`)
}
