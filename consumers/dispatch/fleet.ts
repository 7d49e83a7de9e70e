/** Couriers that are free, and whoever waits for one. */
export interface Fleet<C> {
  readonly size: number
  join(courier: C): void
  leave(courier: C): void
  /** The courier that has been free for longest; waits for one. @throws the signal's reason */
  take(signal: AbortSignal): Promise<C>
  /** Free again; one that has left in the meantime is not. */
  free(courier: C): void
}

export function createFleet<C>(): Fleet<C> {
  const here = new Set<C>()
  const idle = new Set<C>()
  const waiting: ((courier: C) => void)[] = []

  function free(courier: C): void {
    if (!here.has(courier)) return
    const next = waiting.shift()
    if (next) next(courier)
    else idle.add(courier)
  }
  return {
    get size() {
      return here.size
    },
    join(courier) {
      here.add(courier)
      free(courier)
    },
    leave(courier) {
      here.delete(courier)
      idle.delete(courier)
    },
    async take(signal) {
      signal.throwIfAborted()
      const [first] = idle
      if (first !== undefined) {
        idle.delete(first)
        return first
      }
      return new Promise((resolve, reject) => {
        waiting.push(resolve)
        signal.addEventListener('abort', () => {
          const place = waiting.indexOf(resolve)
          if (place >= 0) waiting.splice(place, 1)
          reject(signal.reason as Error)
        })
      })
    },
    free,
  }
}
