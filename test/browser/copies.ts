import type { ByteSource, ByteStream, HttpDefinition } from '@tessera/runtime.core'

/** Answers with the bytes that it was sent: the reference system has no streams. */
export interface Copies {
  copy: {
    write: { body: ByteSource }
    read: { body: ByteStream }
    reply: { write: { status: 200; body: ByteSource }; read: { status: 200; body: ByteStream } }
  }
}

const bytes = { body: () => {}, bytes: true, mediaType: 'application/octet-stream', maxBytes: 100_000_000 } as const

export const copies: HttpDefinition = {
  contract: 'acme.test/copies',
  line: 1,
  hash: 'copies',
  operations: {
    copy: { method: 'PUT', path: '/copy', idempotent: true, request: bytes, responses: { 200: bytes } },
  },
}
