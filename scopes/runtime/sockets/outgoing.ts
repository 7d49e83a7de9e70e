import {
  beginSpan,
  type Context,
  type ContractDefinition,
  ContractViolation,
  createGate,
  currentContext,
  type Deadline,
  DeadlineExceeded,
  HandlerFailed,
  mayHoldSecrets,
  Overloaded,
  type SocketItemDefinition,
  type Span,
  startDeadline,
  tightest,
  Unavailable,
} from '@tessera/runtime.core'
import type { Credit } from './credit.ts'
import type { Failure, Reply } from './frames.ts'
import type { SendOptions } from './items.ts'
import type { PeerOptions } from './options.ts'
import { readPayload, tooLarge, writePayload } from './payload.ts'
import type { Session } from './session.ts'
import { encodeFrame, type EncodedFrame } from './transport.ts'
import { writeItem } from './write-item.ts'

export interface OutgoingOptions {
  readonly identity: ContractDefinition
  readonly items: ReadonlyMap<string, SocketItemDefinition>
  readonly options: PeerOptions
  readonly session: Session
  readonly credit: Credit
  /** Bytes of a frame that the other side takes. */
  readonly maxFrameBytes: () => number
}

type Calls = Readonly<Record<string, (payload?: unknown, options?: SendOptions) => Promise<unknown>>>

/** The items this side sends, and the replies it waits for. */
export interface Outgoing {
  readonly send: Calls
  readonly request: Calls
  /** A reply or failure has arrived, in a frame of so many bytes. */
  settle(frame: Reply | Failure, bytes: number): void
  /** What waits for a reply is rejected: none will come. */
  abandon(error: Error): void
  /** Takes no new calls: they are rejected with `error` as their cause. Resolves when those it took have ended. */
  close(error: Error): Promise<void>
  /** Whether a call waits: for its turn, or for its reply. */
  readonly busy: boolean
}

interface Call {
  readonly name: string
  readonly item: SocketItemDefinition
  readonly payload: unknown
  readonly options: SendOptions
  /** Absent where nobody is told of it. */
  readonly span: Span | undefined
}

/** A call that waits for its turn, or for its reply. */
interface Running {
  readonly call: Call
  readonly deadline: Deadline
  readonly resolve: (reply: unknown) => void
  readonly reject: (error: unknown) => void
}

export function createOutgoing(link: OutgoingOptions): Outgoing {
  const { session, credit, options } = link
  const gate = createGate()
  const pending = new Map<number, Running>()
  let closedBy: Error | undefined
  let lastId = 0

  async function sendMessage(call: Call): Promise<void> {
    try {
      await passMessage(call)
      call.span?.end({})
    } catch (error) {
      call.span?.end({ error })
      throw error
    }
  }

  async function passMessage(call: Call): Promise<void> {
    refuse(call)
    const frame = write(call)
    const item = { bytes: frame.bytes, send: () => session.post(frame) }
    if (credit.offer(item)) return
    refuseToWait(call)
    await new Promise((resolve, reject) => {
      const running = start(call, resolve, reject)
      credit.wait(item, call.name, running.deadline).then(running.resolve, running.reject)
    })
  }

  /** One promise where nothing has to wait: promises are most of what a request costs. */
  function makeRequest(call: Call): Promise<unknown> {
    const { span } = call
    const answered = requestOf(call)
    return span === undefined ? answered : ended(answered, span)
  }

  function requestOf(call: Call): Promise<unknown> {
    return new Promise((resolve, reject) => {
      refuse(call)
      const running = start(call, resolve, reject)
      try {
        ask(running, ++lastId)
      } catch (error) {
        running.reject(error)
      }
    })
  }

  function ask(running: Running, id: number): void {
    const { call, deadline, reject } = running
    const frame = write(call, { id, deadline })
    const send = (): void => {
      pending.set(id, running)
      session.post(frame)
    }
    deadline.onAbort(() => {
      reject(deadline.reason)
      if (pending.delete(id)) session.post(encodeFrame({ type: 'cancel', id }))
    })
    const item = { bytes: frame.bytes, send }
    if (deadline.aborted || credit.offer(item)) return
    refuseToWait(call)
    credit.wait(item, call.name, deadline).catch(reject)
  }

  /** The deadline of the call runs until it is resolved or rejected. */
  function start(call: Call, resolve: (reply: unknown) => void, reject: (error: unknown) => void): Running {
    const leave = gate.enter()
    const context = contextOf(call.options)
    const deadline = startDeadline(tightest(context, ...limits(call, options)), [call.options.signal, context?.signal])
    function end(): void {
      deadline.stop()
      leave()
    }
    return {
      call,
      deadline,
      resolve(reply) {
        end()
        resolve(reply)
      },
      reject(error) {
        end()
        reject(translate(error, call, deadline))
      },
    }
  }

  function refuse({ name, options: { signal } }: Call): void {
    if (closedBy) throw new Unavailable(name, closedBy.message, closedBy)
    signal?.throwIfAborted()
  }

  function refuseToWait({ name }: Call): void {
    if (options.whenFull === 'fail') throw new Overloaded(name, 'the other side is behind')
  }

  function write(call: Call, request?: { id: number; deadline: Deadline }): EncodedFrame {
    const at = `${call.name}/payload`
    const payload = writePayload(call.payload, { at, definition: call.item.payload }, options)
    const { headers } = call.options
    const context = contextOf(call.options)
    const frame = writeItem(
      { item: call.name, headers, context, traceparent: call.span?.traceparent, request },
      payload,
    )
    if (frame.bytes > link.maxFrameBytes()) throw tooLarge('sent', at, link.maxFrameBytes())
    return frame
  }

  function settle(frame: Reply | Failure, bytes: number): void {
    const waiter = pending.get(frame.id)
    // What was cancelled meanwhile may be answered all the same.
    if (waiter === undefined || !pending.delete(frame.id)) return
    if (frame.type === 'failure') return waiter.reject(remoteFailure(link.identity, frame, waiter))
    const { name, item } = waiter.call
    try {
      const { payload } = frame
      const slot = item.reply && { at: `${name}/reply`, definition: item.reply, frameBytes: bytes }
      waiter.resolve(slot ? readPayload(payload, slot, options) : payload)
    } catch (error) {
      waiter.reject(error)
    }
  }

  const items = [...link.items]
  const begin = (name: string, kind: 'client' | 'producer', callOptions: SendOptions): Span | undefined => {
    const { contract, line } = link.identity
    const parent = contextOf(callOptions)?.traceparent
    return beginSpan(options.telemetry, { kind, pattern: 'sockets', contract, line, name, parent })
  }
  const bind = (perform: (call: Call) => Promise<unknown>, replied: boolean): Calls =>
    Object.fromEntries(
      items
        .filter(([, item]) => (item.reply !== undefined) === replied)
        .map(([name, item]) => [
          name,
          (payload, callOptions = {}) => {
            const span = options.telemetry && begin(name, replied ? 'client' : 'producer', callOptions)
            return perform({ name, item, payload, options: callOptions, span })
          },
        ]),
    )

  return {
    send: bind(sendMessage, false),
    request: bind(makeRequest, true),
    settle,
    abandon(error) {
      const all = [...pending.values()]
      pending.clear()
      for (const { call, reject } of all) reject(new Unavailable(call.name, error.message, error))
    },
    close(error) {
      closedBy ??= error
      return gate.close()
    },
    get busy() {
      return gate.inFlight > 0
    },
  }
}

function contextOf({ context }: SendOptions): Context | undefined {
  return context ?? currentContext()
}

async function ended(answered: Promise<unknown>, span: Span): Promise<unknown> {
  try {
    const reply = await answered
    span.end({})
    return reply
  } catch (error) {
    span.end({ error })
    throw error
  }
}

/** The default is for calls about which neither the contract nor the caller says anything. */
function limits({ item, options }: Call, { deadlineMs = 30_000 }: PeerOptions): (number | undefined)[] {
  const said = [options.deadlineMs, item.deadlineMs]
  return said.some((limit) => limit !== undefined) ? said : [deadlineMs]
}

function translate(error: unknown, { name, options }: Call, deadline: Deadline): unknown {
  if (!deadline.aborted || error !== deadline.reason || options.signal?.aborted) return error
  // The handler this runs in may run out of time a moment before the call it made.
  return deadline.expired || deadline.remaining() < 1 ? new DeadlineExceeded(name, deadline.ms) : error
}

function remoteFailure(
  identity: ContractDefinition,
  { code, message, issues = [] }: Failure,
  { call, deadline }: Running,
): Error {
  switch (code) {
    case 'CONTRACT_VIOLATION':
      return new ContractViolation('sent', `${call.name}/payload`, issues)
    case 'DEADLINE_EXCEEDED':
      return new DeadlineExceeded(call.name, deadline.ms)
    case 'UNAVAILABLE':
      return new Unavailable(call.name, message)
    default:
      // Whoever does not speak through these stubs may quote what was sent.
      return new HandlerFailed(call.name, mayHoldSecrets(identity, call.name) ? undefined : message)
  }
}
