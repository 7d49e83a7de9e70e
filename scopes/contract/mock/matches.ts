import type { AST } from '@eslint-community/regexpp'
import { matchesByWalking } from './pattern.ts'
import { compilePattern, parsePattern } from './pattern-syntax.ts'

/** Texts up to this length cannot keep a backtracking engine busy for long. */
const HARMLESS = 16

interface Test {
  readonly regex: RegExp
  /** Whether its time may grow faster than the text. */
  readonly risky: boolean
}

const tests = new Map<string, Test | undefined>()

/**
 * Whether a text matches a pattern. Never long: a pattern on which RegExp might backtrack without end is walked as an
 * automaton, and where that cannot be done a long text does not match.
 */
export function matches(source: string, text: string): boolean {
  let test = tests.get(source)
  if (test === undefined && !tests.has(source)) tests.set(source, (test = testOf(source)))
  if (test === undefined) return false
  if (!test.risky || text.length <= HARMLESS) return test.regex.test(text)
  return matchesByWalking(source, text) ?? false
}

function testOf(source: string): Test | undefined {
  const regex = compilePattern(source)
  const parsed = parsePattern(source)
  return regex && { regex, risky: parsed === undefined || isRisky(parsed.pattern) }
}

/** A repetition within a repetition, a choice within one, or several repetitions: what catastrophes are made of. */
function isRisky(pattern: AST.Pattern): boolean {
  const loops = loopsIn(pattern, [])
  const within = loops.some((loop) => loopsIn(loop.element, []).length > 0 || hasChoice(loop.element))
  return within || loops.filter(({ max }) => max === Infinity).length > 3
}

const MANY = 10

function loopsIn(node: AST.Pattern | AST.Element, found: AST.Quantifier[]): AST.Quantifier[] {
  if (node.type === 'Quantifier') {
    if (node.max >= MANY) found.push(node)
    loopsIn(node.element, found)
  } else if ('alternatives' in node) {
    for (const { elements } of node.alternatives) for (const element of elements) loopsIn(element, found)
  }
  return found
}

function hasChoice(node: AST.Element): boolean {
  if (node.type === 'Quantifier') return true
  if (!('alternatives' in node)) return false
  return node.alternatives.length > 1 || node.alternatives.some(({ elements }) => elements.some(hasChoice))
}
