import {
  childTraceparent,
  type Context,
  ContractViolation,
  type Deadline,
  type Gate,
  HEADERS,
  type HttpDefinition,
  isObject,
  isRuntimeError,
  type ParametersDefinition,
  runInContext,
  startDeadline,
  untilAborted,
} from '@tessera/runtime.core'
import { type Admission, admit, type Authenticator } from './authenticate.ts'
import { bodyIssues, bodyType, writeBody } from './body.ts'
import { encodeHeaders } from './header-values.ts'
import { issuesOf, PROBLEM_TYPE } from './json-body.ts'
import { deadlineProblem, drainingProblem, plainProblem, type Problem } from './problem.ts'
import { type IncomingRequest, type OperationReader, readCaller, readRequest, refuseCaller } from './read-request.ts'

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
  readonly gate: Gate
  /** Of the calls in flight, so that draining can end them. */
  readonly deadlines: Set<Deadline>
  /** Says in the problem what went wrong inside: for tests only. */
  readonly explain?: boolean
}

export interface OutgoingReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** Ends what is in flight. */
export function abortAll({ deadlines }: Provider): void {
  for (const deadline of deadlines) deadline.abort(new DOMException('the service is going down', 'AbortError'))
}

/** A request, and how to hear that its caller hung up. */
export interface LiveRequest extends IncomingRequest {
  readonly onHangUp: (listener: () => void) => void
}

/** Answers one request to one operation. Never rejects. */
export async function answer(
  provider: Provider,
  reader: OperationReader,
  request: LiveRequest,
): Promise<OutgoingReply> {
  if (provider.gate.closed) return problemReply(drainingProblem(), CLOSE)
  const caller = readCaller(request.headers)
  const refused = refuseCaller(provider.definition, caller)
  if (refused) return problemReply(refused)
  const leave = provider.gate.enter()
  const deadline = startDeadline(allowedMs(reader, request))
  provider.deadlines.add(deadline)
  request.onHangUp(() => deadline.abort(new DOMException('the caller hung up', 'AbortError')))
  try {
    const traceparent = childTraceparent(request.headers[HEADERS.traceparent])
    const reply = await handle(provider, reader, { request, deadline, caller, traceparent })
    return provider.gate.closed ? { ...reply, headers: { ...reply.headers, ...CLOSE } } : reply
  } finally {
    deadline.stop()
    provider.deadlines.delete(deadline)
    leave()
  }
}

/** A problem as a reply. */
export function problemReply(problem: Problem, headers: Readonly<Record<string, string>> = {}): OutgoingReply {
  return {
    status: problem.status,
    headers: { 'content-type': PROBLEM_TYPE, ...headers },
    body: JSON.stringify(problem),
  }
}

const CLOSE = { connection: 'close' } as const

function allowedMs({ operation }: OperationReader, { headers }: IncomingRequest): number {
  const text = headers[HEADERS.deadline]
  const asked = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Infinity
  return Math.min(asked, operation.deadlineMs ?? Infinity)
}

interface Work {
  readonly request: IncomingRequest
  readonly deadline: Deadline
  readonly caller: Context['caller']
  readonly traceparent: string
}

function contextOf({ request, deadline, caller, traceparent }: Work, principal: unknown): Context {
  const tracestate = request.headers[HEADERS.tracestate]
  return {
    get signal() {
      return deadline.signal
    },
    traceparent,
    ...(tracestate === undefined ? {} : { tracestate }),
    ...(deadline.at === undefined ? {} : { deadline: deadline.at }),
    ...(caller === undefined ? {} : { caller }),
    ...(principal === undefined ? {} : { principal }),
    headers: request.headers,
  }
}

async function handle(provider: Provider, reader: OperationReader, work: Work): Promise<OutgoingReply> {
  const { name } = reader
  const { deadline, traceparent } = work
  try {
    // Nothing is read, nor said of what was sent, before it is known who asks.
    const admission = await atTheDoor(provider, reader, work)
    if (admission && 'problem' in admission) return problemReply(admission.problem, admission.headers)
    const reading = readRequest(reader, work.request)
    if ('problem' in reading) return problemReply(reading.problem)
    const context = contextOf(work, admission?.principal)
    const outcome = await untilAborted(deadline, () =>
      runInContext(context, () => provider.handle(name, reading.input, context)),
    )
    return writeReply(reader, outcome)
  } catch (error) {
    if (endedWithHandler(error, deadline)) return problemReply(deadlineProblem(name), CLOSE)
    if (deadline.aborted && error === deadline.reason) {
      return problemReply(deadline.expired ? deadlineProblem(name) : drainingProblem(), CLOSE)
    }
    provider.onError(error, { operation: name, traceparent })
    return problemReply(plainProblem(500, provider.explain ? String(error) : undefined))
  }
}

/** Clocks tick in milliseconds: a call made in the handler may run out of time just before the handler does. */
function endedWithHandler(error: unknown, deadline: Deadline): boolean {
  return isRuntimeError(error, 'DEADLINE_EXCEEDED') && deadline.remaining() < 3
}

function atTheDoor(
  { authenticators, definition }: Provider,
  { name, operation }: OperationReader,
  { request, deadline }: Work,
): Promise<Admission> | undefined {
  const { security = [] } = operation
  if (authenticators === undefined || security.length === 0) return undefined
  const { headers, url } = request
  return untilAborted(deadline, () =>
    admit({ definition, authenticators, security }, { operation: name, headers }, url),
  )
}

/** @throws ContractViolation `sent`, where a handler's reply is not what the contract says */
function writeReply({ name, operation }: OperationReader, reply: unknown): OutgoingReply {
  const status = isObject(reply) ? reply.status : undefined
  const declared = typeof status === 'number' ? operation.responses[status] : undefined
  if (!isObject(reply) || typeof status !== 'number' || declared === undefined) {
    const message = `must be a status the operation declares: ${Object.keys(operation.responses).join(', ')}`
    throw new ContractViolation('sent', `${name}/response`, [{ pointer: '/status', keyword: 'enum', message }])
  }
  const headers = declared.headers
    ? replyHeaders(`${name}/response/${status}/headers`, declared.headers, reply.headers)
    : {}
  if (declared.body === undefined || (declared.optional && reply.body === undefined)) {
    return { status, headers, body: undefined }
  }
  const at = `${name}/response/${status}/body`
  const issues = bodyIssues(declared, reply.body)
  if (issues.length > 0) throw new ContractViolation('sent', at, issues)
  const outcome = writeBody(declared, reply.body)
  if ('issue' in outcome) throw new ContractViolation('sent', at, [outcome.issue])
  const type = declared.problem ? PROBLEM_TYPE : bodyType(declared)
  return { status, headers: { ...headers, 'content-type': type }, body: outcome.text }
}

function replyHeaders(at: string, definition: ParametersDefinition, given: unknown): Record<string, string> {
  const values = isObject(given) ? given : {}
  const issues = issuesOf(definition.check, values)
  const headers = issues.length > 0 ? {} : encodeHeaders(values, issues)
  if (issues.length > 0) throw new ContractViolation('sent', at, issues)
  return headers
}
