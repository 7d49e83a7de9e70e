import type { Outbox, OutboxEntry } from './outbox.ts'

/** An outbox that forgets with its process: for tests. */
export function createMemoryOutbox(): Outbox {
  const entries = new Map<string, OutboxEntry>()
  const listeners = new Set<() => void>()
  return {
    add(entry) {
      entries.set(entry.message.id, entry)
      for (const listener of listeners) listener()
    },
    pending: (limit) => [...entries.values()].slice(0, limit),
    remove(ids) {
      for (const id of ids) entries.delete(id)
    },
    onAdd(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
