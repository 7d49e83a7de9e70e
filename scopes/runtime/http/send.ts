import { type Deadline, HEADERS, Unavailable } from '@tessera/runtime.core'
import { type Attempt, dispatch } from './dispatch.ts'
import { isConnectionFailure, translateFailure } from './failures.ts'
import type { Call, Connection } from './perform.ts'
import type { ReceivedResponse } from './read-response.ts'
import { retryAfterMs, retryDelay } from './retry.ts'
import type { Target } from './targets.ts'

/** A call, written and ready to leave. */
export interface OutgoingCall {
  readonly record: { readonly traceparent: string; attempts: number }
  readonly deadline: Deadline
  /** Path and query, below the base URL. */
  readonly target: string
  readonly headers: Record<string, string>
  readonly body: string | null
}

/**
 * Sends, and where that is safe sends again, until an answer was read to its end.
 * @throws Unavailable, UnexpectedResponse; the deadline's reason
 */
export async function sendUntilAnswered(
  connection: Connection,
  call: Call,
  outgoing: OutgoingCall,
): Promise<ReceivedResponse> {
  const { deadline, record } = outgoing
  connection.budget.earn()
  let target: Target | undefined
  let last: Attempt | undefined
  for (;;) {
    if (deadline.aborted) throw deadline.reason
    target = connection.targets.next(target)
    if (target === undefined) return settle(last ?? RESTING, call)
    record.attempts++
    last = await sendOnce(target, call, outgoing)
    if (deadline.aborted && 'error' in last) throw deadline.reason
    if (!maySendAgain(connection, call, last) || record.attempts > (connection.options.retries ?? 2))
      return settle(last, call)
    const delay = Math.max(retryDelay(record.attempts), askedDelay(last))
    if (delay >= deadline.remaining() || !connection.budget.spend()) return settle(last, call)
    await wait(delay, deadline)
  }
}

/** Every base URL has failed too often, and is left alone for a while. */
const RESTING: Attempt = { error: undefined, left: false }

function settle(attempt: Attempt, { name }: Call): ReceivedResponse {
  if ('response' in attempt) return attempt.response
  if (attempt === RESTING) throw new Unavailable(name, 'it failed too often and is left alone for a while')
  throw translateFailure(attempt.error, name)
}

async function sendOnce({ pool, prefix, breaker }: Target, call: Call, outgoing: OutgoingCall): Promise<Attempt> {
  const { deadline, headers, body } = outgoing
  const remaining = deadline.remaining()
  if (Number.isFinite(remaining)) headers[HEADERS.deadline] = String(Math.floor(remaining))
  const request = { method: call.operation.method, path: prefix + outgoing.target, headers, body }
  const attempt = await dispatch(pool, request, deadline)
  breaker.leave(outcomeOf(attempt, deadline))
  return attempt
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

function maySendAgain({ gate }: Connection, { operation }: Call, attempt: Attempt): boolean {
  if (gate.closed) return false
  const repeatable = operation.idempotent !== false
  if ('response' in attempt) return repeatable && PASSING.has(attempt.response.status)
  return (repeatable || !attempt.left) && isConnectionFailure(attempt.error)
}

function askedDelay(attempt: Attempt): number {
  return 'response' in attempt ? retryAfterMs(attempt.response.headers['retry-after']) : 0
}

/** Ends early with the deadline. */
function wait(ms: number, deadline: Deadline): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    deadline.onAbort(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
