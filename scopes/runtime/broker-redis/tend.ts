import { isRuntimeError } from '@tessera/runtime.core'

export interface Tending {
  /** Does what is due a moment earlier than `everyMs`. */
  hurry(ms: number): void
  stop(): void
}

/** Calls `tend` again and again: when it says (in milliseconds), and every `everyMs` at the latest. */
export function startTending(everyMs: number, tend: () => Promise<number>): Tending {
  let timer: NodeJS.Timeout | undefined
  let dueAt = Infinity
  let stopped = false

  function hurry(ms: number): void {
    const at = performance.now() + Math.min(ms, everyMs)
    if (stopped || at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(ring, Math.max(1, at - performance.now())).unref()
  }

  async function ring(): Promise<void> {
    dueAt = Infinity
    hurry(await tend().catch(laterWhereGone))
  }

  hurry(everyMs)
  return {
    hurry,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

function laterWhereGone(error: unknown): number {
  if (isRuntimeError(error, 'UNAVAILABLE')) return Infinity
  throw error
}
