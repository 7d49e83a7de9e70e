/** What goes wrong: the connection is cut, the body is no JSON, nothing is ever answered, or a problem of this status. */
export type MockFailure = 'reset' | 'malformed' | 'silence' | { readonly status: number }

/** For one operation: how late it answers, and how it fails. */
export interface Disturbance {
  readonly delayMs?: number
  readonly failure?: MockFailure
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
  const active = new Map<string, { readonly disturbance: Disturbance; left: number }>()
  return {
    add(operation, disturbance) {
      const entry = { disturbance, left: disturbance.times ?? Infinity }
      active.set(operation, entry)
      return () => void (active.get(operation) === entry && active.delete(operation))
    },
    take(operation) {
      const entry = active.get(operation)
      if (entry === undefined || entry.left <= 0) return undefined
      entry.left--
      return entry.disturbance
    },
    reset: () => active.clear(),
  }
}
