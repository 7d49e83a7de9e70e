import { Undecided } from './undecided.ts'

/** Counts what a comparison costs, so that it ends at the same step on every machine. */
export interface Budget {
  /** @throws Undecided where nothing is left */
  spend(steps?: number): void
}

/** So few that a machine twenty times slower than those of today still counts them in time. */
const STEPS_PER_MS = 100
/** Of the time; the rest is left for trying values. */
const SHARE = 0.7
const LOOK_AT_CLOCK_EVERY = 256

/** Steps for so many milliseconds; the clock only stops what is far slower than it should be. */
export function createBudget(timeoutMs: number): Budget {
  const deadline = performance.now() + timeoutMs * SHARE
  let left = timeoutMs * STEPS_PER_MS
  let untilClock = LOOK_AT_CLOCK_EVERY
  return {
    spend: (steps = 1) => {
      left -= steps
      untilClock -= steps
      if (left < 0) throw new Undecided('timeout')
      if (untilClock > 0) return
      untilClock = LOOK_AT_CLOCK_EVERY
      if (performance.now() > deadline) throw new Undecided('timeout')
    },
  }
}
