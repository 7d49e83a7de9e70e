import type { ImportOptions, Imported } from './exchange.ts'

/** AsyncAPI does not say it: by its protocols where absent (WebSocket is `sockets`, all others `messaging`). */
export interface AsyncApiOptions extends ImportOptions {
  readonly pattern?: 'messaging' | 'sockets'
}

/**
 * A contract from an AsyncAPI 3 document: its text, JSON or YAML, or the parsed value. The application that the
 * document describes is the provider.
 * @throws TesseraError `UNSUPPORTED_VERSION`, `INVALID_SYNTAX`, `REF_NOT_FOUND`, `REMOTE_REF`, `CIRCULAR_REF`
 */
export function fromAsyncApi(document: unknown, options: AsyncApiOptions = {}): Imported {
  throw new Error(`not yet: ${typeof document} ${options.file}`)
}
