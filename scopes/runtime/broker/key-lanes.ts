/** One after the other for each key, without end. */
export interface KeyLanes {
  /** Calls `work` when nothing else of the key is in work; it calls `leave` when it has ended. */
  enter(key: string, work: (leave: () => void) => void): void
}

export function createKeyLanes(): KeyLanes {
  const lanes = new Map<string, ((leave: () => void) => void)[]>()

  function run(key: string, work: (leave: () => void) => void): void {
    let left = false
    work(() => {
      if (left) return
      left = true
      const next = lanes.get(key)?.shift()
      if (next) run(key, next)
      else lanes.delete(key)
    })
  }

  return {
    enter(key, work) {
      const waiting = lanes.get(key)
      if (waiting) waiting.push(work)
      else {
        lanes.set(key, [])
        run(key, work)
      }
    },
  }
}
