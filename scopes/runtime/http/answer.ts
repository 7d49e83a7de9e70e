import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import {
  beginSpan,
  ContractViolation,
  type Deadline,
  HEADERS,
  isRuntimeError,
  runInContext,
  type Span,
  startDeadline,
  untilAborted,
} from '@tessera/runtime.core'
import { keepReply, keyedCall, repeatedReply } from './answer-once.ts'
import { type Admission, admit } from './authenticate.ts'
import { limited, type StreamedBody, isStreamed, ReceivedBytes } from './byte-stream.ts'
import { HandlerContext } from './handler-context.ts'
import { flatHeaders, onHangUp } from './node-request.ts'
import { deadlineProblem, drainingProblem, plainProblem, type Problem } from './problem.ts'
import type { Provider } from './provider.ts'
import { type IncomingBody, type OperationReader, type Reading, readRequest, refuseCaller } from './read-request.ts'
import { receiveBody, TooLarge } from './receive-body.ts'
import { type OutgoingReply, problemReply, writeReply, type WrittenReply } from './write-reply.ts'

/** A request to one operation, and the connection it came on. */
export interface LiveRequest {
  readonly reader: OperationReader
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Answers one request: `send` is called once, whatever happens. */
export function answer(provider: Provider, live: LiveRequest, send: (reply: OutgoingReply) => void): void {
  if (provider.gate.closed) return send(problemReply(drainingProblem(), CLOSE))
  const headers = flatHeaders(live.request.headers)
  const refused = refuseCaller(provider.definition, headers)
  if (refused) return send(problemReply(refused))
  new Answering(provider, live, { headers, send }).begin()
}

const CLOSE = { connection: 'close' } as const

interface Caller {
  readonly headers: Readonly<Record<string, string>>
  readonly send: (reply: OutgoingReply) => void
}

/** One call from its head to its reply. A class, and calls back: promises between the steps would cost more than they. */
class Answering {
  readonly #provider: Provider
  readonly #live: LiveRequest
  readonly #caller: Caller
  readonly #leave: () => void
  readonly #deadline: Deadline
  readonly #context: HandlerContext
  /** Absent where nobody is told of it. */
  readonly #span: Span | undefined
  #status: number | undefined
  #failure: unknown
  #ended = false
  #idempotencyKey: string | undefined

  constructor(provider: Provider, live: LiveRequest, caller: Caller) {
    this.#provider = provider
    this.#live = live
    this.#caller = caller
    this.#leave = provider.gate.enter()
    this.#deadline = startDeadline(allowedMs(live.reader, caller.headers))
    this.#span = spanOf(provider, live, caller)
    this.#context = new HandlerContext(caller.headers, this.#deadline, this.#span?.traceparent)
    provider.deadlines.add(this.#deadline)
  }

  /** Nothing is read, nor said of what was sent, before it is known who asks. */
  begin(): void {
    const deadline = this.#deadline
    deadline.onAbort(() => this.#fail(deadline.reason))
    onHangUp(this.#live.response, () => deadline.abort(new DOMException('the caller hung up', 'AbortError')))
    const admission = this.#atTheDoor()
    if (admission === undefined) return this.#receive()
    admission.then((outcome) => {
      if ('problem' in outcome) return this.#end(problemReply(outcome.problem, outcome.headers))
      this.#context.principal = outcome.principal
      this.#receive()
    }, this.#failed)
  }

  #atTheDoor(): Promise<Admission> | undefined {
    const { authenticators, definition } = this.#provider
    const { name, operation } = this.#live.reader
    const { security = [] } = operation
    if (authenticators === undefined || security.length === 0) return undefined
    const call = { operation: name, headers: this.#caller.headers }
    return untilAborted(this.#deadline, () =>
      admit({ definition, authenticators, security }, call, this.#live.request.url ?? '/'),
    )
  }

  #receive(): void {
    const { request: definition } = this.#live.reader.operation
    if (definition.body === undefined) return this.#read(undefined)
    const { maxBodyBytes } = this.#provider
    receiveBody(this.#live.request, { definition, maxBodyBytes }, (outcome) => {
      if ('error' in outcome) return this.#fail(outcome.error)
      const { body } = outcome
      if (body instanceof ReceivedBytes) this.#watch(body)
      this.#read(body)
    })
  }

  #watch(body: ReceivedBytes): void {
    const { request, response } = this.#live
    this.#deadline.onAbort(() => body.cancel())
    // What nobody took is thrown away, so that the next request on this connection is seen.
    response.once('finish', () => request.resume())
  }

  #read(body: IncomingBody): void {
    if (this.#ended) return
    const { reader, request } = this.#live
    try {
      const reading = readRequest(reader, { url: request.url ?? '/', headers: this.#caller.headers }, body)
      if (reading instanceof Promise) reading.then((outcome) => this.#once(outcome, body), this.#failed)
      else this.#once(reading, body)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** What is repeated under its key is answered as before. */
  #once(reading: Reading, body: IncomingBody): void {
    if ('problem' in reading) return this.#end(problemReply(reading.problem))
    const { idempotency } = this.#provider
    const call = { ...this.#live, headers: this.#caller.headers, principal: this.#context.principal, body }
    const keyed = idempotency && keyedCall(call)
    if (idempotency === undefined || keyed === undefined) return this.#handle(reading.input)
    untilAborted(this.#deadline, () => repeatedReply(idempotency, keyed)).then((reply) => {
      if (reply !== undefined) return this.#end(reply)
      this.#idempotencyKey = keyed.id
      this.#handle(reading.input)
    }, this.#failed)
  }

  #handle(input: unknown): void {
    if (this.#ended) return
    const { name } = this.#live.reader
    try {
      const handle = (): unknown => runInContext(this.#context, () => this.#provider.handle(name, input, this.#context))
      const outcome = this.#span === undefined ? handle() : this.#span.run(handle)
      if (isThenable(outcome)) outcome.then((reply) => this.#settle(reply), this.#failed)
      else this.#settle(outcome)
    } catch (error) {
      this.#fail(error)
    }
  }

  #settle(outcome: unknown): void {
    if (this.#ended) return
    let reply: WrittenReply
    try {
      reply = writeReply(this.#live.reader, outcome)
    } catch (error) {
      return this.#fail(error)
    }
    this.#keep(reply)
    if (reply.body !== undefined && isStreamed(reply.body)) this.#stream(reply, reply.body)
    else this.#end({ ...reply, body: reply.body })
  }

  /** The call goes on until the last byte has been taken. */
  #stream(reply: WrittenReply, body: StreamedBody): void {
    const { name, operation } = this.#live.reader
    const { maxBytes = Infinity } = operation.responses[reply.status] ?? {}
    const source = limited(body.open(), maxBytes, () => tooLarge(`${name}/response/${reply.status}/body`, maxBytes))
    const readable = Readable.from(source, { objectMode: false })
    readable.once('error', (error) => {
      if (!this.#deadline.aborted) this.#report(error)
    })
    readable.once('close', () => this.#close())
    this.#deadline.onAbort(() => {
      // What makes the bytes may hang, and is not waited for; the caller must not take a part for the whole.
      readable.destroy()
      this.#live.response.destroy()
      this.#close()
    })
    const length = body.length === undefined ? {} : { 'content-length': String(body.length) }
    this.#ended = true
    this.#status = reply.status
    this.#caller.send({ status: reply.status, headers: { ...reply.headers, ...length }, body: readable })
  }

  readonly #failed = (error: unknown): void => this.#fail(error)

  #fail(error: unknown): void {
    if (this.#ended) return
    this.#failure = error
    this.#keep(undefined)
    const { name } = this.#live.reader
    const deadline = this.#deadline
    if (error instanceof TooLarge) return this.#end(problemReply(plainProblem(413, error.message)))
    if (endedWithHandler(error, deadline)) return this.#end(problemReply(deadlineProblem(name), CLOSE))
    if (deadline.aborted && error === deadline.reason) {
      const problem = deadline.expired ? deadlineProblem(name) : drainingProblem()
      return this.#end(problemReply(problem, CLOSE))
    }
    this.#report(error)
    this.#end(problemReply(this.#unexplained(error)))
  }

  #unexplained(error: unknown): Problem {
    return plainProblem(500, this.#provider.explain ? String(error) : undefined)
  }

  #report(error: unknown): void {
    const { traceparent } = this.#context
    this.#provider.onError(error, { operation: this.#live.reader.name, traceparent })
  }

  /** A store that fails must not take the reply with it: at worst the work is done again. */
  #keep(reply: WrittenReply | undefined): void {
    const { idempotency } = this.#provider
    const key = this.#idempotencyKey
    if (key === undefined || idempotency === undefined) return
    this.#idempotencyKey = undefined
    keepReply(idempotency, key, reply).catch((error: unknown) => this.#report(error))
  }

  #end(reply: OutgoingReply): void {
    if (this.#ended) return
    this.#ended = true
    this.#status = reply.status
    this.#close()
    const { gate } = this.#provider
    this.#caller.send(gate.closed ? { ...reply, headers: { ...reply.headers, ...CLOSE } } : reply)
  }

  #close(): void {
    this.#deadline.stop()
    this.#provider.deadlines.delete(this.#deadline)
    this.#leave()
    this.#span?.end({ ...(this.#status === undefined ? {} : { status: this.#status }), error: this.#failure })
  }
}

function spanOf(
  { telemetry, definition }: Provider,
  { reader: { name } }: LiveRequest,
  { headers }: Caller,
): Span | undefined {
  if (telemetry === undefined) return undefined
  const { contract, line } = definition
  const parent = headers[HEADERS.traceparent]
  return beginSpan(telemetry, { kind: 'server', pattern: 'http', contract, line, name, parent })
}

function allowedMs({ operation }: OperationReader, headers: Readonly<Record<string, string>>): number {
  const text = headers[HEADERS.deadline]
  const asked = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Infinity
  return Math.min(asked, operation.deadlineMs ?? Infinity)
}

/** Clocks tick in milliseconds: a call made in the handler may run out of time just before the handler does. */
function endedWithHandler(error: unknown, deadline: Deadline): boolean {
  return isRuntimeError(error, 'DEADLINE_EXCEEDED') && deadline.remaining() < 3
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function'
}

function tooLarge(at: string, maxBytes: number): ContractViolation {
  const message = `must have at most ${maxBytes} bytes`
  return new ContractViolation('sent', at, [{ pointer: '', keyword: 'maxBytes', message }])
}
