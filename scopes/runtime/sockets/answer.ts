import {
  childTraceparent,
  type Context,
  ContractViolation,
  type Deadline,
  type PayloadDefinition,
  runInContext,
  type SocketItemDefinition,
  untilAborted,
} from '@tessera/runtime.core'
import type { Failure, ItemFrame } from './frames.ts'
import type { SocketContext } from './items.ts'
import type { FailedItem, PeerOptions } from './options.ts'
import { readPayload, tooLarge, writePayload } from './payload.ts'
import { type EncodedFrame, encodeFrame, encodeText } from './transport.ts'

/** Who handles the items that come. */
export interface Answerer {
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

/** Handles one item. Resolves with the frame that answers a request; never rejects. */
export async function answer(answerer: Answerer, received: ReceivedItem): Promise<EncodedFrame | undefined> {
  const context = contextOf(answerer, received)
  try {
    const item = read(answerer, received)
    const reply = await untilAborted(received.deadline, () =>
      runInContext(context, () => answerer.handle(received.frame.item, received.frame.payload, context)),
    )
    return item.reply && writeReply(answerer, received.frame, { definition: item.reply, reply })
  } catch (error) {
    return fail(answerer, received, { error, traceparent: context.traceparent })
  }
}

/** @throws Unreadable */
function read(answerer: Answerer, { frame, bytes }: ReceivedItem): SocketItemDefinition {
  try {
    const item = declared(answerer, frame)
    const slot = { at: `${frame.item}/payload`, definition: item.payload, frameBytes: bytes }
    readPayload(frame.payload, slot, answerer.options)
    return item
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

function contextOf({ connection, caller }: Answerer, { frame, deadline }: ReceivedItem): SocketContext<unknown> {
  return {
    get signal() {
      return deadline.signal
    },
    traceparent: childTraceparent(frame.traceparent),
    ...(frame.tracestate === undefined ? {} : { tracestate: frame.tracestate }),
    ...(deadline.at === undefined ? {} : { deadline: deadline.at }),
    caller: caller(),
    headers: frame.headers ?? {},
    connection: connection(),
  }
}

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
function fail(
  { options, explain }: Answerer,
  { frame, deadline }: ReceivedItem,
  { error, traceparent }: Failed,
): EncodedFrame | undefined {
  const told = toldFailure(error, deadline)
  if (told === undefined || frame.type === 'message') {
    const report = options.onError ?? warn
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

function warn(error: unknown, { item, traceparent }: FailedItem): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.emitWarning(`${item} failed: ${text}`, { type: 'TesseraHandlerError', detail: traceparent })
}
