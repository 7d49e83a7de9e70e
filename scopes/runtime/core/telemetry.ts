import type { Issue } from './check.ts'
import { isRuntimeError } from './errors.ts'
import { childTraceparent } from './trace.ts'

/** Client and server where there is an answer, producer and consumer where there is none to wait for. */
export type SpanKind = 'client' | 'server' | 'producer' | 'consumer'

/** What is known of a call, message, item or event when work on it begins. No payload is. */
export interface SpanStart {
  readonly kind: SpanKind
  readonly pattern: 'http' | 'messaging' | 'sockets' | 'events'
  /** `acme.orders/orders-api` */
  readonly contract: string
  readonly line: number
  /** Operation, channel, item or event. */
  readonly name: string
  /** W3C `traceparent` of the work that this is part of: the other side's, or that of the handler it is done in. */
  readonly parent: string | undefined
}

/** How the work ended. */
export interface SpanEnd {
  /** Absent where it ended well. */
  readonly error?: unknown
  /** Of an HTTP response. */
  readonly status?: number
  /** Above 1 for what was tried again. */
  readonly attempt?: number
}

/** Work on one call, message, item or event. */
export interface Span {
  /** Goes to the other side, and to handlers. */
  readonly traceparent: string
  /** Runs `work` so that what else traces in this process sees the span. */
  run<R>(work: () => R): R
  end(outcome: SpanEnd): void
}

/** One piece of work that ended, for structured logs. It holds no payload, and of errors no more than is safe to show. */
export interface LogRecord extends Omit<SpanStart, 'parent'> {
  readonly level: 'info' | 'error'
  /** For people: `createOrder answered 201 in 12 ms`. */
  readonly message: string
  readonly traceparent: string
  /** Milliseconds. */
  readonly ms: number
  readonly status?: number
  readonly attempt?: number
  readonly error?: { readonly code: string; readonly message?: string; readonly issues?: readonly Issue[] }
}

/**
 * Told of all that a client, server or subscriber does. What it does must not throw. `@tessera/runtime.telemetry` makes
 * one for OpenTelemetry.
 */
export interface Telemetry {
  readonly startSpan?: (start: SpanStart) => Span
  readonly log?: (record: LogRecord) => void
}

/** An option of every runtime. */
export interface TelemetryOptions {
  readonly telemetry?: Telemetry | undefined
}

/** Begins a span; nothing where nobody is told: then the trace is passed on by hand. */
export function beginSpan(telemetry: Telemetry | undefined, start: SpanStart): Span | undefined {
  if (telemetry === undefined) return undefined
  const began = performance.now()
  const span = telemetry.startSpan?.(start)
  const traceparent = span?.traceparent ?? childTraceparent(start.parent)
  return {
    traceparent,
    run: (work) => (span === undefined ? work() : span.run(work)),
    end(outcome) {
      span?.end(outcome)
      telemetry.log?.(recordOf(start, outcome, { traceparent, ms: performance.now() - began }))
    },
  }
}

/** The stable code of what went wrong; `HANDLER_FAILED` for what is not ours. */
export function codeOf(error: unknown): string {
  return isRuntimeError(error) ? error.code : 'HANDLER_FAILED'
}

interface Measured {
  readonly traceparent: string
  readonly ms: number
}

function recordOf(begun: SpanStart, { error, ...outcome }: SpanEnd, measured: Measured): LogRecord {
  const { kind, pattern, contract, line, name } = begun
  const took = `in ${Math.round(measured.ms)} ms`
  const ended = outcome.status === undefined ? 'ended' : `answered ${outcome.status}`
  return {
    ...{ kind, pattern, contract, line, name },
    ...outcome,
    ...measured,
    level: error === undefined ? 'info' : 'error',
    message: error === undefined ? `${name} ${ended} ${took}` : `${name} failed ${took}: ${codeOf(error)}`,
    ...(error === undefined ? {} : { error: shown(error) }),
  }
}

/** What a handler threw may hold what no log may show: of that, only that it happened. */
function shown(error: unknown): NonNullable<LogRecord['error']> {
  if (!isRuntimeError(error)) return { code: codeOf(error) }
  const { code, message } = error
  return { code, message, ...(isRuntimeError(error, 'CONTRACT_VIOLATION') ? { issues: error.issues } : {}) }
}
