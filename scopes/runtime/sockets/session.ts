import { type Ack, MalformedFrame } from './frames.ts'
import { type EncodedFrame, encodeFrame, type Transport } from './transport.ts'

/**
 * What survives a connection that breaks: how many numbered frames (items, replies, failures, cancels) went either way,
 * those that the other side may not have, and the bytes of items that it may still send.
 */
export interface Session {
  /** Goes on over `transport`; `received` numbered frames have arrived at the other side. */
  attach(transport: Transport, received: number): void
  detach(): void
  /** Begins anew. Returns what was posted and not acknowledged: it may not have arrived. */
  restart(): readonly EncodedFrame[]
  /** Sends a numbered frame: kept until the other side has it. */
  post(frame: EncodedFrame): void
  /** Sends a frame that only this connection is about. */
  control(frame: EncodedFrame): void
  /** A numbered frame has arrived. */
  arrived(bytes: number): void
  /** An item has arrived: it counts against the window until `handled`. */
  itemArrived(bytes: number): void
  handled(bytes: number): void
  /** The other side says what it has. */
  acknowledged(ack: Ack): void
  /** Says what this side has. */
  acknowledge(): void
  /** From now on each frame is acknowledged at once: the other side waits for it to go. */
  acknowledgeEagerly(): void
  /** Resolves when the other side has all that was posted. */
  settled(): Promise<void>
  readonly received: number
  /** Bytes of posted frames that the other side may not have. */
  readonly unsettledBytes: number
  /** Whether `received` frames can have arrived at the other side. */
  couldResume(received: number): boolean
}

export function createSession(windowBytes: number): Session {
  let state = freshState()
  let transport: Transport | undefined
  let eager = false
  let waiting: (() => void)[] = []

  function acknowledge(): void {
    state.toldReceived = state.receivedBytes
    state.toldHandled = state.handledBytes
    transport?.send(encodeFrame({ type: 'ack', received: state.received, granted: windowBytes + state.handledBytes }))
  }

  /** Often enough that a sender at full speed never waits for it, seldom enough to cost nothing. */
  function acknowledgeIfDue(): void {
    const due = Math.max(state.receivedBytes - state.toldReceived, state.handledBytes - state.toldHandled)
    if (eager || due * 4 >= windowBytes) acknowledge()
  }

  function arrived(bytes: number): void {
    state.received++
    state.receivedBytes += bytes
    acknowledgeIfDue()
  }

  function settle(received: number): void {
    const settled = state.unsettled.splice(0, received - (state.posted - state.unsettled.length))
    for (const { bytes } of settled) state.unsettledBytes -= bytes
    if (state.unsettled.length > 0) return
    for (const resolve of waiting) resolve()
    waiting = []
  }

  const couldResume = (received: number): boolean =>
    received <= state.posted && received >= state.posted - state.unsettled.length

  return {
    attach(next, received) {
      settle(received)
      transport = next
      acknowledge()
      for (const frame of state.unsettled) transport.send(frame)
    },
    detach: () => void (transport = undefined),
    restart() {
      const lost = state.unsettled
      state = freshState()
      eager = false
      settle(0)
      return lost
    },
    post(frame) {
      state.posted++
      state.unsettled.push(frame)
      state.unsettledBytes += frame.bytes
      transport?.send(frame)
    },
    control: (frame) => transport?.send(frame),
    arrived,
    itemArrived(bytes) {
      if (state.itemBytes >= windowBytes + state.handledBytes) throw new MalformedFrame('an item beyond the window')
      state.itemBytes += bytes
      arrived(bytes)
    },
    handled(bytes) {
      state.handledBytes += bytes
      acknowledgeIfDue()
    },
    acknowledged({ received }) {
      if (!couldResume(received)) throw new MalformedFrame(`ack: received is ${received} of ${state.posted}`)
      settle(received)
    },
    acknowledge,
    acknowledgeEagerly() {
      eager = true
      acknowledge()
    },
    settled: () => (state.unsettled.length === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    get received() {
      return state.received
    },
    get unsettledBytes() {
      return state.unsettledBytes
    },
    couldResume,
  }
}

interface State {
  /** Numbered frames sent, in all. */
  posted: number
  /** The last of them, which the other side may not have. */
  readonly unsettled: EncodedFrame[]
  unsettledBytes: number
  received: number
  receivedBytes: number
  itemBytes: number
  handledBytes: number
  /** What the last ack was about. */
  toldReceived: number
  toldHandled: number
}

function freshState(): State {
  return {
    posted: 0,
    unsettled: [],
    unsettledBytes: 0,
    received: 0,
    receivedBytes: 0,
    itemBytes: 0,
    handledBytes: 0,
    toldReceived: 0,
    toldHandled: 0,
  }
}
