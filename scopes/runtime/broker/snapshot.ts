import type { Group } from './broker.ts'
import type { Change, Stored } from './changes.ts'
import type { Entry } from './queue.ts'

/** What an exchange holds, as plain data. */
export interface Snapshot<M> {
  readonly queues: readonly SavedQueue<M>[]
  /** Messages of late, oldest first, whether or not anybody still holds them. */
  readonly recent: readonly { readonly address: string; readonly id: string; readonly at: number }[]
  readonly lastSeq: number
  readonly lastQueue: number
}

export interface SavedQueue<M> {
  readonly queue: number
  readonly address: string
  readonly group: Group
  /** In the order in which they were published. */
  readonly entries: readonly Entry<M>[]
}

export const EMPTY: Snapshot<never> = { queues: [], recent: [], lastSeq: 0, lastQueue: 0 }

/**
 * What changes amount to, in the order in which they were logged. The oldest may be missing: changes of what is not
 * there change nothing.
 */
export function createFold<M extends { readonly id: string }>(): {
  apply(change: Change<M>): void
  /** The queues there are, as changes that make them. */
  queues(): readonly Change<M>[]
  snapshot(): Snapshot<M>
} {
  const queues = new Map<number, OpenQueue<M>>()
  const recent: { address: string; id: string; at: number }[] = []
  let lastSeq = 0
  let lastQueue = 0

  function apply(change: Change<M>): void {
    if ('queue' in change) lastQueue = Math.max(lastQueue, change.queue)
    if ('seq' in change) lastSeq = Math.max(lastSeq, change.seq)
    switch (change.kind) {
      case 'queue':
        // A segment of the log begins with the queues there are: one that is known keeps what it holds.
        if (!queues.has(change.queue)) queues.set(change.queue, { ...change, entries: new Map() })
        return
      case 'drop':
        queues.delete(change.queue)
        return
      case 'message':
        lastSeq = Math.max(lastSeq, change.stored.seq)
        recent.push({ address: change.stored.address, id: change.stored.message.id, at: change.stored.at })
        for (const queue of change.queues) queues.get(queue)?.entries.set(change.stored.seq, freshEntry(change.stored))
        return
      default:
        return update(queues.get(change.queue)?.entries, change)
    }
  }

  return {
    apply,
    queues: () =>
      [...queues.values()].map(({ queue, address, group }) => ({ kind: 'queue' as const, queue, address, group })),
    snapshot: () => ({
      queues: [...queues.values()].map(({ queue, address, group, entries }) => ({
        queue,
        address,
        group,
        entries: [...entries.values()].toSorted((a, b) => a.stored.seq - b.stored.seq),
      })),
      recent: recent.toSorted((a, b) => a.at - b.at),
      lastSeq,
      lastQueue,
    }),
  }
}

/** A message that was never delivered. */
export function freshEntry<M>(stored: Stored<M>): Entry<M> {
  return { stored, attempt: 0, notBefore: 0, dead: undefined }
}

type OpenQueue<M> = Omit<SavedQueue<M>, 'entries'> & { readonly entries: Map<number, Entry<M>> }

type Update<M> = Extract<Change<M>, { readonly seq: number }>

function update<M>(entries: Map<number, Entry<M>> | undefined, change: Update<M>): void {
  const entry = entries?.get(change.seq)
  if (!entries || !entry) return
  switch (change.kind) {
    case 'settle':
      entries.delete(change.seq)
      return
    case 'retry':
      entry.attempt = change.attempt
      entry.notBefore = change.notBefore
      return
    case 'dead':
      entry.attempt = change.attempt
      entry.dead = { reason: change.reason, at: change.at }
      return
    case 'revive':
      entry.attempt = 0
      entry.notBefore = 0
      entry.dead = undefined
      return
    default:
      throw new Error(`no such change: ${JSON.stringify(change satisfies never)}`)
  }
}
