import type { TelemetryOptions, ValidationOptions } from '@tessera/runtime.core'

/** Where a failure happened that the other side only sees as `HANDLER_FAILED`. */
export interface FailedItem {
  readonly item: string
  readonly traceparent: string
}

/** What either side of a connection may choose. */
export interface PeerOptions extends ValidationOptions, TelemetryOptions {
  /** Told of what a handler threw, and of messages that could not be handled. Default: a warning of the process, or in the console. */
  readonly onError?: (error: unknown, item: FailedItem) => void
  /** Milliseconds for calls without a deadline of their own or of their item; 30,000 where nothing is said. */
  readonly deadlineMs?: number
  /** What a call does while the other side is behind: `wait`, as long as its deadline lets it, or fail at once. */
  readonly whenFull?: 'wait' | 'fail'
  /** Bytes that may wait for the other side before calls fail with Overloaded; 1 MiB where nothing is said. */
  readonly maxWaitingBytes?: number
  /** Handlers that run at once; further items wait their turn, and hold their sender back. 256 where nothing is said. */
  readonly maxConcurrent?: number
  /** A larger frame ends the connection; 1 MiB where nothing is said. */
  readonly maxFrameBytes?: number
  /** Milliseconds that `drain` waits for what is in flight before it gives it up; 10,000 where nothing is said. */
  readonly drainMs?: number
}

/** Certificates and keys, as PEM. */
export interface TlsOptions {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly servername?: string
  /** Servers: whether clients need a certificate too. */
  readonly requestCert?: boolean
  readonly rejectUnauthorized?: boolean
}
