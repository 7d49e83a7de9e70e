import { Readable } from 'node:stream'
import { isStreamed, type OutgoingBody, ReceivedBytes } from './byte-stream.ts'

/** A body as undici takes it. */
export function sendable(body: OutgoingBody | undefined): string | Uint8Array | Readable | undefined {
  return isStreamed(body) ? Readable.from(body.open(), { objectMode: false }) : body
}

/** Bytes that come over a stream of Node. */
export function receivedFrom(stream: Readable, mediaType: string): ReceivedBytes {
  // Whoever cancels wants to hear of nothing any more.
  return new ReceivedBytes(stream, mediaType, () => void stream.on('error', () => {}).destroy())
}
