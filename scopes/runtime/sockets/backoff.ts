export interface BackoffOptions {
  readonly minMs?: number
  readonly maxMs?: number
}

/**
 * Milliseconds to wait after so many failures in a row, doubled each time and jittered, so that clients that lost the
 * same server do not come back at the same time.
 */
export function backoffMs(failures: number, { minMs = 100, maxMs = 10_000 }: BackoffOptions): number {
  const longest = Math.min(maxMs, minMs * 2 ** failures)
  return failures === 0 ? longest * Math.random() : longest * (0.5 + Math.random() / 2)
}

/** Resolves after `ms` milliseconds, or as soon as the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
