import type { ContractViolation } from '@tessera/runtime.core'

/** `enforce` rejects, `report` only tells `onViolation`, `off` does not look, and fills no defaults. */
export type ValidationMode = 'enforce' | 'report' | 'off'

/** Where a failure happened that the other side only sees as `HANDLER_FAILED`. */
export interface FailedItem {
  readonly item: string
  readonly traceparent: string
}

/** What either side of a connection may choose. */
export interface PeerOptions {
  /** Both are `enforce` where nothing is said. */
  readonly validation?: { readonly sent?: ValidationMode; readonly received?: ValidationMode }
  readonly onViolation?: (violation: ContractViolation) => void
  /** Told of what a handler threw, and of messages that could not be handled. Default: a process warning. */
  readonly onError?: (error: unknown, item: FailedItem) => void
  /** Milliseconds for calls without a deadline of their own or of their item; 30,000 where nothing is said. */
  readonly deadlineMs?: number
  /** What a call does while the other side is behind: `wait`, as long as its deadline lets it, or fail at once. */
  readonly whenFull?: 'wait' | 'fail'
  /** Bytes that may wait for the other side before calls fail with Overloaded; 1 MiB where nothing is said. */
  readonly maxWaitingBytes?: number
  /** A larger frame ends the connection; 1 MiB where nothing is said. */
  readonly maxFrameBytes?: number
  /** Milliseconds that `drain` waits for what is in flight before it gives it up; 10,000 where nothing is said. */
  readonly drainMs?: number
}

/** Certificates and keys, as `node:tls` takes them. */
export interface TlsOptions {
  readonly ca?: string | Uint8Array
  readonly cert?: string | Uint8Array
  readonly key?: string | Uint8Array
  readonly servername?: string
  /** Servers: whether clients need a certificate too. */
  readonly requestCert?: boolean
  readonly rejectUnauthorized?: boolean
}
