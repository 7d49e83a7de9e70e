import type { AST } from '@eslint-community/regexpp'

export type Literal = Pick<AST.Character, 'type' | 'value'>
/** A character, or a class of them, as some patterns name it. */
export type Characters = Literal | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass

/** Characters that no pattern at hand tells apart, taken together. */
export interface Letter {
  readonly characters: readonly string[]
  /** Letters and digits, where it has any: what texts are made of if there is a choice. */
  readonly plain: readonly string[]
}

/** The characters that patterns tell apart, as few letters; sets of letters are bits. */
export interface Alphabet {
  readonly letters: readonly Letter[]
  readonly all: bigint
  /** The letters that a class holds. */
  set(characters: Characters, flags: string): bigint
  /** The letters of `\w`. */
  readonly word: bigint
  letterOf(character: string): number
}

/** A class in the source of a pattern, with the flags it was written for. */
export interface Use {
  readonly characters: Characters
  readonly flags: string
}

const COMMON = [
  ...range(0x20, 0x7e),
  ...['\t', '\n', '\r', '\u0000', '\u001f', '\u007f', '\u00a0', '\u2028', '\ufeff'],
  ...['é', 'ü', 'ß', 'ñ', 'É', '²', '½', 'α', 'Ω', 'я', 'Ж', 'א', '٣', '漢', 'あ', '한', '€', '—', '😀'],
]

/** @param uses all classes of the patterns that will be read */
export function createAlphabet(uses: readonly Use[]): Alphabet {
  const classes = new Map<string, (character: string) => boolean>([['/\\w', (character) => /^\w$/.test(character)]])
  const characters = new Set(COMMON)
  for (const { characters: node, flags } of uses) {
    if (classes.has(keyOf(node, flags))) continue
    const test = testOf(node, flags)
    classes.set(keyOf(node, flags), test)
    for (const character of edgesOf(node)) characters.add(character)
    if (![...characters].some(test)) for (const character of findAny(test)) characters.add(character)
  }
  return group([...characters], classes)
}

function group(characters: readonly string[], classes: ReadonlyMap<string, (character: string) => boolean>): Alphabet {
  const tests = [...classes.values()]
  const signature = (character: string): string => tests.map((test) => (test(character) ? 1 : 0)).join('')
  const groups = new Map<string, string[]>()
  const known = new Map<string, number>()
  for (const character of characters) {
    const key = signature(character)
    const alike = groups.get(key)
    if (alike === undefined) groups.set(key, [character])
    else alike.push(character)
  }
  const indexes = new Map([...groups.keys()].map((key, index) => [key, index]))
  const letters = [...groups.values()].map((list) => ({ characters: list, plain: plainOf(list) }))
  const sets = new Map(
    [...classes].map(([key, test]) => [
      key,
      letters.reduce(
        (bits, { characters: [first] }, index) => (test(first as string) ? bits | (1n << BigInt(index)) : bits),
        0n,
      ),
    ]),
  )
  return {
    letters,
    all: (1n << BigInt(letters.length)) - 1n,
    set: (node, flags) => sets.get(keyOf(node, flags)) ?? 0n,
    word: sets.get('/\\w') ?? 0n,
    letterOf: (character) => {
      let letter = known.get(character)
      if (letter === undefined) known.set(character, (letter = indexes.get(signature(character)) ?? -1))
      return letter
    },
  }
}

function plainOf(list: readonly string[]): readonly string[] {
  const plain = list.filter((character) => /[A-Za-z\d]/.test(character))
  if (plain.length > 0) return plain
  const visible = list.filter((character) => /[!-~]/.test(character))
  return visible.length > 0 ? visible : list
}

function keyOf(node: Characters, flags: string): string {
  return node.type === 'Character' ? `=${node.value}` : `${flags}/${node.raw}`
}

function testOf(node: Characters, flags: string): (character: string) => boolean {
  if (node.type === 'Character') {
    const expected = String.fromCodePoint(node.value)
    return (character) => character === expected
  }
  const regex = new RegExp(`^${node.raw}$`, flags)
  return (character) => regex.test(character)
}

/** The ends of ranges and what lies beside them: between two of these a class does not change. */
function edgesOf(node: Characters): string[] {
  if (node.type === 'Character') return [String.fromCodePoint(node.value)]
  if (node.type !== 'CharacterClass') return []
  return node.elements
    .flatMap((element) => {
      if (element.type === 'Character') return [element.value]
      return element.type === 'CharacterClassRange'
        ? [element.min.value - 1, element.min.value, element.max.value, element.max.value + 1]
        : []
    })
    .filter((code) => code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code))
}

/** For classes such as `\p{Script=Thai}` that hold nothing common. */
function findAny(test: (character: string) => boolean): string[] {
  const found: string[] = []
  for (let code = 0x80; code < 0x20000 && found.length < 12; code++) {
    if (code === 0xd800) code = 0xe000
    const character = String.fromCodePoint(code)
    if (test(character)) found.push(character)
  }
  return found
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index))
}
