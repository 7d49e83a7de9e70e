import type { SocketDisturbance } from './mock.ts'

export interface Disturbances {
  /** A later one takes the place of an earlier one; the result takes it back. */
  add(item: string, disturbance: SocketDisturbance): () => void
  /** What the item that has come now meets; it counts against `times`. */
  take(item: string): SocketDisturbance | undefined
  reset(): void
}

export function createDisturbances(): Disturbances {
  const active = new Map<string, { readonly disturbance: SocketDisturbance; left: number }>()
  return {
    add(item, disturbance) {
      const entry = { disturbance, left: disturbance.times ?? Infinity }
      active.set(item, entry)
      return () => void (active.get(item) === entry && active.delete(item))
    },
    take(item) {
      const entry = active.get(item)
      if (entry === undefined || entry.left <= 0) return undefined
      entry.left--
      return entry.disturbance
    },
    reset: () => active.clear(),
  }
}
