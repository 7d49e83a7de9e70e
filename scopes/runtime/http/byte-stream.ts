import { type ByteSource, type ByteStream, isFile } from '@tessera/runtime.core'

/** Bytes that come bit by bit, to be sent. */
export interface StreamedBody {
  /** Absent where it is not known before the end. */
  readonly length?: number
  /** Whether it can be opened again: a call that sends what comes once cannot be repeated. */
  readonly again: boolean
  /** What holds them all, where there is such a thing. */
  readonly blob?: Blob
  open(): AsyncIterable<Uint8Array>
}

/** What is sent as a body. */
export type OutgoingBody = string | Uint8Array | StreamedBody

export function isStreamed(body: OutgoingBody | undefined): body is StreamedBody {
  return typeof body === 'object' && 'open' in body
}

/** Bytes as they are sent. */
export function toOutgoing(source: ByteSource): OutgoingBody {
  if (typeof source === 'string' || source instanceof Uint8Array) return source
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  if (isFile(source)) return { length: source.size, again: true, blob: source, open: () => iterate(source.stream()) }
  return { again: false, open: () => iterate(source) }
}

/** What goes beyond `maxBytes` is not sent: `refusal` ends it. */
export async function* limited(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
  refusal: () => unknown,
): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const chunk of source) {
    sent += chunk.length
    if (sent > maxBytes) throw refusal()
    yield chunk
  }
}

/** A web stream is iterable in Node; where it is not, its reader is. */
function iterate(source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  return Symbol.asyncIterator in source ? (source as AsyncIterable<Uint8Array>) : readAll(source)
}

async function* readAll(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}

/** What a handler, or a caller, is handed of bytes that are coming in. */
export class ReceivedBytes implements ByteStream {
  readonly mediaType: string
  readonly cancel: () => void
  readonly #source: AsyncIterable<Uint8Array>

  constructor(source: AsyncIterable<Uint8Array>, mediaType: string, cancel: () => void) {
    this.#source = source
    this.mediaType = mediaType
    this.cancel = cancel
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#source[Symbol.asyncIterator]()
  }

  async bytes(): Promise<Uint8Array> {
    return joinBytes(await collect(this))
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes())
  }
}

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return chunks
}

export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}
