/** Whether one base URL is worth a try: after failures in a row it is left alone for a while. */
export interface Breaker {
  /** Takes a place, if there is one: once the pause is over, one call at a time finds out how things are. */
  enter(): boolean
  /** How the call went that took a place; `unknown` where its caller lost interest. */
  leave(outcome: 'success' | 'failure' | 'unknown'): void
}

export interface BreakerOptions {
  /** Failures in a row that open it; 5 where nothing is said. */
  readonly failures?: number
  /** Milliseconds of the first pause; 200 where nothing is said. Each one that follows is twice as long, up to 10 s: one
   * call at its end finds out, so short pauses cost little, and a provider that was restarted is soon found again. */
  readonly pauseMs?: number
}

const LONGEST_PAUSE = 10_000

/** `now` gives milliseconds of a clock that is never set back. */
export function createBreaker(
  { failures = 5, pauseMs = 200 }: BreakerOptions = {},
  now: () => number = () => performance.now(),
): Breaker {
  let inRow = 0
  let pauses = 0
  let openUntil = 0
  let probing = false

  function fail(): void {
    inRow++
    // Calls that were under way when it opened say nothing new.
    if (inRow < failures || now() < openUntil) return
    openUntil = now() + Math.min(pauseMs * 2 ** pauses, LONGEST_PAUSE)
    pauses++
  }

  return {
    enter() {
      if (inRow < failures) return true
      if (probing || now() < openUntil) return false
      return (probing = true)
    },
    leave(outcome) {
      if (now() >= openUntil) probing = false
      if (outcome === 'failure') fail()
      else if (outcome === 'success') inRow = pauses = openUntil = 0
    },
  }
}
