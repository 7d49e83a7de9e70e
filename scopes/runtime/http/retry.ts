/** Keeps retries a share of the calls, so that they cannot become the storm that they wait out. */
export interface RetryBudget {
  /** A call begins: it earns its share of a retry. */
  earn(): void
  /** Whether a retry may be made; it is taken off. */
  spend(): boolean
}

/** Some retries are there from the start, and no more than these are saved up. */
const SAVED = 10

/** `share`: retries to calls, 0 to 1. */
export function createRetryBudget(share: number): RetryBudget {
  let tokens = share > 0 ? SAVED : 0
  return {
    earn() {
      tokens = Math.min(SAVED, tokens + share)
    },
    spend() {
      if (tokens < 1) return false
      tokens--
      return true
    },
  }
}

const FIRST_DELAY = 50
const LONGEST_DELAY = 2000

/** Milliseconds before retry number `retry`, from 1: anything up to a limit that doubles (full jitter). */
export function retryDelay(retry: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (retry - 1))
}

/** Milliseconds that a `Retry-After` header asks for, as seconds or as a date; 0 where it asks for nothing. */
export function retryAfterMs(header: string | undefined, now: number = Date.now()): number {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  // Date.parse sees a date in almost anything.
  return HTTP_DATE.test(text) ? Math.max(0, Date.parse(text) - now) || 0 : 0
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/
