import { type AST, RegExpParser } from '@eslint-community/regexpp'
import { type CharacterSet, charactersOf } from './characters.ts'
import { compilePattern } from './patterns.ts'

/** A step that takes no character; some may only be taken at an edge. */
export interface Jump {
  readonly to: number
  readonly at?: 'start' | 'end' | 'word' | 'not-word'
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

const MOST_STATES = 5000
const compiled = new Map<string, CompiledPattern | undefined>()
const MOST_KEPT = 1000

/** Undefined where the pattern is not regular (look-around inside, back references) or too big. */
export function compileNfa(source: string): CompiledPattern | undefined {
  if (compiled.size > MOST_KEPT) compiled.clear()
  if (!compiled.has(source)) compiled.set(source, tryCompile(source))
  return compiled.get(source)
}

class NotRegular extends Error {}

function tryCompile(source: string): CompiledPattern | undefined {
  const unicode = compilePattern(source)?.unicode
  if (unicode === undefined) return undefined
  try {
    const { alternatives } = new RegExpParser().parsePattern(source, 0, source.length, { unicode })
    return conditionsOf(alternatives) ?? [{ nfa: build(alternatives), not: false }]
  } catch (error) {
    if (error instanceof NotRegular) return undefined
    throw error
  }
}

/** `^(?=a)(?!b)c` asks three things of the same text: that it begins with an a, not with a b, and so on. */
function conditionsOf(alternatives: readonly AST.Alternative[]): CompiledPattern | undefined {
  const [only, ...others] = alternatives
  const [start, ...rest] = only?.elements ?? []
  if (only === undefined || others.length > 0 || !isStart(start)) return undefined
  const count = rest.findIndex((element) => !isLookahead(element))
  const ahead = (count === -1 ? rest : rest.slice(0, count)) as AST.LookaheadAssertion[]
  if (ahead.length === 0) return undefined
  const remaining = rest.slice(ahead.length)
  return [
    ...ahead.map((look) => ({ nfa: build(look.alternatives, start), not: look.negate })),
    { nfa: build([{ elements: remaining }], start), not: false },
  ]
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
}

function build(alternatives: readonly Sequence[], before?: AST.EdgeAssertion): Nfa {
  const builder: Builder = { jumps: [], steps: [] }
  const first = addState(builder)
  const start = before === undefined ? first : single(before, first, builder)
  return { ...builder, end: choice(alternatives, start, builder) }
}

function addState({ jumps, steps }: Builder): number {
  if (jumps.length >= MOST_STATES) throw new NotRegular()
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
      if (item.modifiers !== null) throw new NotRegular()
      return choice(item.alternatives, from, builder)
    case 'CapturingGroup':
      return choice(item.alternatives, from, builder)
    case 'Quantifier':
      return repetition(item, from, builder)
    case 'Assertion':
      return assertion(item, from, builder)
    case 'Backreference':
      throw new NotRegular()
    default: {
      const set = charactersOf(item)
      if (set === undefined) throw new NotRegular()
      const to = addState(builder)
      builder.steps[from]?.push({ to, set })
      return to
    }
  }
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
  if (item.kind === 'lookahead' || item.kind === 'lookbehind') throw new NotRegular()
  const to = addState(builder)
  const at = item.kind === 'word' ? (item.negate ? 'not-word' : 'word') : item.kind
  jump(builder, from, { to, at })
  return to
}
