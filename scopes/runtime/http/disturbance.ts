/** What goes wrong: the connection is cut, the body is no JSON, nothing is ever answered, or a problem of this status. */
export type MockFailure = 'reset' | 'malformed' | 'silence' | { readonly status: number }

/** For one operation: how late it answers, and how it fails. */
export interface Disturbance {
  readonly delayMs?: number
  readonly failure?: MockFailure
  /** The share of requests that fail, 0 to 1, evenly spread: 0.1 is every tenth. All where nothing is said. */
  readonly share?: number
  /** Only the next that many requests. */
  readonly times?: number
}

export interface Disturbances {
  add(operation: string, disturbance: Disturbance): () => void
  /** What the request that has come now meets; it counts against `times`. */
  take(operation: string): Disturbance | undefined
  reset(): void
}

/** One disturbance for each operation at a time; a later one takes the place of an earlier one. */
export function createDisturbances(): Disturbances {
  const active = new Map<string, { readonly disturbance: Disturbance; left: number; met: number }>()
  return {
    add(operation, disturbance) {
      const entry = { disturbance, left: disturbance.times ?? Infinity, met: 0 }
      active.set(operation, entry)
      return () => void (active.get(operation) === entry && active.delete(operation))
    },
    take(operation) {
      const entry = active.get(operation)
      if (entry === undefined || entry.left <= 0) return undefined
      entry.left--
      entry.met++
      const { failure, share = 1, ...rest } = entry.disturbance
      const isDue = Math.floor(entry.met * share) > Math.floor((entry.met - 1) * share)
      return isDue && failure !== undefined ? { ...rest, failure } : rest
    },
    reset: () => active.clear(),
  }
}
