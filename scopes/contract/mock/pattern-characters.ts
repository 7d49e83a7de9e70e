const known = new Map<string, readonly string[]>()

/** Printable ASCII first, then more of the first plane, then pictographs: what most texts are made of. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x250, 0xd7ff],
  [0x1f300, 0x1faff],
  [0x0, 0x1f],
]

/** Characters of a class such as `[a-z]` or `\d`: letters and digits where it has any, else what comes first. */
export function charactersOf(raw: string, flags: string): readonly string[] {
  const key = `${flags}/${raw}`
  if (!known.has(key)) known.set(key, find(new RegExp(`^${raw}$`, flags)))
  return known.get(key) ?? []
}

function find(regex: RegExp): readonly string[] {
  for (const [from, to] of RANGES) {
    const all = range(from, to).filter((character) => regex.test(character))
    const words = all.filter((character) => /[A-Za-z\d]/.test(character))
    if (words.length > 0) return words
    if (all.length > 0) return all
  }
  return []
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index))
}
