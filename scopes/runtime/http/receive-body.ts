import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { HttpBodyDefinition } from '@tessera/runtime.core'
import { limited } from './byte-stream.ts'
import { mediaType } from './json-body.ts'
import { receivedFrom } from './node-streams.ts'
import type { IncomingBody } from './read-request.ts'

/** More came than is taken. */
export class TooLarge extends Error {
  readonly maxBytes: number

  constructor(maxBytes: number) {
    super(`send at most ${maxBytes} bytes`)
    this.maxBytes = maxBytes
  }
}

interface Limits {
  readonly definition: HttpBodyDefinition
  /** Where the contract says nothing; of what is held in memory also where it allows more. */
  readonly maxBodyBytes: number
}

type Done = (outcome: { readonly body: IncomingBody } | { readonly error: unknown }) => void

/** Takes the body of a request: all of it, or, of bytes, as a stream that waits for its reader. */
export function receiveBody(request: IncomingMessage, { definition, maxBodyBytes }: Limits, done: Done): void {
  const { headers } = request
  const length = headers['content-length']
  if (length === undefined && headers['transfer-encoding'] === undefined) return done(NOTHING)
  const { maxBytes, bytes } = definition
  const limit = bytes ? (maxBytes ?? maxBodyBytes) : Math.min(maxBytes ?? Infinity, maxBodyBytes)
  if (length !== undefined && Number(length) > limit) return done({ error: new TooLarge(limit) })
  if (!bytes) return collect(request, limit, done)
  // An iterator that ends early must not take the connection with it: there is an answer to be sent.
  const source = limited(request.iterator({ destroyOnReturn: false }), limit, () => new TooLarge(limit))
  const stream = Readable.from(source, { objectMode: false })
  done({ body: receivedFrom(stream, mediaType(headers['content-type'])) })
}

const NOTHING = { body: undefined } as const

function collect(request: IncomingMessage, limit: number, done: Done): void {
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
    else if (size - chunk.length <= limit) {
      // What follows is read and thrown away, so that the answer arrives.
      chunks.length = 0
      done({ error: new TooLarge(limit) })
    }
  })
  request.on('end', () => {
    const [first] = chunks
    if (size <= limit) done({ body: first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks) })
  })
}
