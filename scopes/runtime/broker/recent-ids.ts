/** The ids of late, so that what comes twice within `windowMs` is known (0: never); at most `limit` of them. */
export class RecentIds {
  readonly #windowMs: number
  readonly #limit: number
  /** In the order in which they came. */
  readonly #times = new Map<string, number>()

  constructor(windowMs: number, limit: number) {
    this.#windowMs = windowMs
    this.#limit = limit
  }

  has(id: string, now: number = Date.now()): boolean {
    const time = this.#times.get(id)
    return time !== undefined && now - time < this.#windowMs
  }

  add(id: string, now: number = Date.now()): void {
    this.#times.delete(id)
    this.#times.set(id, now)
    for (const [old, time] of this.#times) {
      if (this.#times.size <= this.#limit && now - time < this.#windowMs) return
      this.#times.delete(old)
    }
  }
}
