import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from './cache.ts'
import { isMissing, writeEnsured } from './disk.ts'

export interface SweepLimits {
  /** Entries that were not used for longer go. */
  readonly maxAgeMs?: number
  /** Above that, what was not used for longest goes. */
  readonly maxBytes?: number
  /** A sweep that was less than this ago is enough. */
  readonly everyMs?: number
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Bounds the cache, at most once a day: 30 days, 1 GiB. Failing to is no failure. */
export function sweepCache(root: string, limits: SweepLimits = {}): void {
  const { maxAgeMs = 30 * DAY_MS, maxBytes = 2 ** 30, everyMs = DAY_MS } = limits
  const dir = cacheDir(root)
  const now = Date.now()
  try {
    if (!isDue(join(dir, 'swept'), now - everyMs)) return
    const entries = entriesIn(dir).toSorted((a, b) => b.usedMs - a.usedMs)
    let bytes = 0
    for (const entry of entries) {
      bytes += entry.size
      if (entry.usedMs < now - maxAgeMs || bytes > maxBytes) rmSync(entry.path, { force: true })
    }
  } catch {
    // Another process is at it, or the tree is read-only.
  }
}

/** Whether the last sweep was before that; from now on this one is the last. */
function isDue(stamp: string, before: number): boolean {
  try {
    if (statSync(stamp).mtimeMs >= before) return false
    utimesSync(stamp, new Date(), new Date())
  } catch (error) {
    if (!isMissing(error)) throw error
    writeEnsured(stamp, '')
  }
  return true
}

interface EntryFile {
  readonly path: string
  readonly size: number
  readonly usedMs: number
}

function entriesIn(dir: string): readonly EntryFile[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry): readonly EntryFile[] => {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return entriesIn(path)
    if (entry.name === 'swept') return []
    const { size, mtimeMs } = statSync(path)
    return [{ path, size, usedMs: mtimeMs }]
  })
}
