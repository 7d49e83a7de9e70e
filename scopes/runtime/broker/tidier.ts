import type { Stored } from './changes.ts'
import type { Packed } from './packed.ts'
import type { SegmentLog } from './segment-log.ts'

export interface Tidying {
  /** What somebody has still to handle of a segment. */
  readonly needed: (segment: number) => readonly Stored<Packed>[]
  /** Whether so much of the log is of no use that copying the rest is worth it. */
  readonly isWasteful: () => boolean
  /** Logs a message anew, at the end. */
  readonly move: (stored: Stored<Packed>) => void
}

export interface Tidier {
  tidy(): void
  stop(): Promise<void>
}

/** Deletes the oldest segments when nothing in them is needed, and moves what little is in the way of that. */
export function createTidier(log: SegmentLog, { needed, isWasteful, move }: Tidying): Tidier {
  let work: Promise<void> | undefined
  let stopped = false

  /** The segment before the last stays: it says which messages came of late. */
  function next(): { readonly moving: readonly Stored<Packed>[] } | undefined {
    const [oldest] = log.segments
    if (stopped || oldest === undefined || log.segments.length <= 2) return undefined
    const moving = needed(oldest)
    return moving.length === 0 || isWasteful() ? { moving } : undefined
  }

  async function tidyAll(): Promise<void> {
    for (let step = next(); step; step = next()) {
      for (const stored of step.moving) move(stored)
      if (step.moving.length > 0) await log.flushed()
      await log.dropOldest()
    }
  }

  return {
    tidy() {
      if (work || !next()) return
      // What cannot be deleted now is tried again when the next message is done with.
      work = tidyAll()
        .catch(() => {})
        .finally(() => (work = undefined))
    },
    async stop() {
      stopped = true
      await work
    },
  }
}
