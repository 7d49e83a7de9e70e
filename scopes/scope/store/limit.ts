import { setImmediate } from 'node:timers/promises'

const SLICE = 64

/** Calls `each` for all, at most `limit` at once. After a failure no more are begun, and those under way are awaited. */
export async function eachLimited<T>(
  items: readonly T[],
  limit: number,
  each: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = []
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failures.length > 0) return
      await each(item, index).catch((error: unknown) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  if (failures.length > 0) throw failures[0]
}

/** Calls a synchronous function for each, and lets others run in between. */
export async function eachInSlices<T>(items: readonly T[], each: (item: T) => void): Promise<void> {
  for (const [index, item] of items.entries()) {
    each(item)
    if (index % SLICE === SLICE - 1) await setImmediate()
  }
}
