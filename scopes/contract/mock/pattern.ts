import type { AST } from '@eslint-community/regexpp'
import { createAlphabet, type Use } from './alphabet.ts'
import type { Random } from './chance.ts'
import { lengthOf } from './equal.ts'
import { createLanguage, TooManyTerms } from './language.ts'
import { matches } from './matches.ts'
import { parsePattern, type ParsedPattern } from './pattern-syntax.ts'
import { readGroup, readPattern, referredGroups, usesIn } from './read-pattern.ts'
import { createWalk, type Walk, type Window } from './text-walk.ts'

/** What a text has to match, and must not match. */
export interface PatternTask {
  readonly patterns: readonly string[]
  readonly notPatterns?: readonly string[]
}

/** The texts that match several patterns at once. */
export interface PatternTexts {
  /** A text as long as asked; undefined where this draw found none. */
  draw(window: Window, random: Random): string | undefined
  /** The shortest and, up to some length, the longest. */
  ends(window: Window, random: Random): readonly string[]
  /** Whether it is proven that no text of these lengths matches. */
  isEmpty(window: Window): boolean
}

const known = new Map<string, PatternTexts | undefined>()
/** So that a long process that meets ever new patterns does not keep them all. */
const MOST_KNOWN = 2000

/** Undefined where one of them is no pattern, or they are too much together. */
export function patternTexts(task: PatternTask): PatternTexts | undefined {
  const key = JSON.stringify([task.patterns, task.notPatterns ?? []])
  if (known.has(key)) return known.get(key)
  if (known.size >= MOST_KNOWN) known.clear()
  const texts = unlessTooMany(() => solve(task))
  known.set(key, texts)
  return texts
}

function unlessTooMany<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof TooManyTerms) return undefined
    throw error
  }
}

const TRIES = 40

function solve(task: PatternTask): PatternTexts | undefined {
  const [patterns, notPatterns] = [task.patterns.map(parsePattern), (task.notPatterns ?? []).map(parsePattern)]
  const parsed = [...patterns, ...notPatterns]
  if (!parsed.every((pattern) => pattern !== undefined)) return undefined
  const fits = (text: string): boolean =>
    task.patterns.every((pattern) => matches(pattern, text)) && !task.notPatterns?.some((one) => matches(one, text))
  const refers = parsed.some((pattern) => referredGroups(pattern).length > 0)
  const first = walkOf(parsed, task.patterns.length, NO_LITERALS)
  const isExact = first.exact && !refers
  // Each draw of a pattern with back references holds its groups to other texts.
  const drawn = refers ? createDrawn(parsed, task.patterns.length) : undefined
  const walkFor = (random: Random): Walk => drawn?.(random) ?? first.walk
  return {
    draw: (window, random) =>
      unlessTooMany(() => {
        for (let attempt = 0; attempt < (isExact ? 1 : TRIES); attempt++) {
          const walk = walkFor(random)
          const lengths = walk.lengths(window)
          if (lengths.length === 0 && !refers) return undefined
          const text = lengths.length === 0 ? undefined : walk.text(random.pick(lengths), random)
          if (text !== undefined && (isExact || fits(text))) return text
        }
        return undefined
      }),
    ends: (window, random) =>
      unlessTooMany(() => {
        const lengths = [...first.walk.lengths(window), ...first.walk.lengths({ ...window, least: longest(window) })]
        const ends = [lengths[0], lengths.at(-1)].filter((length) => length !== undefined)
        return ends.map((length) => first.walk.text(length, random)).filter(fits)
      }) ?? [],
    isEmpty: (window) =>
      first.exact &&
      !refers &&
      unlessTooMany(() => first.walk.lengths(window).length === 0 && isBounded(first.walk, window)) === true,
  }
}

function longest({ least, most }: Window): number {
  return Math.max(least, Math.min(most, 256) - 12)
}

/** Whether the lengths were all looked at. */
function isBounded({ shortest }: Walk, { most }: Window): boolean {
  return shortest === undefined || shortest > most || most < Infinity
}

type Literals = ReadonlyMap<AST.CapturingGroup, string>
const NO_LITERALS: Literals = new Map()
/** Texts of groups for which the way of the whole is kept. */
const MOST_DRAWN = 200

/** Ways of patterns with back references: those of one text for each group, kept for when it is drawn again. */
function createDrawn(parsed: readonly ParsedPattern[], positive: number): (random: Random) => Walk {
  const drawGroups = createGroups(parsed)
  const ways = new Map<string, Walk>()
  return (random) => {
    const literals = drawGroups(random)
    const key = JSON.stringify([...literals.values()])
    let walk = ways.get(key)
    if (walk !== undefined) return walk
    walk = walkOf(parsed, positive, literals).walk
    if (ways.size >= MOST_DRAWN) ways.clear()
    ways.set(key, walk)
    return walk
  }
}

function walkOf(
  parsed: readonly ParsedPattern[],
  positive: number,
  literals: Literals,
): { readonly walk: Walk; readonly exact: boolean } {
  const alphabet = createAlphabet([...parsed.flatMap(usesIn), ...[...literals.values()].flatMap(asUses)])
  const language = createLanguage(alphabet.all)
  const texts = parsed.map((pattern) => readPattern(pattern, language, alphabet, literals))
  const terms = texts.map(({ term }, index) => (index < positive ? term : language.not(term)))
  return { walk: createWalk(language.and(terms), language, alphabet), exact: texts.every(({ exact }) => exact) }
}

/** Draws texts for the groups that are referred back to. */
function createGroups(parsed: readonly ParsedPattern[]): (random: Random) => Literals {
  const alphabet = createAlphabet(parsed.flatMap(usesIn))
  const language = createLanguage(alphabet.all)
  const groups = parsed.flatMap((pattern) => referredGroups(pattern).map((group) => ({ group, flags: pattern.flags })))
  const walks = groups.map(({ group, flags }) => {
    const walk = createWalk(readGroup(group, language, alphabet, flags), language, alphabet)
    return { group, walk, lengths: walk.lengths({ least: 0, most: Infinity }) }
  })
  return (random) =>
    new Map(
      walks.map(({ group, walk, lengths }) => [
        group,
        lengths.length === 0 ? '' : walk.text(random.pick(lengths), random),
      ]),
    )
}

/** Each character a letter of its own. */
function asUses(text: string): Use[] {
  return [...text].map((character) => ({
    characters: { type: 'Character', value: character.codePointAt(0) as number },
    flags: '',
  }))
}

/** Whether a text matches, found in time that grows with the text alone; undefined where that cannot be done. */
export function matchesByWalking(source: string, text: string): boolean | undefined {
  const matcher = matcherOf(source)
  return matcher?.([...text])
}

type Matcher = (characters: readonly string[]) => boolean | undefined
const matchers = new Map<string, Matcher | undefined>()

function matcherOf(source: string): Matcher | undefined {
  if (!matchers.has(source)) matchers.set(source, createMatcher(source))
  return matchers.get(source)
}

function createMatcher(source: string): Matcher | undefined {
  const parsed = parsePattern(source)
  if (parsed === undefined || referredGroups(parsed).length > 0) return undefined
  const alphabet = createAlphabet(usesIn(parsed))
  const language = createLanguage(alphabet.all)
  const texts = unlessTooMany(() => readPattern(parsed, language, alphabet))
  if (texts === undefined || !texts.exact) return undefined
  return (characters) =>
    unlessTooMany(() => {
      let term = texts.term
      for (const character of characters) {
        const letter = alphabet.letterOf(character)
        if (letter < 0) throw new TooManyTerms('a character that the alphabet does not have')
        term = language.after(term, letter)
      }
      return language.isNullable(term)
    })
}

/** The fewest characters a text that matches can have; undefined where none is known. */
export function patternLength(source: string): number | undefined {
  const texts = patternTexts({ patterns: [source] })
  const text = texts?.ends({ least: 0, most: Infinity }, NO_CHANCE)[0]
  return text === undefined ? undefined : lengthOf(text)
}

const NO_CHANCE: Random = {
  next: () => 0,
  int: (min) => min,
  chance: () => false,
  pick: <T>(from: readonly T[]) => from[0] as T,
  shuffle: <T>(list: readonly T[]) => [...list],
}
