import type { Context, Deadline, Gate, HttpDefinition, Telemetry } from '@tessera/runtime.core'
import type { Authenticator } from './authenticate.ts'
import type { IdempotencyStore } from './idempotency.ts'

/** Where a failure happened that the caller only sees as a 500. */
export interface FailedCall {
  readonly operation: string
  readonly traceparent: string
}

/** What answers, whatever listens. */
export interface Provider {
  readonly definition: HttpDefinition
  readonly handle: (operation: string, input: unknown, context: Context) => unknown
  readonly onError: (error: unknown, call: FailedCall) => void
  /** By name of the scheme; absent where nobody is asked who they are. */
  readonly authenticators?: Readonly<Record<string, Authenticator>>
  readonly idempotency?: IdempotencyStore
  readonly maxBodyBytes: number
  readonly telemetry?: Telemetry | undefined
  readonly gate: Gate
  /** Of the calls in flight, so that draining can end them. */
  readonly deadlines: Set<Deadline>
  /** Says in the problem what went wrong inside: for tests only. */
  readonly explain?: boolean
}

/** Ends what is in flight. */
export function abortAll({ deadlines }: Provider): void {
  for (const deadline of deadlines) deadline.abort(new DOMException('the service is going down', 'AbortError'))
}
