import type { Caller, HttpDefinition, Peer, TelemetryOptions, ValidationOptions } from '@tessera/runtime.core'
import type { BreakerOptions } from './breaker.ts'
import { createClient } from './create-client.ts'
import type { Credentials } from './credentials.ts'
import { openPool } from './undici-transport.ts'

export type { BreakerOptions } from './breaker.ts'
export type { Credential, Credentials } from './credentials.ts'

export type { ValidationMode } from '@tessera/runtime.core'

export interface HttpClientOptions extends TelemetryOptions, ValidationOptions {
  /**
   * `http://orders.internal:8080`, with the path under which the API is mounted, if any; in a page also a path alone.
   * Several take turns; one that fails is left alone for a while.
   */
  readonly baseUrl: string | URL | readonly (string | URL)[]
  /** For operations that the contract secures: what to show, by name of the scheme. */
  readonly credentials?: Credentials
  /** Sent with every call: fixed, or asked for before each one (a token that is renewed). */
  readonly headers?: HeaderSource
  /** Told of each call when it has ended. Must not throw. */
  readonly onCall?: (call: CallRecord) => void
  /** Milliseconds for calls without a deadline of their own or of their operation; 30,000 where nothing is said. */
  readonly deadlineMs?: number
  /**
   * How often a call is sent again; 2 where nothing is said. One that the contract calls idempotent: when the connection
   * broke, and on 429, 502 and 503. Any other: only where nothing of it had left. Never beyond the deadline.
   */
  readonly retries?: number
  /**
   * Milliseconds that one attempt of a call may take; it is then sent again, where it may be. As long as the call where
   * nothing is said.
   */
  readonly attemptMs?: number
  /** Retries to calls at most, 0 to 1; 0.2 where nothing is said. */
  readonly retryBudget?: number
  /** When a base URL counts as down: its calls are then `Unavailable` at once, or go to another. `false`: never. */
  readonly breaker?: BreakerOptions | false
  /** Open connections to each base URL at most; 64 where nothing is said. Browsers have a limit of their own. */
  readonly connections?: number
  /** Larger answers are refused; 16 MiB where nothing is said. */
  readonly maxResponseBytes?: number
  /** In browsers: what else `fetch` is told. */
  readonly fetch?: FetchOptions
}

export interface FetchOptions {
  /** Where the browser shows its cookies: to its own origin where nothing is said. */
  readonly credentials?: 'omit' | 'same-origin' | 'include'
  readonly cache?: 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache'
  /** The request goes out even if the page is left meanwhile. */
  readonly keepalive?: boolean
}

export type HeaderSource =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>)

export interface CallRecord {
  readonly operation: string
  readonly traceparent: string
  readonly ms: number
  /** How often it was sent; 0 where nothing left. */
  readonly attempts: number
  readonly status?: number
  readonly error?: unknown
}

export interface HttpClient<T> extends Peer {
  readonly call: Caller<T>
}

/**
 * A typed client of an HTTP contract over kept-alive connections. Calls reject with ContractViolation,
 * DeadlineExceeded, Unavailable, UnexpectedResponse or IncompatibleContract, and with the signal's reason when cancelled.
 * @throws TypeError where there is no base URL, or one is none of http or https, or holds more than a path
 */
export function connectHttp<T>(definition: HttpDefinition, options: HttpClientOptions): HttpClient<T> {
  return createClient<T>(definition, options, openPool)
}
