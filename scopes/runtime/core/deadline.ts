import { expireIn, type Expiring, type Expiry } from './expiry.ts'
import type { Context } from './peer.ts'

/** A piece of work that may be ended before it is done: by its time, by a signal it was given, by hand. */
export interface Deadline {
  /** Aborts when the work ends early. Made when first asked for: one costs as much as parsing a small body. */
  readonly signal: AbortSignal
  readonly aborted: boolean
  /** Why it ended early. */
  readonly reason: unknown
  /** Milliseconds it had when it began; `Infinity` without an end. */
  readonly ms: number
  /** Milliseconds since the epoch; `undefined` without an end. */
  readonly at: number | undefined
  /** Whether it was the time that ended it. */
  readonly expired: boolean
  /** Milliseconds left, never below 0; `Infinity` without an end. */
  remaining(): number
  /** Ends it early; the first reason stays. */
  abort(reason: unknown): void
  /** Calls `listener` once, at once where it has already ended early. */
  onAbort(listener: () => void): void
  /** Must be called in the end: lets go of the timer and the signals. */
  stop(): void
}

/** Milliseconds of these that hold first, those among them that are left to the handler whose context this is. */
export function tightest(context: Context | undefined, ...limits: readonly (number | undefined)[]): number {
  const end = context?.deadline
  let least = end === undefined ? Infinity : end - Date.now()
  for (const limit of limits) if (limit !== undefined && limit < least) least = limit
  return least
}

/** Begins to count down `ms` milliseconds. */
export function startDeadline(ms: number, signals: readonly (AbortSignal | undefined)[] = []): Deadline {
  return new Countdown(ms, signals)
}

/**
 * What `work` gives, or the deadline's reason as soon as that ends: work that does not look at its signal is left
 * behind, whoever waits for it is not.
 */
export function untilAborted<R>(deadline: Deadline, work: () => R | PromiseLike<R>): Promise<R> {
  return new Promise((resolve, reject) => {
    deadline.onAbort(() => reject(deadline.reason))
    if (!deadline.aborted) new Promise<R>((begin) => begin(work())).then(resolve, reject)
  })
}

/** Longer than a timer can run is no deadline. */
const LONGEST_TIMER = 2 ** 31 - 1

class Countdown implements Deadline, Expiring {
  readonly ms: number
  aborted = false
  expired = false
  reason: unknown
  #controller: AbortController | undefined
  readonly #started = performance.now()
  #listeners: (() => void)[] | undefined
  #unlink: (() => void)[] | undefined
  readonly #expiry: Expiry | undefined

  constructor(ms: number, signals: readonly (AbortSignal | undefined)[]) {
    this.ms = ms
    for (const signal of signals) if (signal) this.#follow(signal)
    if (ms <= 0) this.expire()
    else if (ms <= LONGEST_TIMER) this.#expiry = expireIn(ms, this)
  }

  get at(): number | undefined {
    return Number.isFinite(this.ms) ? Date.now() + this.ms - (performance.now() - this.#started) : undefined
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.aborted) this.#controller.abort(this.reason)
    }
    return this.#controller.signal
  }

  remaining(): number {
    return Math.max(0, this.ms - (performance.now() - this.#started))
  }

  abort(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.#controller?.abort(reason)
    for (const listener of this.#listeners ?? []) listener()
  }

  onAbort(listener: () => void): void {
    if (this.aborted) listener()
    else (this.#listeners ??= []).push(listener)
  }

  stop(): void {
    this.#expiry?.cancel(this)
    for (const undo of this.#unlink ?? []) undo()
  }

  expire(): void {
    this.expired = !this.aborted
    this.abort(new DOMException('the deadline is over', 'TimeoutError'))
  }

  /** AbortSignal.any keeps what it made as long as its sources live; these are let go with the call. */
  #follow(signal: AbortSignal): void {
    if (signal.aborted) this.abort(signal.reason)
    const listener = (): void => this.abort(signal.reason)
    signal.addEventListener('abort', listener, { once: true })
    ;(this.#unlink ??= []).push(() => signal.removeEventListener('abort', listener))
  }
}
