import {
  type Atom,
  type AtomOf,
  atomsOfKind,
  EMPTY,
  firstValue,
  type Goal,
  goalOf,
  join,
  NO_GOAL,
  type Outcome,
  partsOfKind,
  sizeOf,
  unknown,
} from './goal.ts'
import { findDistinct } from './find-distinct.ts'
import type { Node, PartOf } from './node.ts'
import type { Solver } from './solver.ts'

/** Longer arrays are only reasoned about where their items do not depend on each other. */
const LONGEST = 1000
/** Arrays longer than this are not written out. */
const LONGEST_WRITTEN = 100_000

interface Rules {
  readonly least: number
  readonly most: number
  /** What is said of the item at a place; from `prefix` on it is the same for all. */
  readonly at: (index: number) => Goal
  readonly prefix: number
  readonly from: readonly AtomOf<'from'>[]
  readonly contains: readonly Counted[]
  readonly unique: boolean
  readonly repeated: boolean
}

interface Counted {
  readonly node: Node
  readonly mode: 'must' | 'closed'
  readonly least: number
  readonly most: number
}

/** An array of the length, with the items at their places, counted as `contains` asks and distinct or not. */
export function findArray(atoms: readonly Atom[], solver: Solver): Outcome {
  const rules = rulesOf(atoms)
  if (rules.least > rules.most || (rules.unique && rules.repeated)) return EMPTY
  if (rules.contains.some(({ least, most }) => least > most)) return EMPTY
  const padding = paddingOf(rules, solver)
  if (padding === undefined) return findShort(rules, { least: rules.least, most: rules.most }, solver)
  const { filler, times } = padding
  if (filler.kind !== 'value') return filler
  const short = findShort(rules, { least: rules.least - times, most: rules.most - times }, solver)
  return short.kind === 'value' ? padded(short, padding) : short
}

interface Lengths {
  readonly least: number
  readonly most: number
}

function findShort(rules: Rules, { least, most }: Lengths, solver: Solver): Outcome {
  if (least > LONGEST) return tooLong(rules, solver)
  const lengths = range(least, Math.min(most, Math.max(least, usefulLength(rules))))
  return firstValue(lengths, (length) => placeDemands(rules.from, atEach(rules, length), { rules, solver }))
}

/** Where not even some of the items can differ, all cannot. */
function tooLong(rules: Rules, solver: Solver): Outcome {
  if (!rules.unique) return unknown('contains')
  return findDistinct(atEach(rules, LONGEST), solver).kind === 'empty' ? EMPTY : unknown('uniqueItems')
}

/** Items that a long array is filled up with, all alike. */
interface Padding {
  readonly filler: Outcome
  readonly times: number
}

/**
 * What has to be found is found among the first items; the others may be any that fit and are not limited in number.
 * Undefined where each item matters.
 */
function paddingOf(rules: Rules, solver: Solver): Padding | undefined {
  const times = rules.least - usefulLength(rules)
  if (rules.unique || times <= 0) return undefined
  const limited = rules.contains.filter(({ most }) => most < Infinity).map(({ node }) => node)
  const filler = solver.solve(join([rules.at(rules.prefix), { ...NO_GOAL, never: limited }]))
  return filler.kind !== 'value' && limited.length > 0 ? undefined : { filler, times }
}

function padded(short: Outcome, { filler, times }: Padding): Outcome {
  return {
    kind: 'value',
    make: () => {
      if (times > LONGEST_WRITTEN) throw new RangeError('an array too long to be written out')
      return [...(made(short) as readonly unknown[]), ...Array.from({ length: times }, () => made(filler))]
    },
  }
}

function rulesOf(atoms: readonly Atom[]): Rules {
  const lists = atomsOfKind(atoms, 'part').filter(({ part }) => part.kind === 'items')
  const [places, from] = [atomsOfKind(atoms, 'at'), atomsOfKind(atoms, 'from')]
  const { least, most } = sizeOf(atoms)
  const prefixes = lists.map(({ part }) => (part as PartOf<'items'>).prefix.length)
  return {
    least: Math.max(least, ...places.map(({ index }) => index + 1)),
    most,
    at: (index) => {
      const said = lists.map(({ part, mode }) => goalOf(mode, itemNode(part as PartOf<'items'>, index)))
      return join([...said, ...places.filter((place) => place.index === index).map(({ value }) => value)])
    },
    prefix: Math.max(0, ...prefixes, ...places.map(({ index }) => index + 1), ...from.map(({ index }) => index)),
    from,
    contains: merged(atomsOfKind(atoms, 'part')),
    unique: partsOfKind(atoms, 'unique').length > 0,
    repeated: atomsOfKind(atoms, 'never').some(({ part }) => part.kind === 'unique'),
  }
}

function itemNode({ prefix, rest }: PartOf<'items'>, index: number): Node {
  return prefix[index] ?? rest
}

/** What is counted twice has to keep to both bounds. */
function merged(atoms: readonly AtomOf<'part'>[]): readonly Counted[] {
  const byNode = new Map<Node, Counted>()
  for (const { part, mode } of atoms) {
    if (part.kind !== 'contains') continue
    const { node, least, most } = part
    const other = byNode.get(node) ?? { least: 0, most: Infinity, mode }
    const tighter = { least: Math.max(least, other.least), most: Math.min(most, other.most) }
    byNode.set(node, { node, ...tighter, mode: mode === 'closed' ? mode : other.mode })
  }
  return [...byNode.values()]
}

function made(outcome: Outcome): unknown {
  if (outcome.kind !== 'value') throw new Error('there is no value to make')
  return outcome.make()
}

/** Items beyond this are of no use: there are only more of the same. */
function usefulLength({ prefix, from, contains, repeated }: Rules): number {
  return prefix + from.length + contains.reduce((sum, { least }) => sum + least, 0) + (repeated ? 2 : 0)
}

function atEach({ at }: Rules, length: number): Goal[] {
  return range(0, length - 1).map(at)
}

interface Search {
  readonly rules: Rules
  readonly solver: Solver
}

/** Gives each demand a place from its first on. */
function placeDemands(demands: readonly AtomOf<'from'>[], items: readonly Goal[], search: Search): Outcome {
  const [demand, ...others] = demands
  if (demand === undefined) return count(search.rules.contains, items, search)
  const same = new Set<string>()
  return firstValue(range(demand.index, items.length - 1), (place) => {
    const goal = join([items[place] ?? NO_GOAL, demand.value])
    const key = goalKey(goal)
    if (place >= search.rules.prefix && same.has(key)) return EMPTY
    same.add(key)
    search.solver.budget.spend()
    const outcome = search.solver.solve(goal)
    return outcome.kind === 'value' ? placeDemands(others, items.with(place, goal), search) : outcome
  })
}

function goalKey({ must, closed, never }: Goal): string {
  return [must, closed, never].map((list) => list.map(({ id }) => id).join()).join('|')
}

/** Decides for each item whether it is one of those that are counted. */
function count(counted: readonly Counted[], items: readonly Goal[], search: Search): Outcome {
  const [first, ...others] = counted
  if (first === undefined) return finish(items, search)
  return choose({ ...first, from: 0 }, items)

  function choose(left: Counted & { readonly from: number }, decided: readonly Goal[]): Outcome {
    const { from, node, mode, least, most } = left
    search.solver.budget.spend()
    if (least > decided.length - from) return EMPTY
    if (least === 0 && most === Infinity) return count(others, decided, search)
    const item = decided[from]
    if (item === undefined) return count(others, decided, search)
    const options = most > 0 ? [true, false] : [false]
    return firstValue(least > 0 ? options : options.toReversed(), (counts) => {
      const free = !counts && most === Infinity
      const goal = free ? item : join([item, goalOf(counts ? mode : 'never', node)])
      const outcome = search.solver.solve(goal)
      if (outcome.kind !== 'value') return outcome
      const spent = counts ? 1 : 0
      const next = { node, mode, from: from + 1, least: Math.max(0, least - spent), most: most - spent }
      return choose(next, decided.with(from, goal))
    })
  }
}

function finish(items: readonly Goal[], { rules, solver }: Search): Outcome {
  if (rules.unique) return findDistinct(items, solver)
  if (!rules.repeated) return findEach(items, solver)
  const pairs = items.flatMap((_, first) => range(first + 1, items.length - 1).map((second) => ({ first, second })))
  const tried = new Set<string>()
  return firstValue(pairs, ({ first, second }) => {
    const both = join([items[first] ?? NO_GOAL, items[second] ?? NO_GOAL])
    if (tried.has(goalKey(both))) return EMPTY
    tried.add(goalKey(both))
    const outcome = solver.solve(both)
    if (outcome.kind !== 'value') return outcome
    return findEach(items, solver, new Map([first, second].map((place) => [place, outcome])))
  })
}

function findEach(items: readonly Goal[], solver: Solver, settled: ReadonlyMap<number, Outcome> = new Map()): Outcome {
  const outcomes = items.map((goal, place) => settled.get(place) ?? solver.solve(goal))
  const failed = outcomes.find(({ kind }) => kind === 'empty') ?? outcomes.find(({ kind }) => kind === 'unknown')
  return failed ?? { kind: 'value', make: () => outcomes.map(made) }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}
