import type { DeadLetterFilter, Group } from './broker.ts'
import { type Addressed, type Change, type Journal, NO_JOURNAL, type Stored } from './changes.ts'
import { type ConsumerOptions, type Entry, Queue, type QueueConsumer } from './queue.ts'
import { RecentIds } from './recent-ids.ts'
import { EMPTY, freshEntry, type Snapshot } from './snapshot.ts'

export interface ExchangeOptions<M extends Addressed> {
  /** Milliseconds in which a message that comes again under its id is known; 2 minutes where nothing is said. */
  readonly dedupeMs?: number
  readonly journal?: Journal<M>
  /** What it held before a restart. */
  readonly snapshot?: Snapshot<M> | undefined
}

/** A dead message in its queue. */
export interface DeadEntry<M extends Addressed> {
  readonly queue: NumberedQueue<M>
  readonly entry: Entry<M>
}

export interface NumberedQueue<M extends Addressed> {
  readonly number: number
  readonly address: string
  readonly queue: Queue<M>
}

const DEDUPE_LIMIT = 200_000

/** A broker without a connection: addresses, the queue of each group, and what is published going into them. */
export class Exchange<M extends Addressed> {
  readonly #journal: Journal<M>
  readonly #addresses = new Map<string, Map<string, NumberedQueue<M>>>()
  readonly #recent: RecentIds
  /** How many queues hold a message. */
  readonly #holders = new Map<Stored<M>, number>()
  #nextSeq: number
  #nextQueue: number

  constructor(options: ExchangeOptions<M> = {}) {
    const snapshot: Snapshot<M> = options.snapshot ?? EMPTY
    this.#journal = options.journal ?? NO_JOURNAL
    this.#recent = new RecentIds(options.dedupeMs ?? 120_000, DEDUPE_LIMIT)
    this.#nextSeq = snapshot.lastSeq + 1
    this.#nextQueue = snapshot.lastQueue + 1
    for (const { address, id, at } of snapshot.recent) this.#recent.add(`${address}\0${id}`, at)
    for (const saved of snapshot.queues) {
      const { queue } = this.#open(saved.queue, saved.address, saved.group)
      for (const entry of saved.entries) {
        this.#hold(entry.stored)
        queue.add(entry)
      }
    }
  }

  /** Nothing where it is there already. */
  declare(address: string, group: Group): void {
    if (this.#find(address, group.name)) return
    const number = this.#nextQueue++
    this.#journal.append({ kind: 'queue', queue: number, address, group })
    this.#open(number, address, group)
  }

  /** Resolves when the message is safe. */
  publish(address: string, message: M): Promise<void> {
    const queues = [...(this.#addresses.get(address)?.values() ?? [])]
    const id = `${address}\0${message.id}`
    if (queues.length > 0 && !this.#recent.has(id)) {
      const stored: Stored<M> = { seq: this.#nextSeq++, address, at: Date.now(), message }
      this.#recent.add(id, stored.at)
      this.#journal.append({ kind: 'message', stored, queues: queues.map(({ number }) => number) })
      for (const { queue } of queues) {
        this.#hold(stored)
        queue.add(freshEntry(stored))
      }
    }
    return this.#journal.flushed()
  }

  consume(address: string, group: Group, options: ConsumerOptions<M>): QueueConsumer {
    this.declare(address, group)
    const found = this.#find(address, group.name)
    if (!found) throw new Error(`${address} lost its queue ${group.name}`)
    return found.queue.consume(options)
  }

  flushed(): Promise<void> {
    return this.#journal.flushed()
  }

  /** Oldest first. */
  dead(filter: DeadLetterFilter): readonly DeadEntry<M>[] {
    return this.queues()
      .filter(({ address }) => filter.address === undefined || filter.address === address)
      .filter(({ queue }) => filter.group === undefined || filter.group === queue.group.name)
      .flatMap((queue) => [...queue.queue.dead.values()].map((entry) => ({ queue, entry })))
      .filter(({ entry }) => filter.ids === undefined || filter.ids.includes(entry.stored.message.id))
      .toSorted((a, b) => (a.entry.dead?.at ?? 0) - (b.entry.dead?.at ?? 0))
  }

  replay(filter: DeadLetterFilter): number {
    const dead = this.dead(filter)
    for (const { queue, entry } of dead) {
      this.#journal.append({ kind: 'revive', queue: queue.number, seq: entry.stored.seq })
      queue.queue.revive(entry)
    }
    return dead.length
  }

  discard(filter: DeadLetterFilter): number {
    const dead = this.dead(filter)
    for (const { queue, entry } of dead) queue.queue.discard(entry)
    return dead.length
  }

  queues(): readonly NumberedQueue<M>[] {
    return [...this.#addresses.values()].flatMap((queues) => [...queues.values()])
  }

  /** The changes that make the queues there are. */
  queueChanges(): readonly Change<M>[] {
    return this.queues().map(({ number, address, queue: { group } }) => ({
      kind: 'queue',
      ...{ queue: number, address, group },
    }))
  }

  /** The changes that make a message what it is now. */
  messageChanges(stored: Stored<M>): readonly Change<M>[] {
    const holding = [...(this.#addresses.get(stored.address)?.values() ?? [])].flatMap(({ number, queue }) => {
      const entry = queue.entries.get(stored.seq)
      return entry === undefined ? [] : [{ number, entry }]
    })
    const message = { kind: 'message' as const, stored, queues: holding.map(({ number }) => number) }
    return [message, ...holding.flatMap(({ number, entry }) => stateChanges(number, entry))]
  }

  close(): void {
    for (const { queue } of this.queues()) queue.close()
  }

  #find(address: string, group: string): NumberedQueue<M> | undefined {
    return this.#addresses.get(address)?.get(group)
  }

  #open(number: number, address: string, group: Group): NumberedQueue<M> {
    const queue = new Queue<M>(group, {
      onSettle: ({ stored }) => this.#settled(number, stored),
      onRetry: ({ stored, attempt, notBefore }) =>
        this.#journal.append({ kind: 'retry', queue: number, seq: stored.seq, attempt, notBefore }),
      onDead: ({ stored, attempt, dead }) =>
        dead && this.#journal.append({ kind: 'dead', queue: number, seq: stored.seq, attempt, ...dead }),
      onExpired: () => this.#drop(number, address, group),
    })
    const queues = this.#addresses.get(address) ?? new Map<string, NumberedQueue<M>>()
    const opened = { number, address, queue }
    this.#addresses.set(address, queues.set(group.name, opened))
    return opened
  }

  #drop(number: number, address: string, group: Group): void {
    const found = this.#find(address, group.name)
    this.#addresses.get(address)?.delete(group.name)
    if (this.#addresses.get(address)?.size === 0) this.#addresses.delete(address)
    this.#journal.append({ kind: 'drop', queue: number })
    for (const { stored } of found?.queue.entries.values() ?? []) this.#letGo(stored)
    found?.queue.close()
  }

  #settled(number: number, stored: Stored<M>): void {
    this.#journal.append({ kind: 'settle', queue: number, seq: stored.seq })
    this.#letGo(stored)
  }

  #hold(stored: Stored<M>): void {
    this.#holders.set(stored, (this.#holders.get(stored) ?? 0) + 1)
  }

  #letGo(stored: Stored<M>): void {
    const left = (this.#holders.get(stored) ?? 0) - 1
    if (left > 0) this.#holders.set(stored, left)
    else {
      this.#holders.delete(stored)
      this.#journal.release(stored)
    }
  }
}

function stateChanges<M>(queue: number, { stored, attempt, notBefore, dead }: Entry<M>): readonly Change<M>[] {
  const { seq } = stored
  if (dead) return [{ kind: 'dead', queue, seq, attempt, ...dead }]
  return attempt === 0 ? [] : [{ kind: 'retry', queue, seq, attempt, notBefore }]
}
