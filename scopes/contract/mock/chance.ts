/**
 * Chance by seed and place. A place is a number that only its path and the seed decide, so that a new property beside
 * it, or more draws within it, leave its value as it was. Integers of 32 bits only: the same on every machine.
 */
export type Place = number

/** The place of the root. */
export function rootPlace(seed: number | string): Place {
  return mix(hashText(String(seed)))
}

/** The place of a part, by the hash of its name or its index. */
export function placeAt(place: Place, key: number): Place {
  return mix(Math.imul(place ^ 0x9e3779b9, 0x85ebca6b) + key)
}

/** A hash of 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hash ^= hash >>> 15
  }
  return hash
}

/** A number from 0 up to, but not including, 1 that belongs to one use of a place. */
export function draw(place: Place, use: number): number {
  return (mix(place + Math.imul(use, 0x6c62272e)) >>> 0) / 2 ** 32
}

/** A source of many draws for one place. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number
  /** A whole number, both ends included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  shuffle<T>(list: readonly T[]): T[]
}

export function randomAt(place: Place): Random {
  return new PlaceRandom(place)
}

/** A source that is moved from place to place: what is made at one place is drawn before the next. */
export interface MovingRandom extends Random {
  /** As `shuffle`, of a list that nobody else has. */
  shuffleInPlace<T>(list: T[]): void
  moveTo(place: Place): void
}

export function movingRandom(): MovingRandom {
  return new PlaceRandom(0)
}

/** An index of a list, as `randomAt(place).pick` draws it first. */
export function firstIndex(place: Place, length: number): number {
  const high = mix((place + 0x9e3779b9) | 0) >>> 6
  const low = mix((place + 0x3c6ef372) | 0) >>> 6
  return Math.floor(((high * 2 ** 26 + low) / 2 ** 52) * length)
}

/** A class, so that its draws are compiled once. */
class PlaceRandom implements MovingRandom {
  #state: number

  constructor(place: Place) {
    this.#state = place
  }

  moveTo(place: Place): void {
    this.#state = place
  }

  /** Of two words, so that all bits of the fraction vary. */
  next(): number {
    const high = this.#word() >>> 6
    return (high * 2 ** 26 + (this.#word() >>> 6)) / 2 ** 52
  }

  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(from: readonly T[]): T {
    return from[this.int(0, from.length - 1)] as T
  }

  shuffle<T>(list: readonly T[]): T[] {
    const result = [...list]
    this.shuffleInPlace(result)
    return result
  }

  shuffleInPlace<T>(list: T[]): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(0, i)
      const moved = list[i] as T
      list[i] = list[j] as T
      list[j] = moved
    }
  }

  #word(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    return mix(this.#state)
  }
}

/** Ellis and Stafford's finaliser of murmur3: each bit of the input moves half of those of the output. */
function mix(value: number): number {
  let z = value | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return z ^ (z >>> 15)
}
