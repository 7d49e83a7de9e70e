import type { DetailsCacheOptions } from './client.ts'
import { isOlder } from './version.ts'

/** Details that came from the API. */
export interface Known {
  readonly body: unknown
  /** Absent where the contract names none. */
  readonly version: unknown
  /** Milliseconds since the epoch. */
  readonly at: number
}

export interface DetailsCache {
  /** Details that are at least as new as `version`. */
  find(key: string, version: unknown): Known | undefined
  /** What is too old, but better than nothing while the API cannot be reached. */
  findStale(key: string): Known | undefined
  keep(key: string, known: Known): void
}

/** Keeps the newest details of each thing, and forgets what was used least of late. */
export function createDetailsCache(options: DetailsCacheOptions): DetailsCache {
  const { entries = 1000, maxAgeMs = 1000, staleIfErrorMs = 0 } = options
  const known = new Map<string, Known>()

  function use(key: string, found: Known): Known {
    known.delete(key)
    known.set(key, found)
    return found
  }

  return {
    find(key, version) {
      const found = known.get(key)
      if (!found) return undefined
      const good = comparable(found.version, version)
        ? !isOlder(found.version, version)
        : performance.now() - found.at < maxAgeMs
      return good ? use(key, found) : undefined
    },
    findStale(key) {
      const found = known.get(key)
      return found && performance.now() - found.at < staleIfErrorMs ? found : undefined
    },
    keep(key, found) {
      const before = known.get(key)
      if (before && isOlder(found.version, before.version)) return
      use(key, found)
      for (const oldest of known.keys()) {
        if (known.size <= entries) return
        known.delete(oldest)
      }
    },
  }
}

/** Of two versions it can be said which is older, or that they are the same. */
function comparable(a: unknown, b: unknown): boolean {
  return a !== undefined && b !== undefined && (a === b || isOlder(a, b) || isOlder(b, a))
}
