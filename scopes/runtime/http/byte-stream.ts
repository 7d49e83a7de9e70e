import { Readable } from 'node:stream'
import { type ByteSource, type ByteStream, isFile } from '@tessera/runtime.core'

/** Bytes that come bit by bit, to be sent. */
export interface StreamedBody {
  /** Absent where it is not known before the end. */
  readonly length?: number
  /** Whether it can be opened again: a call that sends what comes once cannot be repeated. */
  readonly again: boolean
  open(): AsyncIterable<Uint8Array>
}

/** What is sent as a body. */
export type OutgoingBody = string | Uint8Array | StreamedBody

export function isStreamed(body: OutgoingBody | undefined): body is StreamedBody {
  return typeof body === 'object' && 'open' in body
}

/** A body as undici takes it. */
export function sendable(body: OutgoingBody | undefined): string | Uint8Array | Readable | undefined {
  return isStreamed(body) ? Readable.from(body.open(), { objectMode: false }) : body
}

/** Bytes as they are sent. */
export function toOutgoing(source: ByteSource): OutgoingBody {
  if (typeof source === 'string' || source instanceof Uint8Array) return source
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  if (isFile(source)) return { length: source.size, again: true, open: () => iterate(source.stream()) }
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
  readonly #source: Readable

  constructor(source: Readable, mediaType: string) {
    this.#source = source
    this.mediaType = mediaType
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#source[Symbol.asyncIterator]()
  }

  async bytes(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = []
    for await (const chunk of this) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes())
  }

  cancel(): void {
    // Whoever cancels wants to hear of nothing any more.
    this.#source.on('error', () => {}).destroy()
  }
}
