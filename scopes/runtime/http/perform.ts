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
import type { Pool } from 'undici'
import { callHeaders } from './call-headers.ts'
import type { CallRecord, HttpClientOptions } from './client.ts'
import { isBrokenConnection, translateFailure } from './failures.ts'
import { flatHeaders } from './node-request.ts'
import { readResponse, type ReceivedResponse } from './read-response.ts'
import { type OnViolation, writeRequest, type WrittenRequest } from './write-request.ts'

/** What the calls of one client share. */
export interface Connection {
  readonly definition: HttpDefinition
  readonly options: HttpClientOptions
  readonly pool: Pool
  readonly gate: Gate
  /** Path of the base URL, without a slash at its end. */
  readonly prefix: string
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
    const response = await exchange(connection, call, { record, deadline })
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

interface Progress {
  readonly record: { readonly traceparent: string; attempts: number }
  readonly deadline: Deadline
}

/** Sends, and where that is safe sends again, until an answer was read to its end. */
async function exchange(connection: Connection, call: Call, progress: Progress): Promise<ReceivedResponse> {
  const { options } = connection
  const request = writeRequest(call.name, call.operation, call.input, enforcement(options.validation?.sent, options))
  const { headers: source } = options
  const common = typeof source === 'function' ? await untilAborted(progress.deadline, source) : source
  const headers = callHeaders(call, [common, call.options.headers, request.headers], connection.identity)
  headers[HEADERS.traceparent] = progress.record.traceparent
  const retries = call.operation.idempotent === false ? 0 : (options.retries ?? 1)
  for (;;) {
    if (progress.deadline.aborted) throw progress.deadline.reason
    progress.record.attempts++
    try {
      return await send(connection, call, { request, headers, deadline: progress.deadline })
    } catch (error) {
      if (progress.deadline.aborted) throw error
      if (progress.record.attempts > retries || !isBrokenConnection(error)) throw translateFailure(error, call.name)
    }
  }
}

interface Sending {
  readonly request: WrittenRequest
  readonly headers: Record<string, string>
  readonly deadline: Deadline
}

async function send(
  { pool, prefix }: Connection,
  call: Call,
  { request, headers, deadline }: Sending,
): Promise<ReceivedResponse> {
  const remaining = deadline.remaining()
  if (Number.isFinite(remaining)) headers[HEADERS.deadline] = String(Math.floor(remaining))
  const response = await pool.request({
    method: call.operation.method,
    path: prefix + request.target,
    headers,
    body: request.body ?? null,
    signal: deadline.signal,
  })
  const contentType = response.headers['content-type']
  return {
    status: response.statusCode,
    contentType: Array.isArray(contentType) ? contentType[0] : contentType,
    headers: flatHeaders(response.headers),
    body: await response.body.bytes(),
  }
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
