import {
  beginSpan,
  type CallOptions,
  childTraceparent,
  type Context,
  currentContext,
  type Deadline,
  DeadlineExceeded,
  type Gate,
  type HttpDefinition,
  type HttpOperationDefinition,
  type Span,
  startDeadline,
  tightest,
  Unavailable,
  untilAborted,
} from '@tessera/runtime.core'
import { callHeaders } from './call-headers.ts'
import type { HttpClientOptions } from './client.ts'
import { type Proof, prove, requirementMet } from './credentials.ts'
import { type ReceivedResponse, readResponse, type Reply } from './read-response.ts'
import type { RetryBudget } from './retry.ts'
import { sendUntilAnswered } from './send.ts'
import type { Targets } from './targets.ts'
import { type OnViolation, type WrittenRequest, writeRequest } from './write-request.ts'

/** What the calls of one client share. */
export interface Connection {
  readonly definition: HttpDefinition
  readonly options: HttpClientOptions
  readonly targets: Targets
  readonly budget: RetryBudget
  readonly gate: Gate
  /** What is told of violations, of either side. */
  readonly sent: OnViolation
  readonly received: OnViolation
}

/** What the calls of one operation share. */
export interface Plan {
  readonly name: string
  readonly operation: HttpOperationDefinition
  /** Headers that are the same each time, names and values by turns. */
  readonly head: readonly string[]
  /** Whether any of its answers is handed over as it comes. */
  readonly streams: boolean
}

/** Makes one call, from input to reply. */
export function perform(connection: Connection, plan: Plan, input: unknown, options: CallOptions): Promise<unknown> {
  if (connection.gate.closed) return Promise.reject(new Unavailable(plan.name, 'this client is drained'))
  return new Promise((resolve, reject) => new Call(connection, plan, options, { resolve, reject }).begin(input))
}

interface Caller {
  readonly resolve: (reply: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A call that is under way. A class, and calls back: promises between the steps would cost more than they. */
class Call {
  readonly #connection: Connection
  readonly #plan: Plan
  readonly #options: CallOptions
  readonly #caller: Caller
  readonly #context: Context | undefined
  readonly #leave: () => void
  readonly #deadline: Deadline
  readonly #record: { readonly operation: string; readonly traceparent: string; attempts: number }
  readonly #started = performance.now()
  /** Absent where nobody is told of it. */
  readonly #span: Span | undefined
  #status: number | undefined
  #isStreamed = false

  constructor(connection: Connection, plan: Plan, options: CallOptions, caller: Caller) {
    this.#connection = connection
    this.#plan = plan
    this.#options = options
    this.#caller = caller
    this.#context = options.context ?? currentContext()
    this.#leave = connection.gate.enter()
    const parent = this.#context?.traceparent
    this.#span = spanOf(connection, plan, parent)
    const traceparent = this.#span?.traceparent ?? childTraceparent(parent)
    this.#record = { operation: plan.name, traceparent, attempts: 0 }
    this.#deadline = startDeadline(this.#limit(), [options.signal, this.#context?.signal])
  }

  /** The client's default is for calls about which neither the contract nor the caller says anything. */
  #limit(): number {
    const [asked, declared] = [this.#options.deadlineMs, this.#plan.operation.deadlineMs]
    const context = this.#context
    if (asked !== undefined || declared !== undefined) return tightest(context, asked, declared)
    return tightest(context, this.#connection.options.deadlineMs ?? 30_000)
  }

  begin(input: unknown): void {
    const { definition, options, sent } = this.#connection
    const { name, operation } = this.#plan
    try {
      const request = writeRequest(name, operation, input, sent)
      const { headers: common, credentials } = options
      const schemes = requirementMet(operation.security, credentials)
      if (typeof common !== 'function' && schemes.length === 0) return this.#send(request, common, undefined)
      untilAborted(this.#deadline, async () => {
        const given = typeof common === 'function' ? await common() : common
        return [given, await prove(definition, schemes, credentials ?? {})] as const
      }).then(([given, proof]) => this.#send(request, given, proof), this.#failed)
    } catch (error) {
      this.#fail(error)
    }
  }

  #send(request: WrittenRequest, common: Readonly<Record<string, string>> | undefined, proof: Proof | undefined): void {
    const { operation, head } = this.#plan
    const headers = callHeaders({
      operation,
      head,
      sources: [common, proof?.headers, this.#options.headers, request.headers],
      traceparent: this.#record.traceparent,
      tracestate: this.#context?.tracestate,
      idempotencyKey: this.#options.idempotencyKey,
    })
    const target = proof === undefined ? request.target : withQuery(request.target, proof.query)
    const outgoing = { record: this.#record, deadline: this.#deadline, target, headers, body: request.body }
    sendUntilAnswered(this.#connection, this.#plan, outgoing, {
      onResponse: (response) => this.#answered(response),
      onFailure: this.#failed,
      onStreamed: (error) => this.#end(error),
    })
  }

  #answered(response: ReceivedResponse): void {
    this.#status = response.status
    this.#isStreamed = response.stream !== undefined
    try {
      const reply = readResponse(this.#plan, response, {
        ours: this.#connection.definition,
        deadlineMs: this.#deadline.ms,
        onViolation: this.#connection.received,
      })
      if (reply instanceof Promise) reply.then(this.#succeeded, this.#failed)
      else this.#succeeded(reply)
    } catch (error) {
      response.stream?.cancel()
      this.#fail(error)
    }
  }

  readonly #succeeded = (reply: Reply): void => {
    if (!this.#isStreamed) this.#end(undefined)
    this.#caller.resolve(reply)
  }

  readonly #failed = (error: unknown): void => this.#fail(error)

  #fail(error: unknown): void {
    const failure = this.#translate(error)
    if (!this.#isStreamed) this.#end(failure)
    this.#caller.reject(failure)
  }

  #translate(error: unknown): unknown {
    const deadline = this.#deadline
    if (!deadline.aborted || error !== deadline.reason || this.#options.signal?.aborted) return error
    // The handler this runs in may run out of time a moment before the call it made.
    const isOver = deadline.expired || deadline.remaining() < 1
    return isOver ? new DeadlineExceeded(this.#plan.name, deadline.ms) : error
  }

  #end(error: unknown): void {
    this.#deadline.stop()
    this.#leave()
    const status = this.#status === undefined ? {} : { status: this.#status }
    this.#span?.end({ ...status, error, attempt: this.#record.attempts })
    const { onCall } = this.#connection.options
    if (onCall === undefined) return
    onCall({
      ...this.#record,
      ...status,
      ...(error === undefined ? {} : { error }),
      ms: performance.now() - this.#started,
    })
  }
}

function spanOf({ definition, options }: Connection, { name }: Plan, parent: string | undefined): Span | undefined {
  if (options.telemetry === undefined) return undefined
  const { contract, line } = definition
  return beginSpan(options.telemetry, { kind: 'client', pattern: 'http', contract, line, name, parent })
}

function withQuery(target: string, query: string): string {
  return query === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${query}`
}
