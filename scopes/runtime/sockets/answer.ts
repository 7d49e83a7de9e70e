import {
  beginSpan,
  childTraceparent,
  type Context,
  type ContractDefinition,
  ContractViolation,
  type Deadline,
  isObject,
  mayHoldSecrets,
  type PayloadDefinition,
  runInContext,
  type SocketItemDefinition,
  type Span,
  untilAborted,
  warnOfFailure,
} from '@tessera/runtime.core'
import type { Failure, ItemFrame } from './frames.ts'
import type { SocketContext } from './items.ts'
import type { PeerOptions } from './options.ts'
import { readPayload, tooLarge, writePayload } from './payload.ts'
import { type EncodedFrame, encodeFrame, encodeText } from './transport.ts'

/** Who handles the items that come. */
export interface Answerer {
  readonly identity: ContractDefinition
  /** Those that the other side may send. */
  readonly items: ReadonlyMap<string, SocketItemDefinition>
  readonly options: PeerOptions
  /** Bytes of a frame that the other side takes. */
  readonly maxFrameBytes: () => number
  readonly handle: (item: string, payload: unknown, context: SocketContext<unknown>) => unknown
  /** What handlers are told of the other side. */
  readonly connection: () => unknown
  readonly caller: () => NonNullable<Context['caller']>
  /** Tells the other side what a handler threw: for tests only. */
  readonly explain?: boolean
}

/** An item that has come, in a frame of so many bytes. */
export interface ReceivedItem {
  readonly frame: ItemFrame
  readonly bytes: number
  readonly deadline: Deadline
}

/**
 * Handles one item; gives the frame that answers a request, later where the handler is asynchronous: one that is not
 * costs no promise. Never throws, never rejects.
 */
export function answer(
  answerer: Answerer,
  received: ReceivedItem,
): EncodedFrame | undefined | Promise<EncodedFrame | undefined> {
  const { frame, deadline } = received
  const span = spanOf(answerer, frame)
  const context = contextOf(answerer, received, span)
  const fail = (error: unknown): EncodedFrame | undefined => {
    span?.end({ error: error instanceof Unreadable ? error.violation : error })
    return failureFrame(answerer, received, { error, traceparent: context.traceparent })
  }
  try {
    const { item, payload } = read(answerer, received)
    const write = (reply: unknown): EncodedFrame | undefined => {
      const written = item.reply && writeReply(answerer, frame, { definition: item.reply, reply })
      span?.end({})
      return written
    }
    if (deadline.aborted) return fail(deadline.reason)
    const handle = (): unknown => runInContext(context, () => answerer.handle(frame.item, payload, context))
    const outcome = span === undefined ? handle() : span.run(handle)
    if (!isPromiseLike(outcome)) return write(outcome)
    return untilAborted(deadline, () => outcome)
      .then(write)
      .catch(fail)
  } catch (error) {
    return fail(error)
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && typeof value.then === 'function'
}

interface Readable {
  readonly item: SocketItemDefinition
  readonly payload: unknown
}

/** @throws Unreadable */
function read(answerer: Answerer, { frame, bytes }: ReceivedItem): Readable {
  try {
    const item = declared(answerer, frame)
    const slot = { at: `${frame.item}/payload`, definition: item.payload, frameBytes: bytes }
    return { item, payload: readPayload(frame.payload, slot, answerer.options) }
  } catch (error) {
    throw error instanceof ContractViolation ? new Unreadable(error) : error
  }
}

/** Tells what came here from what a handler got in a call of its own. */
class Unreadable extends Error {
  readonly violation: ContractViolation
  constructor(violation: ContractViolation) {
    super(violation.message)
    this.violation = violation
  }
}

/** @throws ContractViolation where this side has no such item */
function declared({ items }: Answerer, { item: name, type }: ItemFrame): SocketItemDefinition {
  const item = items.get(name)
  if (item && (item.reply !== undefined) === (type === 'request')) return item
  throw new ContractViolation('received', `${name}/payload`, [
    { pointer: '', keyword: 'item', message: `is no ${type} that this side knows` },
  ])
}

function spanOf({ identity, options: { telemetry } }: Answerer, frame: ItemFrame): Span | undefined {
  if (telemetry === undefined) return undefined
  const { contract, line } = identity
  const kind = frame.type === 'request' ? 'server' : 'consumer'
  return beginSpan(telemetry, { kind, pattern: 'sockets', contract, line, name: frame.item, parent: frame.traceparent })
}

function contextOf(
  { connection, caller }: Answerer,
  { frame, deadline }: ReceivedItem,
  span: Span | undefined,
): SocketContext<unknown> {
  const context: Mutable<SocketContext<unknown>> = {
    get signal() {
      return deadline.signal
    },
    // By the clock as it is when asked: clocks jump.
    get deadline() {
      return deadline.at
    },
    traceparent: span?.traceparent ?? childTraceparent(frame.traceparent),
    caller: caller(),
    headers: frame.headers ?? NO_HEADERS,
    connection: connection(),
  }
  // Faster than spreading what may not be there.
  if (frame.tracestate !== undefined) context.tracestate = frame.tracestate
  return context
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
const NO_HEADERS = {}

/** @throws ContractViolation `sent` */
function writeReply(
  { options, maxFrameBytes }: Answerer,
  frame: ItemFrame,
  { definition, reply }: { readonly definition: PayloadDefinition; readonly reply: unknown },
): EncodedFrame | undefined {
  if (frame.type === 'message') return undefined
  const at = `${frame.item}/reply`
  const text = writePayload(reply, { at, definition }, options)
  const encoded = encodeText(`{"type":"reply","id":${frame.id},"payload":${text}}`)
  if (encoded.bytes > maxFrameBytes()) throw tooLarge('sent', at, maxFrameBytes())
  return encoded
}

interface Failed {
  readonly error: unknown
  readonly traceparent: string
}

/** Who sent a message hears nothing; who made a request hears no more than what concerns the contract. */
function failureFrame(
  { identity, options, explain }: Answerer,
  { frame, deadline }: ReceivedItem,
  { error, traceparent }: Failed,
): EncodedFrame | undefined {
  const told = toldFailure(error, deadline)
  if (told === undefined || frame.type === 'message') {
    const report = options.onError ?? warner(identity)
    report(error instanceof Unreadable ? error.violation : error, { item: frame.item, traceparent })
  }
  if (frame.type === 'message') return undefined
  const message = explain ? String(error) : 'its handler failed'
  return encodeFrame({ type: 'failure', id: frame.id, ...(told ?? { code: 'HANDLER_FAILED', message }) })
}

/** A failure that is no fault of this side; `undefined` for all others. */
function toldFailure(error: unknown, deadline: Deadline): Pick<Failure, 'code' | 'message' | 'issues'> | undefined {
  if (error instanceof Unreadable) {
    const { message, issues } = error.violation
    return { code: 'CONTRACT_VIOLATION', message, issues }
  }
  if (!deadline.aborted || error !== deadline.reason) return undefined
  if (deadline.expired) return { code: 'DEADLINE_EXCEEDED', message: 'the deadline is over' }
  return { code: 'UNAVAILABLE', message: error instanceof Error ? error.message : String(error) }
}

function warner(identity: ContractDefinition): NonNullable<PeerOptions['onError']> {
  return (error, { item, traceparent }) =>
    warnOfFailure(`${item} failed`, error, { isSecret: mayHoldSecrets(identity, item), traceparent })
}
