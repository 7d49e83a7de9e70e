import type { Caller, ContractViolation, HttpDefinition, Peer } from '@tessera/runtime.core'

/** `enforce` rejects or answers 500, `report` only tells `onViolation`, `off` does not look (nor fill defaults). */
export type ValidationMode = 'enforce' | 'report' | 'off'

export interface HttpClientOptions {
  /** `http://orders.internal:8080`, with the path under which the API is mounted, if any. */
  readonly baseUrl: string | URL
  /** Sent with every call: fixed, or asked for before each one (a token that is renewed). */
  readonly headers?: HeaderSource
  /** Both are `enforce` where nothing is said. */
  readonly validation?: { readonly sent?: ValidationMode; readonly received?: ValidationMode }
  readonly onViolation?: (violation: ContractViolation) => void
  /** Told of each call when it has ended. */
  readonly onCall?: (call: CallRecord) => void
  /** Milliseconds for operations that declare no deadline; 30,000 where nothing is said. */
  readonly deadlineMs?: number
  /** How often an idempotent call is sent again when the connection broke before an answer; 1 where nothing is said. */
  readonly retries?: number
  /** Open connections at most; 64 where nothing is said. */
  readonly connections?: number
  /** Larger answers are refused; 16 MiB where nothing is said. */
  readonly maxResponseBytes?: number
}

export type HeaderSource =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>)

export interface CallRecord {
  readonly operation: string
  readonly traceparent: string
  readonly ms: number
  readonly attempts: number
  readonly status?: number
  readonly error?: unknown
}

export interface HttpClient<T> extends Peer {
  readonly call: Caller<T>
}

/**
 * A typed client of an HTTP contract over a pool of kept-alive connections. Calls reject with ContractViolation,
 * DeadlineExceeded, Unavailable, UnexpectedResponse or IncompatibleContract, and with the signal's reason when cancelled.
 */
export function connectHttp<T>(definition: HttpDefinition, options: HttpClientOptions): HttpClient<T> {
  throw new Error(`not built yet: ${definition.contract} at ${String(options.baseUrl)}`)
}
