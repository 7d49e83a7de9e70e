import type { AST } from '@eslint-community/regexpp'
import { lengthOf } from './equal.ts'
import { charactersOf } from './pattern-characters.ts'
import { compilePattern, parsePattern } from './pattern-syntax.ts'
import type { Random } from './random.ts'

/** How many characters a text may have. */
export interface Window {
  readonly least: number
  readonly most: number
}

interface Solver {
  readonly random: Random
  readonly flags: string
  /** What each capturing group held, for back references. */
  readonly groups: Map<AST.CapturingGroup, string>
}

/** How many characters more than the fewest a repetition without an end takes. */
const SLACK = 6

/** The fewest characters a text that matches can have; undefined where this is no pattern. */
export function patternLength(source: string): number | undefined {
  const pattern = parsePattern(source)
  return pattern === undefined ? undefined : sizeOfAny(pattern.alternatives).least
}

/**
 * A text that matches a pattern and is as long as asked; undefined where this draw found none. Look-around is drawn
 * for, not reasoned about: another draw may succeed.
 */
export function solvePattern(source: string, window: Window, random: Random): string | undefined {
  const pattern = parsePattern(source)
  const regex = compilePattern(source)
  if (pattern === undefined || regex === undefined) return undefined
  const solver: Solver = { random, flags: regex.flags, groups: new Map() }
  const alternative = pickAlternative(pattern.alternatives, { least: 0, most: window.most }, solver)
  if (alternative === undefined) return undefined
  const [start, end] = [isAnchored(alternative, 'start'), isAnchored(alternative, 'end')]
  const target: Window = start && end ? window : { least: 0, most: window.most }
  const core = sequence(alternative.elements, shorten(target, sizeOf(alternative)), solver)
  if (core === undefined) return undefined
  const text = pad(satisfyLookaheads(core, alternative, solver, regex), window, { start, end })
  return regex.test(text) && lengthOf(text) >= window.least && lengthOf(text) <= window.most ? text : undefined
}

/** Where the pattern leaves a side open, anything may stand there. */
function pad(text: string, { least }: Window, anchored: { start: boolean; end: boolean }): string {
  const missing = Math.max(0, least - lengthOf(text))
  const filler = 'x'.repeat(missing)
  return anchored.end ? (anchored.start ? text : filler + text) : text + filler
}

function isAnchored({ elements }: AST.Alternative, kind: 'start' | 'end'): boolean {
  const edge = kind === 'start' ? elements[0] : elements.at(-1)
  return edge?.type === 'Assertion' && edge.kind === kind
}

/** A pattern without an upper end is kept short. */
function shorten({ least, most }: Window, size: Window): Window {
  return { least, most: Math.min(most, Math.max(least, size.least) + SLACK * 2) }
}

function sequence(elements: readonly AST.Element[], window: Window, solver: Solver): string | undefined {
  const sizes = elements.map(sizeOf)
  let [restLeast, restMost] = [sum(sizes.map(({ least }) => least)), sum(sizes.map(({ most }) => most))]
  if (restLeast > window.most || restMost < window.least) return undefined
  let text = ''
  for (const [index, element] of elements.entries()) {
    const size = sizes[index] as Window
    restLeast -= size.least
    restMost = sum(sizes.slice(index + 1).map(({ most }) => most))
    const used = lengthOf(text)
    const least = Math.max(size.least, window.least - used - restMost)
    const most = Math.min(size.most, window.most - used - restLeast)
    const part = least > most ? undefined : solve(element, { least, most }, solver)
    if (part === undefined) return undefined
    text += part
  }
  return text
}

function solve(element: AST.Element, window: Window, solver: Solver): string | undefined {
  switch (element.type) {
    case 'Character':
      return String.fromCodePoint(element.value)
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass': {
      const characters = charactersOf(element.raw, solver.flags)
      return characters.length === 0 ? undefined : solver.random.pick(characters)
    }
    case 'Group':
    case 'CapturingGroup': {
      const alternative = pickAlternative(element.alternatives, window, solver)
      const text = alternative && sequence(alternative.elements, window, solver)
      if (element.type === 'CapturingGroup' && text !== undefined) solver.groups.set(element, text)
      return text
    }
    case 'Quantifier':
      return repeat(element, window, solver)
    case 'Backreference': {
      const group = Array.isArray(element.resolved) ? element.resolved[0] : element.resolved
      return (group && solver.groups.get(group)) ?? ''
    }
    case 'Assertion':
      return ''
  }
}

function repeat({ element, min, max }: AST.Quantifier, window: Window, solver: Solver): string | undefined {
  const size = sizeOf(element)
  const most = size.least === 0 ? Math.min(max, min + SLACK) : Math.min(max, Math.floor(window.most / size.least))
  const least = size.most === 0 ? min : Math.max(min, Math.ceil(window.least / size.most))
  if (least > most) return undefined
  const usual = Math.min(most, Math.max(least, Math.min(min + SLACK, most)))
  const count = solver.random.int(least, usual)
  return sequence(
    Array.from({ length: count }, () => element),
    window,
    solver,
  )
}

function pickAlternative(
  list: readonly AST.Alternative[],
  window: Window,
  solver: Solver,
): AST.Alternative | undefined {
  const fitting = list.filter((alternative) => {
    const size = sizeOf(alternative)
    return size.least <= window.most && size.most >= window.least
  })
  return fitting.length === 0 ? undefined : solver.random.pick(fitting)
}

/** Puts in what `(?=.*\d)` and its like look for: each over another place of the text. */
function satisfyLookaheads(text: string, { elements }: AST.Alternative, solver: Solver, regex: RegExp): string {
  if (regex.test(text)) return text
  const snippets = elements.flatMap((element) => {
    if (element.type !== 'Assertion' || element.kind !== 'lookahead' || element.negate) return []
    const snippet = sequence(
      element.alternatives[0]?.elements.filter((part) => !isFiller(part)) ?? [],
      { least: 0, most: 20 },
      solver,
    )
    return snippet === undefined || snippet === '' ? [] : [snippet]
  })
  const places = solver.random.shuffle(Array.from({ length: text.length }, (_, index) => index))
  let result = text
  for (const snippet of snippets) {
    const at = places.pop() ?? 0
    result = result.slice(0, at) + snippet + result.slice(at + snippet.length)
  }
  return result.slice(0, Math.max(text.length, 0))
}

/** `.*` and the like: what a look-ahead skips. */
function isFiller(element: AST.Element): boolean {
  return element.type === 'Assertion' || (element.type === 'Quantifier' && element.min === 0)
}

function sizeOf(element: AST.Element | AST.Alternative): Window {
  switch (element.type) {
    case 'Alternative': {
      const sizes = element.elements.map(sizeOf)
      return { least: sum(sizes.map(({ least }) => least)), most: sum(sizes.map(({ most }) => most)) }
    }
    case 'Group':
    case 'CapturingGroup':
      return sizeOfAny(element.alternatives)
    case 'Quantifier': {
      const { least, most } = sizeOf(element.element)
      return { least: least * element.min, most: most === 0 ? 0 : most * element.max }
    }
    case 'Assertion':
      return { least: 0, most: 0 }
    case 'Backreference':
      return { least: 0, most: Infinity }
    default:
      return { least: 1, most: 1 }
  }
}

function sizeOfAny(alternatives: readonly AST.Alternative[]): Window {
  const sizes = alternatives.map(sizeOf)
  return { least: Math.min(...sizes.map(({ least }) => least)), most: Math.max(...sizes.map(({ most }) => most)) }
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}
