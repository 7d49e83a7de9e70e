import {
  type Caller,
  type CallOptions,
  type ContractViolation,
  createGate,
  type HttpDefinition,
  type Peer,
} from '@tessera/runtime.core'
import { Pool } from 'undici'
import { identityHeaders } from './call-headers.ts'
import { type Connection, perform } from './perform.ts'

/** `enforce` rejects, `report` only tells `onViolation`, `off` does not look, and fills no defaults. */
export type ValidationMode = 'enforce' | 'report' | 'off'

export interface HttpClientOptions {
  /** `http://orders.internal:8080`, with the path under which the API is mounted, if any. */
  readonly baseUrl: string | URL
  /** Sent with every call: fixed, or asked for before each one (a token that is renewed). */
  readonly headers?: HeaderSource
  /** Both are `enforce` where nothing is said. */
  readonly validation?: { readonly sent?: ValidationMode; readonly received?: ValidationMode }
  readonly onViolation?: (violation: ContractViolation) => void
  /** Told of each call when it has ended. Must not throw. */
  readonly onCall?: (call: CallRecord) => void
  /** Milliseconds for calls without a deadline of their own or of their operation; 30,000 where nothing is said. */
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
  /** How often it was sent; 0 where nothing left. */
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
 * @throws TypeError where the base URL is none of http or https, or holds more than a path
 */
export function connectHttp<T>(definition: HttpDefinition, options: HttpClientOptions): HttpClient<T> {
  const base = readBaseUrl(options.baseUrl)
  const pool = new Pool(base.origin, {
    connections: options.connections ?? 64,
    maxResponseSize: options.maxResponseBytes ?? 16 * 1024 * 1024,
    // The deadline ends a call; a second, coarser clock would only give it another name.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const gate = createGate()
  const connection: Connection = {
    definition,
    options,
    pool,
    gate,
    prefix: base.pathname.replace(/\/+$/, ''),
    identity: identityHeaders(definition),
  }
  const operations = Object.entries(definition.operations).map(([name, operation]) => [
    name,
    (input?: unknown, callOptions: CallOptions = {}) =>
      perform(connection, { name, operation, input, options: callOptions }),
  ])
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= gate.close().then(() => pool.close()))
  return { call: Object.fromEntries(operations) as Caller<T>, drain, [Symbol.asyncDispose]: drain }
}

function readBaseUrl(baseUrl: string | URL): URL {
  const url = new URL(baseUrl)
  if (!/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new TypeError('baseUrl must be http(s)://host[:port][/path]; credentials belong into headers')
  }
  return url
}
