import {
  type CallOptions,
  childTraceparent,
  type ContractViolation,
  currentContext,
  type Deadline,
  DeadlineExceeded,
  type Gate,
  HEADERS,
  type HttpDefinition,
  type HttpOperationDefinition,
  startDeadline,
  tightest,
  Unavailable,
  untilAborted,
} from '@tessera/runtime.core'
import { callHeaders } from './call-headers.ts'
import type { CallRecord, HttpClientOptions } from './client.ts'
import { type Proof, prove, requirementMet } from './credentials.ts'
import { readResponse } from './read-response.ts'
import type { RetryBudget } from './retry.ts'
import { type OutgoingCall, sendUntilAnswered } from './send.ts'
import type { Targets } from './targets.ts'
import { type OnViolation, writeRequest } from './write-request.ts'

/** What the calls of one client share. */
export interface Connection {
  readonly definition: HttpDefinition
  readonly options: HttpClientOptions
  readonly targets: Targets
  readonly budget: RetryBudget
  readonly gate: Gate
  /** Headers that say which agreement is spoken. */
  readonly identity: Readonly<Record<string, string>>
}

export interface Call {
  readonly name: string
  readonly operation: HttpOperationDefinition
  readonly input: unknown
  readonly options: CallOptions
}

/** Makes one call, from input to reply. */
export async function perform(connection: Connection, call: Call): Promise<unknown> {
  const { gate, options } = connection
  if (gate.closed) throw new Unavailable(call.name, 'this client is drained')
  const leave = gate.enter()
  const record = { operation: call.name, traceparent: childTraceparent(currentContext()?.traceparent), attempts: 0 }
  const started = performance.now()
  const deadline = startDeadline(tightest(...limits(call, options)), [call.options.signal, currentContext()?.signal])
  let end: Partial<CallRecord> = {}
  try {
    const response = await sendUntilAnswered(connection, call, await outgoing(connection, call, { record, deadline }))
    end = { status: response.status }
    return readResponse(call, response, {
      ours: connection.definition,
      deadlineMs: deadline.ms,
      onViolation: received(options),
    })
  } catch (error) {
    const failure = translate(error, call, deadline)
    end = { ...end, error: failure }
    throw failure
  } finally {
    deadline.stop()
    leave()
    options.onCall?.({ ...record, ...end, ms: performance.now() - started })
  }
}

/** The client's default is for calls about which neither the contract nor the caller says anything. */
function limits({ operation, options }: Call, { deadlineMs = 30_000 }: HttpClientOptions): (number | undefined)[] {
  const said = [options.deadlineMs, operation.deadlineMs]
  return said.some((limit) => limit !== undefined) ? said : [deadlineMs]
}

type Progress = Pick<OutgoingCall, 'record' | 'deadline'>

async function outgoing(connection: Connection, call: Call, progress: Progress): Promise<OutgoingCall> {
  const { options, identity } = connection
  const request = writeRequest(call.name, call.operation, call.input, enforcement(options.validation?.sent, options))
  const { headers: source } = options
  const common = typeof source === 'function' ? await untilAborted(progress.deadline, source) : source
  const proof = await proofOf(connection, call, progress.deadline)
  const headers = callHeaders(call, [common, proof?.headers, call.options.headers, request.headers], identity)
  headers[HEADERS.traceparent] = progress.record.traceparent
  return { ...progress, target: withQuery(request.target, proof?.query ?? ''), headers, body: request.body ?? null }
}

function proofOf(connection: Connection, call: Call, deadline: Deadline): Promise<Proof> | undefined {
  const { credentials } = connection.options
  const schemes = requirementMet(call.operation.security, credentials)
  if (credentials === undefined || schemes.length === 0) return undefined
  return untilAborted(deadline, () => prove(connection.definition, schemes, credentials))
}

function withQuery(target: string, query: string): string {
  return query === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${query}`
}

function translate(error: unknown, call: Call, deadline: Deadline): unknown {
  if (!deadline.aborted || error !== deadline.reason || call.options.signal?.aborted) return error
  // The handler this runs in may run out of time a moment before the call it made.
  return deadline.expired || deadline.remaining() < 1 ? new DeadlineExceeded(call.name, deadline.ms) : error
}

function received(options: HttpClientOptions): OnViolation {
  return enforcement(options.validation?.received, options)
}

function enforcement(mode: 'enforce' | 'report' | 'off' = 'enforce', { onViolation }: HttpClientOptions): OnViolation {
  if (mode === 'off') return undefined
  return (violation: ContractViolation) => {
    onViolation?.(violation)
    if (mode === 'enforce') throw violation
  }
}
