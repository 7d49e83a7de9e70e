import type { ContractIdentity, Side, SocketDefinition } from '@tessera/runtime.core'
import type { Answerer } from './answer.ts'
import { createCredit, type Credit } from './credit.ts'
import { type CloseCode, type Frame, type Introduction, MalformedFrame, parseFrame } from './frames.ts'
import { identityOf } from './handshake.ts'
import { createIncoming, type Incoming } from './incoming.ts'
import type { PeerOptions } from './options.ts'
import { createOutgoing, type Outgoing } from './outgoing.ts'
import { itemsSentBy } from './payload.ts'
import { type Pulse, startPulse } from './pulse.ts'
import { createSession, type Session } from './session.ts'
import { encodeFrame, type Transport } from './transport.ts'

export const MAX_FRAME_BYTES = 1024 * 1024
const MAX_WAITING_BYTES = 1024 * 1024

export interface LinkOptions extends Pick<Answerer, 'handle' | 'connection' | 'explain'> {
  readonly side: Side
  readonly definition: SocketDefinition
  readonly options: PeerOptions
  /** Whether calls wait for another connection where the other side goes away. */
  readonly reconnects: boolean
  /** The transport is gone. Without a code the session may go on over another one. */
  readonly onDown: (reason: Error, code: CloseCode | undefined) => void
}

/** One side of a conversation, over as many transports as it takes. */
export class Link {
  readonly #options: LinkOptions
  readonly #session: Session
  readonly #credit: Credit
  readonly #outgoing: Outgoing
  readonly #incoming: Incoming
  readonly #drained = signal()
  #draining = false
  #transport: Transport | undefined
  #pulse: Pulse | undefined
  #theirs: Introduction | undefined
  #caller: ContractIdentity

  constructor(options: LinkOptions) {
    const { definition, side, handle, connection, explain = false } = options
    const maxFrameBytes = (): number => this.#theirs?.maxFrameBytes ?? MAX_FRAME_BYTES
    this.#options = options
    this.#caller = options.definition
    this.#session = createSession(definition.windowBytes)
    const { maxWaitingBytes = MAX_WAITING_BYTES } = options.options
    const mostKept = Math.max(maxWaitingBytes, definition.windowBytes)
    this.#credit = createCredit({ maxWaitingBytes, hasRoom: () => this.#session.unsettledBytes < mostKept })
    this.#outgoing = createOutgoing({
      identity: definition,
      items: itemsSentBy(definition, side),
      options: options.options,
      session: this.#session,
      credit: this.#credit,
      maxFrameBytes,
    })
    const answerer: Answerer = {
      identity: definition,
      items: itemsSentBy(definition, side === 'provider' ? 'consumer' : 'provider'),
      options: options.options,
      maxFrameBytes,
      handle,
      connection,
      caller: () => this.#caller,
      explain,
    }
    this.#incoming = createIncoming(answerer, this.#session)
  }

  get calls(): Pick<Outgoing, 'send' | 'request'> {
    return this.#outgoing
  }

  get connected(): boolean {
    return this.#transport !== undefined
  }

  /** Numbered frames that have come, which the other side need not send again. */
  get received(): number {
    return this.#session.received
  }

  /** Whether something is under way that a break would lose. */
  get busy(): boolean {
    return this.#outgoing.busy || this.#incoming.busy || this.#session.unsettledBytes > 0
  }

  /** Resolves when no handler runs. */
  idle(): Promise<void> {
    return this.#incoming.idle()
  }

  couldResume(received: number): boolean {
    return this.#session.couldResume(received)
  }

  /** Speaks over a transport on which the other side has introduced itself and has `received` so many frames. */
  attach(transport: Transport, theirs: Introduction, received: number): void {
    this.#theirs = theirs
    this.#caller = identityOf(theirs)
    this.#transport = transport
    const { heartbeatMs } = this.#options.definition
    const silenceMs = 2 * theirs.heartbeatMs
    this.#pulse = startPulse({
      beatMs: heartbeatMs,
      beat: () => this.#session.acknowledge(),
      silenceMs,
      silent: () => this.cut(new Error(`no sign of life for ${silenceMs} ms`)),
    })
    transport.receive({
      frame: (text, bytes) => transport === this.#transport && this.#read(parseFrame(text), bytes),
      heard: () => transport === this.#transport && this.#pulse?.heard(),
      malformed: (error) => transport === this.#transport && this.close('MALFORMED', error.message),
      closed: (reason) => transport === this.#transport && this.#down(reason, undefined),
    })
    this.#session.attach(transport, received)
    if (this.#draining) this.#session.control(encodeFrame({ type: 'drain' }))
  }

  /** Begins a session with who is about to be attached. Returns the messages of the last one that may not have arrived. */
  begin(theirs: Introduction): number {
    const lost = this.#session.restart()
    this.#theirs = theirs
    this.#credit.restart(theirs.windowBytes)
    return lost.filter(({ isMessage }) => isMessage).length
  }

  /** The session is over, another may begin: what was under way is given up, what waits goes on waiting. */
  abandon(reason: Error): void {
    this.#credit.hold()
    this.#outgoing.abandon(reason)
    this.#incoming.abandon(reason)
  }

  /** It is all over. */
  end(reason: Error): void {
    this.abandon(reason)
    this.#credit.fail(reason)
    void this.#outgoing.close(reason)
    // Nobody will acknowledge what was sent, or say that nothing comes any more.
    this.#session.restart()
    this.#drained.resolve()
  }

  /** Breaks the transport, as if the network had. */
  cut(reason: Error): void {
    const transport = this.#transport
    this.#down(reason, undefined)
    transport?.destroy(reason)
  }

  /** Says why, and closes the transport. */
  close(code: CloseCode, message: string): void {
    const transport = this.#transport
    transport?.send(encodeFrame({ type: 'close', code, message }))
    transport?.end()
    this.#down(new Error(message), code)
  }

  /** Takes nothing new, finishes what is under way, within `ms` milliseconds; then closes. */
  async drain(ms: number): Promise<void> {
    let late: ReturnType<typeof setTimeout> | undefined
    const tooLate = new Promise<'late'>((resolve) => (late = setTimeout(resolve, ms, 'late')))
    const outcome = await Promise.race([this.#finish(), tooLate])
    clearTimeout(late)
    if (outcome === 'late') await this.#abort()
    this.#session.acknowledge()
    this.close('DRAINED', 'drained')
  }

  async #finish(): Promise<void> {
    const answered = this.#outgoing.close(new Error('this side is drained'))
    this.#draining = true
    this.#session.control(encodeFrame({ type: 'drain' }))
    // Nothing comes from there any more, and all that was asked there is answered.
    await Promise.all([answered, this.#drained.promise])
    await this.#incoming.idle()
    await this.#session.settled()
  }

  /** Handlers that do not end in time are left behind; who waits for them is told. */
  async #abort(): Promise<void> {
    this.#incoming.abort(new DOMException('the other side is going down', 'AbortError'))
    await new Promise((resolve) => setTimeout(resolve, 0))
  }

  #down(reason: Error, code: CloseCode | undefined): void {
    if (this.#transport === undefined) return
    this.#transport = undefined
    this.#pulse?.stop()
    this.#session.detach()
    this.#options.onDown(reason, code)
  }

  #read(frame: Frame, bytes: number): void {
    switch (frame.type) {
      case 'message':
      case 'request':
        this.#session.itemArrived(bytes)
        return this.#incoming.take(frame, bytes)
      case 'reply':
      case 'failure':
        this.#session.arrived(bytes)
        return this.#outgoing.settle(frame, bytes)
      case 'cancel':
        this.#session.arrived(bytes)
        return this.#incoming.cancel(frame.id)
      case 'ack':
        this.#session.acknowledged(frame)
        this.#credit.grant(frame.granted)
        return this.#incoming.proceed()
      case 'drain':
        return this.#otherSideDrains()
      case 'drained':
        return this.#drained.resolve()
      case 'close':
        return this.#closedByOther(frame.code, frame.message)
      case 'hello':
      case 'welcome':
        throw new MalformedFrame(`${frame.type}: the connection is open already`)
      default:
        return unreachable(frame)
    }
  }

  #otherSideDrains(): void {
    this.#credit.hold()
    if (!this.#options.reconnects) {
      const reason = new Error('the other side is going away')
      void this.#outgoing.close(reason)
      this.#credit.fail(reason)
    }
    this.#session.control(encodeFrame({ type: 'drained' }))
    this.#session.acknowledgeEagerly()
  }

  #closedByOther(code: CloseCode, message: string): void {
    const transport = this.#transport
    this.#down(new Error(message), code)
    transport?.end()
  }
}

function signal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

function unreachable({ type }: { readonly type?: never }): never {
  throw new Error(`a frame nobody reads: ${String(type)}`)
}
