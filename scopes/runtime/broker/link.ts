import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDeadline, Unavailable, untilAborted } from '@tessera/runtime.core'
import { createFrameSocket, type FrameSocket } from './frame-socket.ts'
import { type FromBroker, type ListedLetter, PROTOCOL, type Request, type Settlement } from './protocol.ts'
import { closedError } from './refusals.ts'

type Subscribe = Extract<Request, { type: 'subscribe' }>
type Delivery = Extract<FromBroker, { type: 'delivery' }>

export interface LinkOptions {
  /** A connection to the broker; `undefined` where there is none. */
  readonly dial: () => Promise<Socket | undefined>
  /** Starts one; it can be dialled a moment later. */
  readonly start: () => void
  readonly onDelivery: (delivery: Delivery, bytes: Buffer) => void
}

export interface LinkResult {
  readonly count?: number
  readonly letters?: readonly ListedLetter[]
  readonly bytes: Buffer
}

/** A connection to the embedded broker that comes back: what was not answered is asked again. */
export interface Link {
  /** One more with each connection. */
  readonly epoch: number
  open(ms: number): Promise<void>
  call(request: Request, bytes?: Uint8Array): Promise<LinkResult>
  subscribe(request: Subscribe): Promise<void>
  stop(subscription: number): Promise<void>
  unsubscribe(subscription: number): Promise<void>
  /** Says something of a delivery, if its connection is still there. */
  tell(epoch: number, settlement: Settlement): void
  close(): Promise<void>
}

/** Requests that may be unanswered at a time; more wait their turn. */
const MAX_UNANSWERED = 1000

/** Requests that may wait; more are refused, so that a broker that is gone fills no memory. */
const MAX_WAITING = 10_000

export function createLink(url: string, options: LinkOptions): Link {
  return new ReconnectingLink(url, options)
}

interface Question {
  readonly request: Request
  readonly bytes: Uint8Array | undefined
  readonly resolve: (result: LinkResult) => void
  readonly reject: (error: Error) => void
}

class ReconnectingLink implements Link {
  epoch = 0
  readonly #url: string
  readonly #options: LinkOptions
  /** In the order in which they were asked. */
  readonly #unanswered = new Map<number, Question>()
  readonly #subscriptions = new Map<number, Subscribe>()
  #waiting: (() => void)[] = []
  #frames: FrameSocket | undefined
  #lastRef = 0
  #closed = false
  #onGone: () => void = () => {}

  constructor(url: string, options: LinkOptions) {
    this.#url = url
    this.#options = options
  }

  async open(ms: number): Promise<void> {
    const deadline = startDeadline(ms)
    try {
      await untilAborted(deadline, () => this.#greet(() => !deadline.aborted))
    } catch (error) {
      await this.close()
      if (error !== deadline.reason) throw error
      throw new Unavailable(this.#url, `no broker within ${ms} ms; broker.log in its folder may say why`)
    } finally {
      deadline.stop()
    }
  }

  async #greet(wanted: () => boolean): Promise<void> {
    const socket = await this.#dial(wanted)
    if (!socket) return
    this.#attach(socket)
    await this.call({ type: 'hello', protocol: PROTOCOL })
  }

  async call(request: Request, bytes?: Uint8Array): Promise<LinkResult> {
    while (this.#unanswered.size >= MAX_UNANSWERED && !this.#closed) {
      if (this.#waiting.length >= MAX_WAITING) throw new Unavailable(this.#url, `${MAX_WAITING} requests wait already`)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    if (this.#closed) throw closedError(this.#url)
    return new Promise((resolve, reject) => {
      const ref = ++this.#lastRef
      this.#unanswered.set(ref, { request, bytes, resolve, reject })
      this.#frames?.send({ ...request, ref }, bytes)
    })
  }

  async subscribe(request: Subscribe): Promise<void> {
    this.#subscriptions.set(request.subscription, request)
    await this.call(request)
  }

  async stop(subscription: number): Promise<void> {
    this.#subscriptions.delete(subscription)
    if (!this.#closed) await this.call({ type: 'stop', subscription })
  }

  async unsubscribe(subscription: number): Promise<void> {
    this.#subscriptions.delete(subscription)
    if (!this.#closed) await this.call({ type: 'unsubscribe', subscription })
  }

  tell(epoch: number, settlement: Settlement): void {
    if (epoch === this.epoch) this.#frames?.send(settlement)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const { reject } of this.#unanswered.values()) reject(closedError(this.#url))
    this.#unanswered.clear()
    this.#letIn()
    if (!this.#frames) return
    const gone = new Promise<void>((resolve) => (this.#onGone = resolve))
    this.#frames.close()
    await gone
  }

  /** Starts the broker each time when nobody has it, as long as `wanted`. */
  async #dial(wanted: () => boolean): Promise<Socket | undefined> {
    for (let attempt = 0; wanted(); attempt++) {
      const socket = await this.#options.dial()
      if (socket) return socket
      // One that was started needs some tenths of a second before it can be dialled.
      if (attempt % START_EVERY === 0) this.#options.start()
      await sleep(Math.min(20 * 1.5 ** attempt, 250))
    }
    return undefined
  }

  #attach(socket: Socket): void {
    this.epoch++
    const frames = createFrameSocket(socket, {
      onFrame: ({ head, bytes }) => this.#receive(head as FromBroker, bytes),
      onClose: () => {
        this.#frames = undefined
        this.#onGone()
        if (!this.#closed) void this.#reconnect()
      },
    })
    this.#frames = frames
  }

  async #reconnect(): Promise<void> {
    const socket = await this.#dial(() => !this.#closed)
    if (!socket) return
    if (this.#closed) return void socket.destroy()
    this.#attach(socket)
    const unanswered = [...this.#unanswered]
    const asked = new Set(unanswered.map(([, { request }]) => request))
    for (const subscription of this.#subscriptions.values()) {
      if (!asked.has(subscription)) this.call(subscription).catch(() => {})
    }
    for (const [ref, { request, bytes }] of unanswered) this.#frames?.send({ ...request, ref }, bytes)
  }

  #receive(head: FromBroker, bytes: Buffer): void {
    switch (head.type) {
      case 'delivery':
        return this.#options.onDelivery(head, bytes)
      case 'done':
        for (const ref of head.refs) this.#take(ref)?.resolve({ bytes })
        return
      case 'result':
        // Its own memory: what it came in is larger.
        return this.#take(head.ref)?.resolve({ ...head, bytes: Buffer.from(bytes) })
      case 'refused':
        return this.#take(head.ref)?.reject(new Unavailable(this.#url, head.reason))
      default:
        throw new Error(`no such answer: ${JSON.stringify(head satisfies never)}`)
    }
  }

  #take(ref: number): Question | undefined {
    const question = this.#unanswered.get(ref)
    this.#unanswered.delete(ref)
    this.#letIn()
    return question
  }

  #letIn(): void {
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}

const START_EVERY = 20
