import { setImmediate } from 'node:timers/promises'

const SLICE = 64

/** Calls a synchronous function for each, and lets others run in between. */
export async function eachInSlices<T>(items: readonly T[], each: (item: T) => void): Promise<void> {
  for (const [index, item] of items.entries()) {
    each(item)
    if (index % SLICE === SLICE - 1) await setImmediate()
  }
}
