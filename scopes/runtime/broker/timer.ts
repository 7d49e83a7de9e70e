export interface Timer {
  cancel(): void
}

/** Longer than one timer of the system can run. */
const LONGEST = 2 ** 31 - 1

/** Calls `ring` after `ms` milliseconds, however many; never where they are infinite. Keeps no process alive. */
export function startTimer(ms: number, ring: () => void): Timer {
  if (ms === Infinity) return { cancel: () => {} }
  let handle: NodeJS.Timeout
  const wait = (left: number): void => {
    handle = setTimeout(() => (left > LONGEST ? wait(left - LONGEST) : ring()), Math.min(left, LONGEST))
    handle.unref()
  }
  wait(ms)
  return { cancel: () => clearTimeout(handle) }
}
