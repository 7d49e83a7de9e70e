import {
  type Caller,
  type CallOptions,
  type ContractViolation,
  createGate,
  drawMode,
  type HttpDefinition,
  type Peer,
  type TelemetryOptions,
  type ValidationMode,
  type ValidationOptions,
} from '@tessera/runtime.core'
import type { BreakerOptions } from './breaker.ts'
import { headOf } from './call-headers.ts'
import type { Credentials } from './credentials.ts'
import { type Connection, perform } from './perform.ts'
import { createRetryBudget } from './retry.ts'
import { createTargets } from './targets.ts'
import type { OnViolation } from './write-request.ts'

export type { BreakerOptions } from './breaker.ts'
export type { Credential, Credentials } from './credentials.ts'

export type { ValidationMode } from '@tessera/runtime.core'

export interface HttpClientOptions extends TelemetryOptions, ValidationOptions {
  /**
   * `http://orders.internal:8080`, with the path under which the API is mounted, if any. Several take turns; one that
   * fails is left alone for a while.
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
  /** Open connections to each base URL at most; 64 where nothing is said. */
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
 * A typed client of an HTTP contract over kept-alive connections. Calls reject with ContractViolation,
 * DeadlineExceeded, Unavailable, UnexpectedResponse or IncompatibleContract, and with the signal's reason when cancelled.
 * @throws TypeError where there is no base URL, or one is none of http or https, or holds more than a path
 */
export function connectHttp<T>(definition: HttpDefinition, options: HttpClientOptions): HttpClient<T> {
  const targets = createTargets(options)
  const gate = createGate()
  const connection: Connection = Object.assign(enforcementOf(options), {
    ...{ definition, options, targets, gate },
    budget: createRetryBudget(options.retryBudget ?? 0.2),
  })
  const call: Record<string, (input?: unknown, callOptions?: CallOptions) => Promise<unknown>> = {}
  for (const [name, operation] of Object.entries(definition.operations)) {
    const streams = Object.values(operation.responses).some(({ bytes }) => bytes)
    const plan = { name, operation, head: headOf(definition, operation), streams }
    call[name] = (input, callOptions = NO_OPTIONS) => perform(connection, plan, input, callOptions)
  }
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= gate.close().then(targets.close))
  return { call: call as Caller<T>, drain, [Symbol.asyncDispose]: drain }
}

const NO_OPTIONS: CallOptions = {}

/** Asked for with each payload: of those that are sampled, some are enforced. */
function enforcementOf({ validation, onViolation }: HttpClientOptions): Pick<Connection, 'sent' | 'received'> {
  const told = (mode: ValidationMode | undefined): OnViolation => {
    const drawn = drawMode(mode)
    if (drawn === 'off') return undefined
    return (violation: ContractViolation) => {
      onViolation?.(violation)
      if (drawn === 'enforce') throw violation
    }
  }
  const [sent, received] = [told(validation?.sent), told(validation?.received)]
  return {
    get sent() {
      return typeof validation?.sent === 'object' ? told(validation.sent) : sent
    },
    get received() {
      return typeof validation?.received === 'object' ? told(validation.received) : received
    },
  }
}
