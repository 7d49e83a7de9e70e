import type { DeadReason, Group } from './broker.ts'
import type { Addressed, Stored } from './changes.ts'
import { Fifo } from './fifo.ts'
import { startTimer, type Timer } from './timer.ts'

/** A message on its way through one group. */
export interface Entry<M> {
  readonly stored: Stored<M>
  /** Deliveries so far. */
  attempt: number
  /** Milliseconds since the epoch. */
  notBefore: number
  dead: { readonly reason: DeadReason; readonly at: number } | undefined
}

/** How a delivery ends. `lost`: the subscriber went away, or was silent for too long. */
export type Outcome =
  | { readonly kind: 'ack' | 'release' | 'lost' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'reject'; readonly reason: DeadReason }

export interface ConsumerOptions<M> {
  readonly prefetch: number
  readonly ackDeadlineMs: number
  readonly receive: (delivery: QueueDelivery<M>) => void
}

/** One attempt; `attempt` is what it was when it began. */
export interface QueueDelivery<M> {
  readonly entry: Entry<M>
  readonly attempt: number
  /** Whether it was still open. */
  settle(outcome: Outcome): boolean
  extend(): void
}

export interface QueueConsumer {
  /** Gets nothing new. */
  stop(): void
  /** Stops; what it has not settled goes back: `release` does not count as an attempt, `lost` does. */
  close(kind: 'release' | 'lost'): void
}

/** Told of what has to be remembered. */
export interface QueueListener<M> {
  readonly onSettle: (entry: Entry<M>) => void
  readonly onRetry: (entry: Entry<M>) => void
  readonly onDead: (entry: Entry<M>) => void
  readonly onExpired: () => void
}

/** The messages of one address for one group of subscribers. */
export class Queue<M extends Addressed> {
  /** All that is not done with, dead letters included, by number. */
  readonly entries = new Map<number, Entry<M>>()
  readonly dead = new Map<number, Entry<M>>()
  readonly group: Group
  readonly #listener: QueueListener<M>
  readonly #ready = new Fifo<Entry<M>>()
  /** For each key that is in work, what waits behind it. */
  readonly #lanes = new Map<string, Entry<M>[]>()
  readonly #delays = new Set<Timer>()
  readonly #consumers: Consumer<M>[] = []
  #turn = 0
  #pumping = false
  #expiry: Timer | undefined

  constructor(group: Group, listener: QueueListener<M>) {
    this.group = group
    this.#listener = listener
    this.#watchExpiry()
  }

  /** A new message, or one of before a restart. */
  add(entry: Entry<M>): void {
    this.entries.set(entry.stored.seq, entry)
    if (entry.dead) {
      this.dead.set(entry.stored.seq, entry)
      return
    }
    const { key } = entry.stored.message
    const lane = key === undefined ? undefined : this.#lanes.get(key)
    if (lane) lane.push(entry)
    else {
      if (key !== undefined) this.#lanes.set(key, [])
      this.#queueUp(entry)
    }
  }

  /** A dead letter comes to life, as if it were new. */
  revive(entry: Entry<M>): void {
    this.dead.delete(entry.stored.seq)
    entry.dead = undefined
    entry.attempt = 0
    entry.notBefore = 0
    this.add(entry)
  }

  /** A dead letter is forgotten. */
  discard(entry: Entry<M>): void {
    if (!this.dead.delete(entry.stored.seq)) return
    this.entries.delete(entry.stored.seq)
    this.#listener.onSettle(entry)
  }

  consume(options: ConsumerOptions<M>): QueueConsumer {
    const consumer: Consumer<M> = { ...options, open: new Set(), stopped: false }
    this.#consumers.push(consumer)
    this.#expiry?.cancel()
    this.#pump()
    return {
      stop: () => void (consumer.stopped = true),
      close: (kind) => {
        consumer.stopped = true
        for (const delivery of [...consumer.open].toReversed()) delivery.settle({ kind })
        const index = this.#consumers.indexOf(consumer)
        if (index >= 0) this.#consumers.splice(index, 1)
        this.#watchExpiry()
      },
    }
  }

  /** Ends timers; the queue is not used any more. */
  close(): void {
    this.#expiry?.cancel()
    for (const delay of this.#delays) delay.cancel()
    for (const { open } of this.#consumers) for (const delivery of open) delivery.deadline.cancel()
    this.#consumers.length = 0
    this.#ready.clear()
  }

  #queueUp(entry: Entry<M>): void {
    const wait = entry.notBefore - Date.now()
    if (wait <= 0) {
      this.#ready.push(entry)
      this.#pump()
      return
    }
    const timer = startTimer(wait, () => {
      this.#delays.delete(timer)
      this.#ready.push(entry)
      this.#pump()
    })
    this.#delays.add(timer)
  }

  /** In a later turn, so that whoever publishes or settles is never called back from inside. */
  #pump(): void {
    if (this.#pumping || this.#ready.size === 0) return
    this.#pumping = true
    queueMicrotask(() => {
      this.#pumping = false
      while (this.#ready.size > 0) {
        const consumer = this.#nextConsumer()
        if (!consumer) return
        const entry = this.#ready.shift()
        if (entry) this.#deliver(entry, consumer)
      }
    })
  }

  #nextConsumer(): Consumer<M> | undefined {
    const count = this.#consumers.length
    for (let i = 0; i < count; i++) {
      const consumer = this.#consumers[this.#turn++ % count]
      if (consumer && !consumer.stopped && consumer.open.size < consumer.prefetch) return consumer
    }
    return undefined
  }

  #deliver(entry: Entry<M>, consumer: Consumer<M>): void {
    entry.attempt++
    const lose = (): boolean => delivery.settle({ kind: 'lost' })
    const delivery: OpenDelivery<M> = {
      entry,
      attempt: entry.attempt,
      deadline: startTimer(consumer.ackDeadlineMs, lose),
      extend() {
        if (!consumer.open.has(delivery)) return
        delivery.deadline.cancel()
        delivery.deadline = startTimer(consumer.ackDeadlineMs, lose)
      },
      settle: (outcome) => {
        if (!consumer.open.delete(delivery)) return false
        delivery.deadline.cancel()
        this.#settle(entry, outcome)
        this.#pump()
        return true
      },
    }
    consumer.open.add(delivery)
    consumer.receive(delivery)
  }

  #settle(entry: Entry<M>, outcome: Outcome): void {
    switch (outcome.kind) {
      case 'ack':
        this.entries.delete(entry.stored.seq)
        this.#leaveLane(entry)
        return this.#listener.onSettle(entry)
      case 'reject':
        entry.dead = { reason: outcome.reason, at: Date.now() }
        this.dead.set(entry.stored.seq, entry)
        this.#leaveLane(entry)
        return this.#listener.onDead(entry)
      case 'retry':
        entry.notBefore = Date.now() + outcome.delayMs
        this.#listener.onRetry(entry)
        return this.#queueUp(entry)
      case 'release':
        entry.attempt--
        return this.#ready.unshift(entry)
      case 'lost':
        return this.#ready.unshift(entry)
      default:
        return unreachable(outcome)
    }
  }

  #leaveLane(entry: Entry<M>): void {
    const { key } = entry.stored.message
    if (key === undefined) return
    const next = this.#lanes.get(key)?.shift()
    if (next) this.#queueUp(next)
    else this.#lanes.delete(key)
  }

  #watchExpiry(): void {
    this.#expiry?.cancel()
    const { expiresMs } = this.group
    if (expiresMs === undefined || this.#consumers.length > 0) return
    this.#expiry = startTimer(expiresMs, () => this.#listener.onExpired())
  }
}

interface OpenDelivery<M> extends QueueDelivery<M> {
  deadline: Timer
}

interface Consumer<M> extends ConsumerOptions<M> {
  readonly open: Set<OpenDelivery<M>>
  stopped: boolean
}

function unreachable(outcome: never): never {
  throw new Error(`no such outcome: ${JSON.stringify(outcome)}`)
}
