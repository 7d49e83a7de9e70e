import { currentContext } from './context.ts'

export interface Deadline {
  /** Aborts when the time is over, or when a signal it was given does. */
  readonly signal: AbortSignal
  /** Milliseconds it had when it began; `Infinity` without one. */
  readonly ms: number
  /** Milliseconds since the epoch; `undefined` without one. */
  readonly at: number | undefined
  /** Whether it was the time that ended it. */
  expired(): boolean
  /** Milliseconds left, never below 0; `Infinity` without one. */
  remaining(): number
  /** Aborts by hand. */
  abort(reason: unknown): void
  /** Must be called in the end: lets go of the timer and the signals. */
  stop(): void
}

/** Milliseconds of these that hold first, the deadline of the handler this runs in among them. */
export function tightest(...limits: readonly (number | undefined)[]): number {
  const context = currentContext()?.deadline
  const all = [...limits, context === undefined ? undefined : context - Date.now()]
  return Math.min(Infinity, ...all.filter((limit) => limit !== undefined))
}

/** Begins to count down `ms` milliseconds. */
export function startDeadline(ms: number, signals: readonly (AbortSignal | undefined)[] = []): Deadline {
  const controller = new AbortController()
  const started = performance.now()
  let over = ms <= 0
  const timer = startTimer(ms, () => {
    over = true
    controller.abort(new DOMException('the deadline is over', 'TimeoutError'))
  })
  const unlink = signals.map((signal) => link(signal, controller))
  return {
    signal: controller.signal,
    ms,
    at: Number.isFinite(ms) ? Date.now() + ms : undefined,
    expired: () => over,
    remaining: () => Math.max(0, ms - (performance.now() - started)),
    abort: (reason) => controller.abort(reason),
    stop: () => {
      clearTimeout(timer)
      for (const undo of unlink) undo()
    },
  }
}

/**
 * What `work` gives, or the signal's reason as soon as that aborts: work that does not look at the signal is left
 * behind, whoever waits for it is not.
 */
export function untilAborted<R>(signal: AbortSignal, work: () => R | PromiseLike<R>): Promise<R> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    new Promise<R>((begin) => begin(work())).then(resolve, reject)
  })
}

/** Longer than a timer can run is no deadline. */
const LONGEST_TIMER = 2 ** 31 - 1

function startTimer(ms: number, expire: () => void): ReturnType<typeof setTimeout> | undefined {
  if (ms <= 0) expire()
  return ms <= 0 || ms > LONGEST_TIMER ? undefined : setTimeout(expire, ms)
}

/** AbortSignal.any keeps what it made as long as its sources live; these are let go with the call. */
function link(signal: AbortSignal | undefined, controller: AbortController): () => void {
  if (signal === undefined) return () => {}
  if (signal.aborted) controller.abort(signal.reason)
  const follow = (): void => controller.abort(signal.reason)
  signal.addEventListener('abort', follow, { once: true })
  return () => signal.removeEventListener('abort', follow)
}
