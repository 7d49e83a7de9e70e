import type { Inbox } from './inbox.ts'
import { RecentIds } from './recent-ids.ts'

export interface MemoryInboxOptions {
  /** Messages that are remembered; 10,000 where nothing is said. */
  readonly limit?: number
  /** Milliseconds for which they are; an hour where nothing is said. */
  readonly windowMs?: number
}

/** An inbox that forgets with its process: enough against what a broker delivers twice, not against a restart. */
export function createMemoryInbox({ limit = 10_000, windowMs = 3_600_000 }: MemoryInboxOptions = {}): Inbox {
  const recent = new RecentIds(windowMs, limit)
  return { has: (key) => recent.has(key), add: (key) => recent.add(key) }
}
