import type { Inbox } from './inbox.ts'
import { RecentIds } from './recent-ids.ts'
import { openSegmentLog } from './segment-log.ts'

export interface FileInboxOptions {
  /** Messages that are remembered; 100,000 where nothing is said. */
  readonly limit?: number
  /** Milliseconds for which they are; a day where nothing is said. */
  readonly windowMs?: number
}

/**
 * An inbox in a folder: what one process handled it does not handle again, however it ended. The folder belongs to that
 * process alone; replicas that must not repeat each other's work share an inbox in their database.
 */
export async function openFileInbox(folder: string, options: FileInboxOptions = {}): Promise<Inbox> {
  const { limit = 100_000, windowMs = 24 * 3_600_000 } = options
  const recent = new RecentIds(windowMs, limit)
  const counts = new Map<number, number>()
  let total = 0

  function count(segment: number): void {
    counts.set(segment, (counts.get(segment) ?? 0) + 1)
    total++
  }

  const log = await openSegmentLog(
    folder,
    { segmentBytes: 1024 * 1024, header: () => [], onDamage: warnOfDamage(folder), onBlocked: warnOfBlock(folder) },
    (payload, segment) => {
      const { key, at } = JSON.parse(payload.toString()) as { key: string; at: number }
      recent.add(key, at)
      count(segment)
    },
  )

  async function dropOld(): Promise<void> {
    const [oldest] = log.segments
    const held = oldest === undefined ? 0 : (counts.get(oldest) ?? 0)
    if (oldest === undefined || log.segments.length < 2 || total - held < limit) return
    counts.delete(oldest)
    total -= held
    await log.dropOldest()
  }

  return {
    has: (key) => recent.has(key),
    async add(key) {
      const at = Date.now()
      recent.add(key, at)
      count(log.append(Buffer.from(JSON.stringify({ key, at }))))
      await log.flushed()
      await dropOld()
    },
    close: () => log.close(),
  }
}

/** A process warning: the folder may be that of an inbox or an outbox. */
export function warnOfDamage(folder: string): (damage: { readonly droppedBytes: number }) => void {
  return ({ droppedBytes }) => process.emitWarning(`${folder} was damaged: ${droppedBytes} bytes were dropped`)
}

export function warnOfBlock(folder: string): (error: unknown) => void {
  return (error) => void (error !== undefined && process.emitWarning(`${folder} cannot be written: ${String(error)}`))
}
