import { type Deadline, HEADERS, Unavailable } from '@tessera/runtime.core'
import { isStreamed, limited, type OutgoingBody, type StreamedBody } from './byte-stream.ts'
import { isConnectionFailure, translateFailure } from './failures.ts'
import { PROBLEM_TYPE } from './json-body.ts'
import type { Connection, Plan } from './perform.ts'
import { PROBLEMS } from './problem.ts'
import type { ReceivedResponse } from './read-response.ts'
import { retryAfterMs, retryDelay } from './retry.ts'
import type { Target } from './targets.ts'
import type { Attempt, Expected, OutgoingRequest } from './transport.ts'
import { sentTooLarge } from './write-request.ts'

/** A call, written and ready to leave. */
export interface OutgoingCall {
  readonly record: { attempts: number }
  readonly deadline: Deadline
  /** Path and query, below the base URL. */
  readonly target: string
  /** Names and values by turns. */
  readonly headers: readonly string[]
  readonly body: OutgoingBody | undefined
}

/** What becomes of a call; one of them is called, once. `onStreamed`: also, when a streamed answer has ended. */
export interface Outcome {
  readonly onResponse: (response: ReceivedResponse) => void
  readonly onFailure: (error: unknown) => void
  readonly onStreamed: (error: unknown) => void
}

/** Sends, and where that is safe sends again, until an answer has come. */
export function sendUntilAnswered(connection: Connection, plan: Plan, outgoing: OutgoingCall, outcome: Outcome): void {
  connection.budget.earn()
  new Sending(connection, plan, outgoing, outcome).next()
}

class Sending {
  readonly #connection: Connection
  readonly #plan: Plan
  readonly #outgoing: OutgoingCall
  readonly #outcome: Outcome
  readonly #expected: Expected
  #target: Target | undefined
  #last: Attempt = RESTING
  /** Of the body that was being sent, where it was not the connection that failed. */
  #sourceError: { readonly error: unknown } | undefined

  constructor(connection: Connection, plan: Plan, outgoing: OutgoingCall, outcome: Outcome) {
    this.#connection = connection
    this.#plan = plan
    this.#outgoing = outgoing
    this.#outcome = outcome
    this.#expected = {
      deadline: outgoing.deadline,
      attemptMs: connection.options.attemptMs,
      maxBytes: connection.options.maxResponseBytes ?? MOST_BYTES,
      streamedBytes: plan.streams ? (status, type) => streamedBytes(plan, status, type) : READ_TO_ITS_END,
      onStreamed: outcome.onStreamed,
    }
  }

  next(): void {
    const { deadline, record } = this.#outgoing
    if (deadline.aborted) return this.#outcome.onFailure(deadline.reason)
    this.#target = this.#connection.targets.next(this.#target)
    if (this.#target === undefined) return this.#settle()
    record.attempts++
    const { transport, prefix, breaker } = this.#target
    transport.send(this.#request(prefix), this.#expected, (attempt) => {
      breaker.leave(outcomeOf(attempt, deadline))
      this.#last = attempt
      this.#attempted()
    })
  }

  #request(prefix: string): OutgoingRequest {
    const { deadline, target, body } = this.#outgoing
    const headers = this.#outgoing.headers.slice()
    const remaining = deadline.remaining()
    if (remaining !== Infinity) headers.push(HEADERS.deadline, String(Math.floor(remaining)))
    const content = isStreamed(body) ? { ...body, open: () => this.#guarded(body) } : body
    return { method: this.#plan.operation.method, path: prefix + target, headers, body: content }
  }

  async *#guarded(body: StreamedBody): AsyncGenerator<Uint8Array> {
    const { name, operation } = this.#plan
    const { maxBytes = Infinity } = operation.request
    try {
      yield* limited(body.open(), maxBytes, () => sentTooLarge(name, maxBytes))
    } catch (error) {
      this.#sourceError = { error }
      throw error
    }
  }

  #attempted(): void {
    const { deadline, record } = this.#outgoing
    const last = this.#last
    if (deadline.aborted && 'error' in last) return this.#outcome.onFailure(deadline.reason)
    if (!this.#maySendAgain(last) || record.attempts > (this.#connection.options.retries ?? 2)) return this.#settle()
    const delay = Math.max(retryDelay(record.attempts), askedDelay(last))
    if (delay >= deadline.remaining() || !this.#connection.budget.spend()) return this.#settle()
    this.#wait(delay)
  }

  /** Ends early with the deadline. */
  #wait(ms: number): void {
    let isOver = false
    const go = (): void => {
      clearTimeout(timer)
      if (!isOver) this.next()
      isOver = true
    }
    const timer = setTimeout(go, ms)
    this.#outgoing.deadline.onAbort(go)
  }

  #maySendAgain(attempt: Attempt): boolean {
    if ('response' in attempt && attempt.response.status < 400) return false
    const { operation } = this.#plan
    const { body } = this.#outgoing
    if (this.#connection.gate.closed || this.#sourceError !== undefined) return false
    const spent = isStreamed(body) && !body.again
    const repeatable = operation.idempotent !== false && !spent
    if ('response' in attempt) return repeatable && isPassing(attempt.response)
    return (repeatable || !attempt.left) && isConnectionFailure(attempt.error)
  }

  #settle(): void {
    const { name } = this.#plan
    const last = this.#last
    if ('response' in last) this.#outcome.onResponse(last.response)
    else if (this.#sourceError) this.#outcome.onFailure(this.#sourceError.error)
    else if (last === RESTING) {
      this.#outcome.onFailure(new Unavailable(name, 'it failed too often and is left alone for a while'))
    } else this.#outcome.onFailure(translateFailure(last.error, name))
  }
}

/** Every base URL has failed too often, and is left alone for a while. */
const RESTING: Attempt = { error: undefined, left: false }
const MOST_BYTES = 16 * 1024 * 1024
const READ_TO_ITS_END = (): undefined => undefined

/** What the other side's stub says by itself is no stream, whatever the status promises. */
function streamedBytes({ operation }: Plan, status: number, type: string): number | undefined {
  const declared = operation.responses[status]
  if (declared?.bytes === undefined || type === PROBLEM_TYPE) return undefined
  return declared.maxBytes ?? Infinity
}

/** No answer in time speaks against the other side; a caller who hangs up does not. */
function outcomeOf(attempt: Attempt, deadline: Deadline): 'success' | 'failure' | 'unknown' {
  if ('response' in attempt) return FAILED.has(attempt.response.status) ? 'failure' : 'success'
  if (deadline.aborted) return deadline.expired ? 'failure' : 'unknown'
  return isConnectionFailure(attempt.error) ? 'failure' : 'unknown'
}

/** Of a proxy with nobody behind it, and of a service that cannot serve: whichever operation it is. */
const FAILED: ReadonlySet<number> = new Set([502, 503])
const PASSING: ReadonlySet<number> = new Set([429, ...FAILED])

/** What another try may mend; the first call under an idempotency key may still be at work. */
function isPassing({ status, contentType, body }: ReceivedResponse): boolean {
  if (PASSING.has(status)) return true
  return status === 409 && contentType === PROBLEM_TYPE && new TextDecoder().decode(body).includes(PROBLEMS.running)
}

function askedDelay(attempt: Attempt): number {
  return 'response' in attempt ? retryAfterMs(attempt.response.headers['retry-after']) : 0
}
