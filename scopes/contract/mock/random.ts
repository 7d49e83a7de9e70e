/** A source of chance that belongs to one place of one value. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number
  /** A whole number, both ends included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  shuffle<T>(list: readonly T[]): T[]
  /** The source of another place: independent of how much was drawn here. */
  fork(key: string | number): Random
}

/**
 * Chance by seed and place. Each property draws from its own source, so that a new property beside it, or more
 * draws within it, leave its value as it was.
 */
export function randomAt(path: string): Random {
  const next = sfc32(path)
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(from: readonly T[]): T => from[int(0, from.length - 1)] as T
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    shuffle: (list) => shuffled(list, int),
    fork: (key) => randomAt(`${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`),
  }
}

function shuffled<T>(list: readonly T[], int: (min: number, max: number) => number): T[] {
  const result = [...list]
  for (let i = result.length - 1; i > 0; i--) {
    const j = int(0, i)
    ;[result[i], result[j]] = [result[j] as T, result[i] as T]
  }
  return result
}

/** Chris Doty-Humphrey's Small Fast Counting generator: 32-bit integers only, the same on every machine. */
function sfc32(path: string): () => number {
  const hash = hashes(path)
  let [a, b, c, d] = [hash(), hash(), hash(), 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** 32-bit hashes of a text, as many as asked for. */
function hashes(text: string): () => number {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 0xcc9e2d51)
    state = (state << 13) | (state >>> 19)
  }
  return () => {
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
    state ^= state >>> 16
    return state
  }
}
