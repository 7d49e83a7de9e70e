/** Counts what is in flight, so that draining can wait for it. */
export interface Gate {
  readonly closed: boolean
  readonly inFlight: number
  /** One piece of work begins; call the result when it has ended. */
  enter(): () => void
  /** Takes nothing new; resolves when nothing is in flight. */
  close(): Promise<void>
}

export function createGate(): Gate {
  let closed = false
  let inFlight = 0
  let waiting: (() => void)[] = []

  function leave(): void {
    inFlight--
    if (inFlight > 0) return
    for (const resolve of waiting) resolve()
    waiting = []
  }

  return {
    get closed() {
      return closed
    },
    get inFlight() {
      return inFlight
    },
    enter() {
      inFlight++
      let left = false
      return () => {
        if (!left) leave()
        left = true
      }
    },
    close() {
      closed = true
      return inFlight === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))
    },
  }
}
