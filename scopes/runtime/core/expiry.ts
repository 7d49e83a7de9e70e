/** What is told when its time is over. */
export interface Expiring {
  expire(): void
}

/** Of one `expireIn`, so that it can be taken back. */
export interface Expiry {
  /** The owner is not told any more. */
  cancel(owner: Expiring): void
}

/**
 * Tells `owner` in `ms` milliseconds, at most a sixty-fourth of them late. Those that end at about the same time share
 * one timer: with one for each call, timers would cost as much as its checks.
 */
export function expireIn(ms: number, owner: Expiring): Expiry {
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(ms)) - 7)
  const at = Math.ceil((performance.now() + ms) / step) * step
  let batch = batches.get(at)
  if (batch === undefined) batches.set(at, (batch = new Batch(at)))
  batch.add(owner)
  return batch
}

const batches = new Map<number, Batch>()

class Batch implements Expiry {
  readonly #at: number
  readonly #owners = new Set<Expiring>()
  #timer: ReturnType<typeof setTimeout>

  constructor(at: number) {
    this.#at = at
    this.#timer = this.#start()
  }

  add(owner: Expiring): void {
    if (this.#owners.size === 0) hold(this.#timer, true)
    this.#owners.add(owner)
  }

  cancel(owner: Expiring): void {
    // The timer goes on, for who may join it, but keeps no process alive.
    if (this.#owners.delete(owner) && this.#owners.size === 0) hold(this.#timer, false)
  }

  #start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#end(), Math.max(1, this.#at - performance.now()))
  }

  #end(): void {
    // Timers count from the start of a turn of the event loop, and may be early by as much.
    if (performance.now() < this.#at) {
      this.#timer = this.#start()
      if (this.#owners.size === 0) hold(this.#timer, false)
      return
    }
    batches.delete(this.#at)
    for (const owner of this.#owners) owner.expire()
  }
}

/** Whether a process waits for a timer. Browsers have no such thing. */
function hold(timer: unknown, waits: boolean): void {
  const handle = timer as { ref?(): void; unref?(): void }
  if (waits) handle.ref?.()
  else handle.unref?.()
}
