import type { ContractIdentity, Issue } from './check.ts'

export type RuntimeErrorCode =
  | 'CONTRACT_VIOLATION'
  | 'DEADLINE_EXCEEDED'
  | 'DETAILS_UNAVAILABLE'
  | 'HANDLER_FAILED'
  | 'INCOMPATIBLE_CONTRACT'
  | 'NOT_RETRYABLE'
  | 'OVERLOADED'
  | 'REFUSED'
  | 'UNAVAILABLE'
  | 'UNEXPECTED_RESPONSE'

/**
 * What the stubs throw. `code` is stable. Tell them apart by `code` (or `isRuntimeError`) where two copies of this
 * package may be installed, by `instanceof` otherwise.
 */
export abstract class RuntimeError extends Error {
  abstract readonly code: RuntimeErrorCode

  /** What logs and other processes may see: no stack, no cause, no payload. */
  toJSON(): Record<string, unknown> {
    const own = Object.entries(this).filter(([key]) => !HIDDEN.has(key))
    return { code: this.code, message: this.message, ...Object.fromEntries(own) }
  }
}

const HIDDEN: ReadonlySet<string> = new Set(['name', 'cause', 'stack', 'bodyStart'])

/** Whether `error` is one of ours, of this or another copy of the package. */
export function isRuntimeError<C extends RuntimeErrorCode>(error: unknown, code: C): error is RuntimeErrorOf<C>
export function isRuntimeError(error: unknown): error is RuntimeError
export function isRuntimeError(error: unknown, code?: RuntimeErrorCode): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('toJSON' in error)) return false
  return code === undefined ? CODES.has(error.code) : error.code === code
}

const CODES: ReadonlySet<unknown> = new Set<RuntimeErrorCode>([
  'CONTRACT_VIOLATION',
  'DEADLINE_EXCEEDED',
  'DETAILS_UNAVAILABLE',
  'HANDLER_FAILED',
  'INCOMPATIBLE_CONTRACT',
  'NOT_RETRYABLE',
  'OVERLOADED',
  'REFUSED',
  'UNAVAILABLE',
  'UNEXPECTED_RESPONSE',
])

type RuntimeErrorOf<C> = Extract<
  | ContractViolation
  | DeadlineExceeded
  | DetailsUnavailable
  | HandlerFailed
  | IncompatibleContract
  | NotRetryable
  | Overloaded
  | Refused
  | Unavailable
  | UnexpectedResponse,
  { readonly code: C }
>

/** A payload is not what the contract says. `sent`: by this side, and nothing left it; `received`: by the other. */
export class ContractViolation extends RuntimeError {
  override readonly name = 'ContractViolation'
  override readonly code = 'CONTRACT_VIOLATION'
  readonly side: 'sent' | 'received'
  /** The slot: `createOrder/request/body`. */
  readonly at: string
  readonly issues: readonly Issue[]

  constructor(side: 'sent' | 'received', at: string, issues: readonly Issue[]) {
    super(`${at}, ${side}, breaks its contract: ${summary(issues)}`)
    this.side = side
    this.at = at
    this.issues = issues
  }
}

/** The call did not end in time. It may have had its effect. */
export class DeadlineExceeded extends RuntimeError {
  override readonly name = 'DeadlineExceeded'
  override readonly code = 'DEADLINE_EXCEEDED'
  readonly operation: string
  /** What the call had when it began. */
  readonly deadlineMs: number

  constructor(operation: string, deadlineMs: number) {
    super(`${operation} did not end within ${Math.max(0, Math.round(deadlineMs))} ms`)
    this.operation = operation
    this.deadlineMs = deadlineMs
  }
}

/** The other side cannot be reached, hung up before it answered, or is closing. */
export class Unavailable extends RuntimeError {
  override readonly name = 'Unavailable'
  override readonly code = 'UNAVAILABLE'
  readonly operation: string
  /** `connection refused`, `draining`… */
  readonly reason: string

  constructor(operation: string, reason: string, cause?: unknown) {
    super(`${operation}: ${reason}`, cause === undefined ? undefined : { cause })
    this.operation = operation
    this.reason = reason
  }
}

/** The other side took the call and failed on it. What went wrong stands in its own log. */
export class HandlerFailed extends RuntimeError {
  override readonly name = 'HandlerFailed'
  override readonly code = 'HANDLER_FAILED'
  readonly operation: string

  constructor(operation: string, why = 'its handler failed') {
    super(`${operation} failed on the other side: ${why}`)
    this.operation = operation
  }
}

/** The other side is behind, and this side holds no more for it. Nothing was sent. */
export class Overloaded extends RuntimeError {
  override readonly name = 'Overloaded'
  override readonly code = 'OVERLOADED'
  readonly operation: string

  constructor(operation: string, reason: string) {
    super(`${operation}: ${reason}`)
    this.operation = operation
  }
}

/** The other side does not let this one in: a token that is wrong or too old, most often. */
export class Refused extends RuntimeError {
  override readonly name = 'Refused'
  override readonly code = 'REFUSED'
  readonly contract: string
  readonly reason: string

  constructor(contract: string, reason: string) {
    super(`${contract} refuses: ${reason}`)
    this.contract = contract
    this.reason = reason
  }
}

/** An answer the contract does not know: another status, another media type, not JSON. */
export class UnexpectedResponse extends RuntimeError {
  override readonly name = 'UnexpectedResponse'
  override readonly code = 'UNEXPECTED_RESPONSE'
  readonly operation: string
  readonly status: number
  readonly mediaType: string
  /** The first characters of the body; empty where the contract redacts anything in the operation's responses. */
  readonly bodyStart: string

  constructor(operation: string, why: string, response: { status: number; mediaType: string; bodyStart: string }) {
    super(`${operation} answered ${response.status}: ${why}`)
    this.operation = operation
    this.status = response.status
    this.mediaType = response.mediaType
    this.bodyStart = response.bodyStart
  }
}

/** The API did not give the details of an event: unreachable, or not yet as new as the event. Retried with the event. */
export class DetailsUnavailable extends RuntimeError {
  override readonly name = 'DetailsUnavailable'
  override readonly code = 'DETAILS_UNAVAILABLE'
  readonly operation: string
  /** What the API answered, where it did. */
  readonly status: number | undefined

  constructor(operation: string, why: string, { status, cause }: { status?: number; cause?: unknown } = {}) {
    super(`${operation}: ${why}`, cause === undefined ? undefined : { cause })
    this.operation = operation
    this.status = status
  }
}

/**
 * Thrown by the handler of a message or event that would fail again however often it came: it becomes a dead letter at
 * once. Logs and dead letters show `reason`: it is to quote nothing private.
 * @example throw new NotRetryable('the card was stolen')
 */
export class NotRetryable extends RuntimeError {
  override readonly name = 'NotRetryable'
  override readonly code = 'NOT_RETRYABLE'

  constructor(reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause })
  }
}

/** The peers speak different contracts, or different lines of one. */
export class IncompatibleContract extends RuntimeError {
  override readonly name = 'IncompatibleContract'
  override readonly code = 'INCOMPATIBLE_CONTRACT'
  readonly ours: ContractIdentity
  readonly theirs: Partial<ContractIdentity>

  constructor(ours: ContractIdentity, theirs: Partial<ContractIdentity>) {
    super(`this side speaks ${identity(ours)}, the other side ${identity(theirs)}`)
    this.ours = ours
    this.theirs = theirs
  }
}

function summary(issues: readonly Issue[]): string {
  const shown = issues.slice(0, 3).map((issue) => `${issue.pointer || '/'} ${issue.message}`)
  return issues.length > shown.length ? `${shown.join('; ')}; ${issues.length - shown.length} more` : shown.join('; ')
}

function identity(peer: Partial<ContractIdentity>): string {
  return `${peer.contract ?? 'an unnamed contract'} line ${peer.line ?? 'unknown'}`
}
