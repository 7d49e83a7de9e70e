import type { AST } from '@eslint-community/regexpp'
import type { Alphabet, Characters, Literal, Use } from './alphabet.ts'
import type { Language, Term } from './language.ts'
import type { ParsedPattern } from './pattern-syntax.ts'

/** The texts in which a pattern finds something. */
export interface PatternTexts {
  readonly term: Term
  /** Otherwise the pattern holds something that cannot be said exactly, and texts have to be tried. */
  readonly exact: boolean
}

/** What stands before a place in the text, as far as it is known. */
type Before = 'start' | 'word' | 'other' | 'something'

interface Reading {
  readonly language: Language
  readonly alphabet: Alphabet
  readonly flags: string
  /** Texts that groups are held to, so that back references have something to repeat. */
  readonly literals: ReadonlyMap<AST.CapturingGroup, string>
  exact: boolean
}

/** All classes that a pattern names. */
export function usesIn({ pattern, flags }: ParsedPattern): Use[] {
  return elementsOf(pattern)
    .filter(isCharacters)
    .map((characters) => ({ characters, flags }))
}

/** Capturing groups that are referred back to. */
export function referredGroups({ pattern }: ParsedPattern): AST.CapturingGroup[] {
  const groups = elementsOf(pattern).flatMap((element) =>
    element.type === 'Backreference' ? [element.resolved].flat() : [],
  )
  return [...new Set(groups)]
}

/** Reads a pattern; look-around is taken as a condition on what follows. */
export function readPattern(
  { pattern, flags }: ParsedPattern,
  language: Language,
  alphabet: Alphabet,
  literals: ReadonlyMap<AST.CapturingGroup, string> = new Map(),
): PatternTexts {
  const reading: Reading = { language, alphabet, flags, literals, exact: true }
  const from = (before: Before): Term =>
    language.or(pattern.alternatives.map(({ elements }) => suffix(elements, language.any, before, reading)))
  const later = laterTerms(reading, from)
  return { term: language.or([from('start'), later]), exact: reading.exact }
}

/** The texts of a group by itself. */
export function readGroup(group: AST.CapturingGroup, language: Language, alphabet: Alphabet, flags: string): Term {
  return plain(group, { language, alphabet, flags, literals: new Map(), exact: true })
}

/** Where the match begins behind the start of the text. */
function laterTerms({ language, alphabet }: Reading, from: (before: Before) => Term): Term {
  const { any, set, join } = language
  const [word, other] = [from('word'), from('other')]
  if (word === other) return join(any, join(set(alphabet.all), word))
  return language.or([
    join(any, join(set(alphabet.word), word)),
    join(any, join(set(alphabet.all & ~alphabet.word), other)),
  ])
}

/** The texts that may follow a place: what the elements match, then what `rest` holds. */
function suffix(elements: readonly AST.Element[], rest: Term, before: Before, reading: Reading): Term {
  const [first, ...more] = elements
  if (first === undefined) return rest
  const { language } = reading
  if (first.type === 'Assertion') return assertion(first, more, { rest, before, reading })
  if (!isConditional(first)) return consume(first, more, { rest, before, reading })
  if (first.type === 'Quantifier') return repeat(first, suffix(more, rest, 'something', reading), before, reading)
  if (first.type !== 'Group' && first.type !== 'CapturingGroup') return language.none
  return language.or(
    first.alternatives.map((alternative) => suffix([...alternative.elements, ...more], rest, before, reading)),
  )
}

interface Place {
  readonly rest: Term
  readonly before: Before
  readonly reading: Reading
}

function consume(first: AST.Element, more: readonly AST.Element[], { rest, before, reading }: Place): Term {
  const { language, alphabet } = reading
  const term = plain(first, reading)
  if (!asksBefore(more[0])) {
    const next = before === 'start' && language.isNullable(term) ? before : 'something'
    return language.join(term, suffix(more, rest, next, reading))
  }
  const last = lastLetters(first, reading)
  if (last === undefined) return language.join(term, suffix(more, rest, 'something', reading))
  const split = (letters: bigint, next: Before): Term =>
    (last & letters) === 0n
      ? language.none
      : language.join(endingIn(term, letters, language), suffix(more, rest, next, reading))
  return language.or([split(alphabet.word, 'word'), split(alphabet.all & ~alphabet.word, 'other')])
}

function endingIn(term: Term, letters: bigint, { and, join, any, set }: Language): Term {
  return and([term, join(any, set(letters))])
}

function assertion(first: AST.Assertion, more: readonly AST.Element[], { rest, before, reading }: Place): Term {
  const { language } = reading
  const next = (): Term => suffix(more, rest, before, reading)
  switch (first.kind) {
    case 'start':
      return before === 'start' ? next() : language.none
    case 'end':
      return language.and([next(), language.end])
    case 'word':
      return boundary(first.negate, next(), before, reading)
    case 'lookahead': {
      const seen = language.or(
        first.alternatives.map(({ elements }) => suffix(elements, language.any, before, reading)),
      )
      return language.and([first.negate ? language.not(seen) : seen, next()])
    }
    case 'lookbehind':
      return behind(first, next(), before, reading)
  }
}

function boundary(negate: boolean, next: Term, before: Before, reading: Reading): Term {
  const { language, alphabet } = reading
  if (before === 'something') {
    reading.exact = false
    return next
  }
  const word = language.join(language.set(alphabet.word), language.any)
  const wantsWord = (before === 'word') === negate
  return language.and([next, wantsWord ? word : language.not(word)])
}

/** Only at the start of the text is it known what lies behind: nothing. */
function behind(first: AST.LookbehindAssertion, next: Term, before: Before, reading: Reading): Term {
  if (before !== 'start') {
    reading.exact = false
    return next
  }
  const matchesNothing = first.alternatives.some(({ elements }) => elements.every((element) => isOptional(element)))
  return matchesNothing === first.negate ? reading.language.none : next
}

function isOptional(element: AST.Element): boolean {
  return (
    (element.type === 'Assertion' && element.kind === 'start') || (element.type === 'Quantifier' && element.min === 0)
  )
}

/** A repetition with conditions in it: each round is a place of its own. */
function repeat(loop: AST.Quantifier, rest: Term, before: Before, reading: Reading): Term {
  const { language } = reading
  const round = (min: number, max: number, at: Before): Term => {
    if (max === 0) return rest
    return language.lazy(`${loop.start} ${loop.end} ${loop.raw} ${min} ${max} ${rest.id} ${at}`, () => {
      const again = (): Term => round(Math.max(0, min - 1), max - 1, 'something')
      const once = suffix([loop.element], again(), at, reading)
      return min === 0 ? language.or([once, rest]) : once
    })
  }
  return round(loop.min, loop.max, before)
}

/** The texts of an element without conditions. */
function plain(element: AST.Element, reading: Reading): Term {
  const { language, alphabet, flags, literals } = reading
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup': {
      const literal = element.type === 'CapturingGroup' ? literals.get(element) : undefined
      if (literal !== undefined) return text(literal, reading)
      return language.or(element.alternatives.map(({ elements }) => sequence(elements, reading)))
    }
    case 'Quantifier':
      return language.loop(plain(element.element, reading), element.min, element.max)
    case 'Backreference': {
      const [group] = [element.resolved].flat()
      const literal = group && literals.get(group)
      if (literal === undefined) reading.exact = false
      return literal === undefined ? language.any : text(literal, reading)
    }
    case 'Assertion':
      return language.end
    default:
      return isCharacters(element) ? language.set(alphabet.set(element, flags)) : language.none
  }
}

function sequence(elements: readonly AST.Element[], reading: Reading): Term {
  return elements.reduceRight(
    (rest, element) => reading.language.join(plain(element, reading), rest),
    reading.language.end,
  )
}

function text(literal: string, { language, alphabet }: Reading): Term {
  return [...literal].reduceRight(
    (rest, character) => language.join(language.set(1n << BigInt(Math.max(0, alphabet.letterOf(character)))), rest),
    language.end,
  )
}

/** The letters an element may end in; undefined where it may be empty. */
function lastLetters(element: AST.Element, reading: Reading): bigint | undefined {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup': {
      const all = element.alternatives.map(({ elements }) => {
        const last = elements.at(-1)
        return last === undefined ? undefined : lastLetters(last, reading)
      })
      return all.includes(undefined) ? undefined : (all as bigint[]).reduce((a, b) => a | b, 0n)
    }
    case 'Quantifier':
      return element.min === 0 ? undefined : lastLetters(element.element, reading)
    default:
      return isCharacters(element) ? reading.alphabet.set(element, reading.flags) : undefined
  }
}

function asksBefore(element: AST.Element | undefined): boolean {
  return element?.type === 'Assertion' && (element.kind === 'word' || element.kind === 'lookbehind')
}

/** Whether conditions stand within an element. */
function isConditional(element: AST.Element): boolean {
  return elementsOf(element).some(({ type }) => type === 'Assertion')
}

function elementsOf(node: AST.Pattern | AST.Element): AST.Element[] {
  const inner =
    'alternatives' in node
      ? node.alternatives.flatMap(({ elements }) => elements)
      : node.type === 'Quantifier'
        ? [node.element]
        : []
  const own = node.type === 'Pattern' ? [] : [node]
  return [...own, ...inner.flatMap(elementsOf)]
}

function isCharacters(element: AST.Element): element is Exclude<Characters, Literal> & AST.Element {
  return ['Character', 'CharacterSet', 'CharacterClass', 'ExpressionCharacterClass'].includes(element.type)
}
