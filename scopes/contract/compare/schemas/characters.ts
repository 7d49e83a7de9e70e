import type { AST } from '@eslint-community/regexpp'

/** Code points from and to, both included; sorted, without overlap. */
export type CharacterSet = readonly (readonly [from: number, to: number])[]

/** All characters that text can be made of: surrogates by themselves are none. */
export const UNIVERSE: CharacterSet = [
  [0, 0xd7ff],
  [0xe000, 0x10ffff],
]
export const WORD: CharacterSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]
const DIGIT: CharacterSet = [[0x30, 0x39]]
const LINE_ENDS: CharacterSet = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
]
const SPACE: CharacterSet = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]

/** The characters that one element of a pattern stands for; undefined where it is no plain set. */
export function charactersOf(element: AST.Element | AST.CharacterClassElement): CharacterSet | undefined {
  switch (element.type) {
    case 'Character':
      return [[element.value, element.value]]
    case 'CharacterClassRange':
      return [[element.min.value, element.max.value]]
    case 'CharacterClass': {
      const sets = element.elements.map(charactersOf)
      const all = sets.includes(undefined) ? undefined : union(sets.flatMap((set) => set ?? []))
      return all && (element.negate ? complement(all) : all)
    }
    case 'CharacterSet':
      return namedSet(element)
    default:
      return undefined
  }
}

function namedSet(element: AST.CharacterSet): CharacterSet | undefined {
  switch (element.kind) {
    case 'any':
      return complement(LINE_ENDS)
    case 'digit':
      return element.negate ? complement(DIGIT) : DIGIT
    case 'space':
      return element.negate ? complement(SPACE) : SPACE
    case 'word':
      return element.negate ? complement(WORD) : WORD
    case 'property':
      return element.strings ? undefined : propertySet(element.raw)
  }
}

const properties = new Map<string, CharacterSet>()

/** The engine knows Unicode: it is asked once for each property, about all characters in a row. */
function propertySet(raw: string): CharacterSet {
  const known = properties.get(raw)
  if (known !== undefined) return known
  const runs = UNIVERSE.flatMap((range) => [...allBetween(range).matchAll(new RegExp(`${raw}+`, 'gu'))])
  const set = runs.map(([run]): [number, number] => {
    const last = (run.codePointAt(run.length - 2) ?? 0) > 0xffff ? run.length - 2 : run.length - 1
    return [run.codePointAt(0) ?? 0, run.codePointAt(last) ?? 0]
  })
  properties.set(raw, set)
  return set
}

function allBetween([from, to]: readonly [number, number]): string {
  const chunks: string[] = []
  for (let start = from; start <= to; start += 4096) {
    const length = Math.min(4096, to - start + 1)
    chunks.push(String.fromCodePoint(...Array.from({ length }, (_, index) => start + index)))
  }
  return chunks.join('')
}

export function union(ranges: CharacterSet): CharacterSet {
  const merged: [number, number][] = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

export function complement(set: CharacterSet): CharacterSet {
  const result: [number, number][] = []
  let next = 0
  for (const [from, to] of set) {
    if (from > next) result.push([next, from - 1])
    next = to + 1
  }
  if (next <= 0x10ffff) result.push([next, 0x10ffff])
  return result
}

export function contains(set: CharacterSet, character: number): boolean {
  let [low, high] = [0, set.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = set[middle] as readonly [number, number]
    if (character < from) high = middle - 1
    else if (character > to) low = middle + 1
    else return true
  }
  return false
}

/** Characters that stand for all others: two of which every set has both or neither are in one class. */
export function alphabet(sets: readonly CharacterSet[]): readonly number[] {
  const starts = new Set<number>(UNIVERSE.map(([from]) => from))
  for (const [from, to] of [...sets.flat(), ...READABLE]) starts.add(from).add(to + 1)
  const byMembership = new Map<string, number>()
  for (const start of [...starts].toSorted(byReadability)) {
    if (!contains(UNIVERSE, start)) continue
    const key = sets.map((set) => (contains(set, start) ? '1' : '0')).join('')
    if (!byMembership.has(key)) byMembership.set(key, start)
  }
  return [...byMembership.values()]
}

/** What people like to read in an example, best first. */
const READABLE: CharacterSet = [
  [0x61, 0x7a],
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x20, 0x7e],
  [0xa1, 0xd7ff],
]

function byReadability(a: number, b: number): number {
  return rank(a) - rank(b) || a - b
}

function rank(character: number): number {
  const found = READABLE.findIndex(([from, to]) => character >= from && character <= to)
  return found === -1 ? READABLE.length : found
}
