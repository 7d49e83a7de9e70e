import { type AST, RegExpParser } from '@eslint-community/regexpp'
import { type CharacterSet, charactersOf, complement, union, UNIVERSE } from './characters.ts'
import { compilePattern } from './patterns.ts'

/** A step that takes no character; some may only be taken at an edge, or before certain characters. */
export interface Jump {
  readonly to: number
  readonly at?: 'start' | 'end' | 'word' | 'not-word' | Ahead
}

/** What comes next: a character of the set, or nothing more. */
export interface Ahead {
  readonly set: CharacterSet
  readonly end: boolean
}

/** A step that takes a character of the set. */
export interface Step {
  readonly to: number
  readonly set: CharacterSet
}

/** A nondeterministic automaton; it starts in state 0. */
export interface Nfa {
  readonly jumps: readonly (readonly Jump[])[]
  readonly steps: readonly (readonly Step[])[]
  readonly end: number
}

/** A pattern as automata: it matches where all of them do; those with `not` must not. */
export type CompiledPattern = readonly { readonly nfa: Nfa; readonly not: boolean }[]

const MOST_STATES = 20_000
const compiled = new Map<string, CompiledNfa | undefined>()
const MOST_KEPT = 1000

/** Undefined where the pattern is no pattern, or too big. */
export function compileNfa(source: string): CompiledNfa | undefined {
  if (compiled.size > MOST_KEPT) compiled.clear()
  if (!compiled.has(source)) compiled.set(source, tryCompile(source))
  return compiled.get(source)
}

/**
 * What look-around is about, written out as text: `a(?!b)` becomes `ab`, which is what the pattern refuses. Undefined
 * where there is no look-around.
 */
export function compileSuspect(source: string): CompiledPattern | undefined {
  if (!/\(\?<?[=!]/.test(source)) return undefined
  return tryCompile(source, true)?.pattern
}

/** `exact`: it matches what the pattern does; else more, for what is not regular in it was passed over. */
export interface CompiledNfa {
  readonly pattern: CompiledPattern
  readonly exact: boolean
}

/** Thrown where not even a wider automaton can be built. */
class Unbuildable extends Error {}

function tryCompile(source: string, spelled = false): CompiledNfa | undefined {
  const unicode = compilePattern(source)?.unicode
  if (unicode === undefined) return undefined
  try {
    const { alternatives } = new RegExpParser().parsePattern(source, 0, source.length, { unicode })
    if (spelled) return alone(build(alternatives, { spelled }))
    return conditionsOf(alternatives) ?? alone(build(alternatives))
  } catch (error) {
    if (error instanceof Unbuildable) return undefined
    throw error
  }
}

function alone({ nfa, exact }: Built): CompiledNfa {
  return { pattern: [{ nfa, not: false }], exact }
}

/** `^(?=a)(?!b)c` asks three things of the same text: that it begins with an a, not with a b, and so on. */
function conditionsOf(alternatives: readonly AST.Alternative[]): CompiledNfa | undefined {
  const [only, ...others] = alternatives
  const [start, ...rest] = only?.elements ?? []
  if (only === undefined || others.length > 0 || !isStart(start)) return undefined
  const count = rest.findIndex((element) => !isLookahead(element))
  const ahead = (count === -1 ? rest : rest.slice(0, count)) as AST.LookaheadAssertion[]
  if (ahead.length === 0) return undefined
  const conditions = [
    ...ahead.map((look) => ({ ...build(look.alternatives, { start }), not: look.negate })),
    { ...build([{ elements: rest.slice(ahead.length) }], { start }), not: false },
  ]
  // A wider automaton that must not match would refuse too much: it is left out.
  const usable = conditions.filter(({ exact, not }) => exact || !not)
  return { pattern: usable, exact: conditions.every(({ exact }) => exact) }
}

function isStart(element: AST.Element | undefined): element is AST.EdgeAssertion {
  return element?.type === 'Assertion' && element.kind === 'start'
}

function isLookahead(element: AST.Element): boolean {
  return element.type === 'Assertion' && element.kind === 'lookahead'
}

interface Sequence {
  readonly elements: readonly AST.Element[]
}

interface Builder {
  readonly jumps: Jump[][]
  readonly steps: Step[][]
  exact: boolean
  /** Look-around is taken for what it is about. */
  readonly spelled: boolean
}

interface BuildOptions {
  readonly start?: AST.EdgeAssertion
  readonly spelled?: boolean
}

interface Built {
  readonly nfa: Nfa
  readonly exact: boolean
}

function build(alternatives: readonly Sequence[], { start: before, spelled = false }: BuildOptions = {}): Built {
  const builder: Builder = { jumps: [], steps: [], exact: true, spelled }
  const first = addState(builder)
  const start = before === undefined ? first : single(before, first, builder)
  const end = choice(alternatives, start, builder)
  return { nfa: { jumps: builder.jumps, steps: builder.steps, end }, exact: builder.exact }
}

function addState({ jumps, steps }: Builder): number {
  if (jumps.length >= MOST_STATES) throw new Unbuildable()
  jumps.push([])
  return steps.push([]) - 1
}

function jump(builder: Builder, from: number, step: Jump): void {
  builder.jumps[from]?.push(step)
}

/** Each of these adds what leads on from a state, and answers the state it leads to. */
function choice(alternatives: readonly Sequence[], from: number, builder: Builder): number {
  const [only, ...others] = alternatives
  if (only !== undefined && others.length === 0) return sequence(only, from, builder)
  const ends = alternatives.map((alternative) => {
    const start = addState(builder)
    jump(builder, from, { to: start })
    return sequence(alternative, start, builder)
  })
  const end = addState(builder)
  for (const state of ends) jump(builder, state, { to: end })
  return end
}

function sequence({ elements }: Sequence, from: number, builder: Builder): number {
  return elements.reduce((state, item) => single(item, state, builder), from)
}

function single(item: AST.Element, from: number, builder: Builder): number {
  switch (item.type) {
    case 'Group':
      if (item.modifiers !== null) throw new Unbuildable()
      return choice(item.alternatives, from, builder)
    case 'CapturingGroup':
      return choice(item.alternatives, from, builder)
    case 'Quantifier':
      return repetition(item, from, builder)
    case 'Assertion':
      return assertion(item, from, builder)
    case 'Backreference':
      builder.exact = false
      return anyText(from, builder)
    default: {
      const set = charactersOf(item)
      if (set === undefined) throw new Unbuildable()
      const to = addState(builder)
      builder.steps[from]?.push({ to, set })
      return to
    }
  }
}

function anyText(from: number, builder: Builder): number {
  const state = addState(builder)
  jump(builder, from, { to: state })
  builder.steps[state]?.push({ to: state, set: UNIVERSE })
  return state
}

function repetition({ element: inner, min, max }: AST.Quantifier, from: number, builder: Builder): number {
  let state = from
  for (let count = 0; count < min; count++) state = single(inner, state, builder)
  if (max === Infinity) return loop(inner, state, builder)
  const end = addState(builder)
  for (let count = min; count < max; count++) {
    jump(builder, state, { to: end })
    state = single(inner, state, builder)
  }
  jump(builder, state, { to: end })
  return end
}

function loop(inner: AST.QuantifiableElement, from: number, builder: Builder): number {
  const head = addState(builder)
  jump(builder, from, { to: head })
  jump(builder, single(inner, head, builder), { to: head })
  const end = addState(builder)
  jump(builder, head, { to: end })
  return end
}

function assertion(item: AST.Assertion, from: number, builder: Builder): number {
  const ahead = builder.spelled ? undefined : aheadOf(item)
  if (ahead === undefined && (item.kind === 'lookahead' || item.kind === 'lookbehind')) {
    builder.exact = false
    return builder.spelled ? choice(item.alternatives, from, builder) : from
  }
  const to = addState(builder)
  const at = ahead ?? edgeOf(item as AST.EdgeAssertion | AST.WordBoundaryAssertion)
  jump(builder, from, { to, at })
  return to
}

function edgeOf(item: AST.EdgeAssertion | AST.WordBoundaryAssertion): Exclude<Jump['at'], Ahead | undefined> {
  if (item.kind === 'word') return item.negate ? 'not-word' : 'word'
  return item.kind
}

/** Of a look-ahead that no more than the next character decides, such as `(?=[A-Z])` and `(?!a|$)`. */
function aheadOf(item: AST.Assertion): Ahead | undefined {
  if (item.kind !== 'lookahead') return undefined
  const sets = item.alternatives.map(({ elements: [only, ...others] }) => {
    if (only === undefined || others.length > 0) return undefined
    return only.type === 'Assertion' && only.kind === 'end' ? 'end' : charactersOf(only)
  })
  if (sets.includes(undefined)) return undefined
  const set = union(sets.flatMap((one) => (one === undefined || one === 'end' ? [] : one)))
  const end = sets.includes('end')
  return item.negate ? { set: complement(set), end: !end } : { set, end }
}
