import type { Deadline } from '@tessera/runtime.core'
import type { OutgoingBody } from './byte-stream.ts'
import type { HttpClientOptions } from './client.ts'
import type { ReceivedResponse } from './read-response.ts'

/** Sends requests to one origin. */
export interface Transport {
  /** Sends one request and reads its answer. `done` is called once; at the deadline the connection is cut. */
  send(request: OutgoingRequest, expected: Expected, done: (attempt: Attempt) => void): void
  /** Resolves when nothing is open any more. */
  close(): Promise<void>
}

export type OpenTransport = (origin: string, options: HttpClientOptions) => Transport

export interface OutgoingRequest {
  readonly method: string
  /** Path and query, below the origin. */
  readonly path: string
  /** Names and values by turns. */
  readonly headers: readonly string[]
  readonly body: OutgoingBody | undefined
}

export interface Expected {
  readonly deadline: Deadline
  /** Milliseconds that this attempt may take at most. */
  readonly attemptMs: number | undefined
  readonly maxBytes: number
  /** Bytes at most of an answer that is handed over as it comes; nothing where it is read to its end first. */
  readonly streamedBytes: (status: number, type: string) => number | undefined
  /** Told when a streamed answer has come to its end. */
  readonly onStreamed: (error: unknown) => void
}

/** What came of sending once. `left`: whether any of the request may have reached the other side. */
export type Attempt = { readonly response: ReceivedResponse } | { readonly error: unknown; readonly left: boolean }
