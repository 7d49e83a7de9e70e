/** Seeds for what is made up without one: those of one kind do not depend on how many of another there were. */
export interface Seeds {
  next(kind: string): number
  reset(): void
}

export function createSeeds(seed: number): Seeds {
  const counts = new Map<string, number>()
  return {
    next(kind) {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      return hash(`${seed} ${kind} ${count}`)
    },
    reset: () => counts.clear(),
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  return state >>> 0
}
