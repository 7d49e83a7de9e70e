/** Bytes to be sent: all at once, or as they come; a text is sent as UTF-8. */
export type ByteSource =
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>

/**
 * Bytes that are being received. Whoever sends them waits for whoever reads: take all, or cancel. Once only.
 * @example for await (const chunk of reply.body) file.write(chunk)
 */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  /** Of the `content-type` that came with them. */
  readonly mediaType: string
  /** All that is left of them, in one piece. */
  bytes(): Promise<Uint8Array>
  /** All that is left of them, as UTF-8. */
  text(): Promise<string>
  /** Wants no more of them. */
  cancel(): void
}

/** Whether a value can be sent as bytes. */
export function isByteSource(value: unknown): value is ByteSource {
  if (typeof value === 'string') return true
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof Uint8Array || value instanceof ArrayBuffer || isFile(value)) return true
  return Symbol.asyncIterator in value || typeof (value as { getReader?: unknown }).getReader === 'function'
}

/** Whether a value can be sent as a file of a form. */
export function isFile(value: unknown): value is Blob {
  return typeof globalThis.Blob === 'function' && value instanceof Blob
}

/** Whether a value can become a file of a form: one, or what it holds. */
export function isFileSource(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array || isFile(value)
}
