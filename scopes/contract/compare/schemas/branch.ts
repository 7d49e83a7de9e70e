import type { Disjoint } from './disjoint.ts'
import { findArray } from './find-array.ts'
import { findNumber } from './find-number.ts'
import { findObject } from './find-object.ts'
import { findString } from './find-string.ts'
import { propertyNodes } from './evaluate.ts'
import {
  type Atom,
  type AtomOf,
  atomsOfKind,
  EMPTY,
  firstValue,
  found,
  type Goal,
  goalOf,
  join,
  type Outcome,
  unknown,
} from './goal.ts'
import { type Literal, waysToBreak, type Ways } from './negation.ts'
import type { Node, Part, PartOf, Type } from './node.ts'
import { typeOfPart } from './node.ts'
import { fromNumber } from './rational.ts'
import { reaches } from './solve.ts'
import type { Solver } from './solver.ts'
import { typeOf } from './values.ts'
import { waysToHold } from './ways-to-hold.ts'

export interface Tools {
  readonly solver: Solver
  readonly disjoint: Disjoint
}

/** What has been settled on the way to a value of one type; choices are undone one by one. */
export interface Branch extends Tools {
  readonly goal: Goal
  readonly type: Type
  /** Parts that have to hold, and parts that must not. */
  readonly signs: Map<Part, boolean>
  readonly closed: Set<Part>
  readonly atoms: Atom[]
  readonly nodes: Node[]
  /** Those of the atoms that say what properties have to be, and which single ones have to be how. */
  readonly properties: AtomOf<'part'>[]
  readonly asked: AtomOf<'has'>[]
  readonly trail: (() => void)[]
  /** The values of an enumeration that has to hold: one of them, or none. */
  values: readonly unknown[] | undefined
  /** A keyword that nothing is known of. */
  doubt: string | undefined
}

/** A choice that is still open. */
interface Choice {
  readonly ways: Ways
  /** The node that is not to hold. */
  readonly never?: Node
}

export function createBranch(goal: Goal, type: Type, tools: Tools): Branch {
  return {
    ...{
      ...tools,
      goal,
      type,
      signs: new Map(),
      closed: new Set(),
      atoms: [],
      nodes: [],
      properties: [],
      asked: [],
      trail: [],
    },
    ...{ values: undefined, doubt: undefined },
  }
}

/** Settles all that leaves no choice, then tries the choices, those with the fewest ways first. */
export function explore(branch: Branch): Outcome {
  const { must, closed, never } = branch.goal
  const literals = [
    ...must.map((node): Literal => ({ mode: 'must', node })),
    ...closed.map((node): Literal => ({ mode: 'closed', node })),
    ...never.map((node): Literal => ({ mode: 'never', node })),
  ]
  const choices = assert(branch, literals)
  return choices === undefined ? EMPTY : decide(branch, choices)
}

function decide(branch: Branch, choices: readonly Choice[]): Outcome {
  branch.solver.budget.spend()
  if (branch.values !== undefined) return pickValue(branch, branch.values)
  const open = choices.flatMap((choice) => narrowed(branch, choice))
  if (open.some(({ ways }) => ways.length === 0)) return EMPTY
  const next = nextChoice(open)
  if (next === undefined) return leaf(branch)
  const others = open.filter((choice) => choice !== next)
  return firstValue(next.ways, (way) => tryWay(branch, way, others))
}

/**
 * The choice with the fewest ways, of those kinds of choices that leave fewer combinations: what has to hold settles
 * most of what must not, or the other way round.
 */
function nextChoice(choices: readonly Choice[]): Choice | undefined {
  const refusals = choices.filter(({ never }) => never !== undefined)
  const others = choices.filter(({ never }) => never === undefined)
  const [first, second] = combinations(refusals) < combinations(others) ? [refusals, others] : [others, refusals]
  return fewestWays(choices.filter(({ ways }) => ways.length === 1)) ?? fewestWays(first) ?? fewestWays(second)
}

function fewestWays(choices: readonly Choice[]): Choice | undefined {
  return choices.reduce<Choice | undefined>((a, b) => (a && a.ways.length <= b.ways.length ? a : b), undefined)
}

/** How many there are, as a logarithm. */
function combinations(choices: readonly Choice[]): number {
  return choices.reduce((sum, { ways }) => sum + Math.log(ways.length), 0)
}

function tryWay(branch: Branch, way: readonly Literal[], others: readonly Choice[]): Outcome {
  const mark = branch.trail.length
  const added = assert(branch, way)
  const hopeless = added === undefined || isHopeless(branch)
  const outcome = hopeless ? EMPTY : decide(branch, [...others, ...added])
  while (branch.trail.length > mark) branch.trail.pop()?.()
  return outcome
}

/** None where it is settled already; else with the ways that are still open. */
function narrowed(branch: Branch, { ways, never }: Choice): Choice[] {
  if (never !== undefined && branch.nodes.some((node) => branch.disjoint(node, never))) return []
  if (ways.some((way) => way.every((literal) => isSettled(branch, literal)))) return []
  const left = ways.filter((way) => !way.some((literal) => isContradicted(branch, literal)))
  return [never === undefined ? { ways: left } : { ways: left, never }]
}

function isSettled({ signs }: Branch, literal: Literal): boolean {
  if (!('part' in literal) || literal.mode === 'closed') return false
  return signs.get(literal.part) === (literal.mode === 'must')
}

function isContradicted(branch: Branch, literal: Literal): boolean {
  if ('part' in literal) return signOf(literal.mode) === !(branch.signs.get(literal.part) ?? signOf(literal.mode))
  if ('node' in literal) return literal.mode !== 'never' && contradictsNode(branch, literal.node)
  if (literal.atom.kind !== 'has') return false
  const { name, value } = literal.atom
  return branch.properties.some(({ part }) =>
    value.never.includes((part as PartOf<'properties'>).names.get(name) as Node),
  )
}

function contradictsNode(branch: Branch, node: Node): boolean {
  if (!node.types.has(branch.type) || node.parts.some((part) => branch.signs.get(part) === false)) return true
  return branch.nodes.some((other) => branch.disjoint(other, node))
}

function signOf(mode: 'must' | 'closed' | 'never'): boolean {
  return mode !== 'never'
}

/** Whether a property that is asked for cannot be so, whatever else will be settled. */
function isHopeless({ asked, properties, solver }: Branch): boolean {
  return asked.some(({ name, value }) => {
    const said = properties.flatMap(({ part, mode }) =>
      propertyNodes(part as PartOf<'properties'>, name).map((node) => goalOf(mode, node)),
    )
    return solver.solve(join([value, ...said])).kind === 'empty'
  })
}

/** Settles literals and all that follows; undefined where they contradict what is settled. */
function assert(branch: Branch, literals: readonly Literal[]): Choice[] | undefined {
  const choices: Choice[] = []
  const [first, later] = [literals.filter(isPositive), literals.filter((literal) => !isPositive(literal))]
  for (const queue of [first, later]) {
    for (let literal = queue.pop(); literal !== undefined; literal = queue.pop()) {
      const following = consequence(branch, literal)
      if (following === undefined) return undefined
      for (const { ways, never } of following) {
        const [only, ...others] = ways
        if (only === undefined) return undefined
        if (others.length === 0) queue.push(...only)
        else choices.push(never === undefined ? { ways } : { ways, never })
      }
    }
  }
  return choices
}

function isPositive(literal: Literal): boolean {
  return !('mode' in literal) || literal.mode !== 'never'
}

/** What follows from a literal; undefined where it contradicts what is settled. */
function consequence(branch: Branch, literal: Literal): Choice[] | undefined {
  if ('atom' in literal) {
    addAtom(branch, literal.atom)
    return []
  }
  if ('node' in literal) return nodeConsequence(branch, literal.mode, literal.node)
  const { mode, part } = literal
  const relevant = [undefined, branch.type].includes(typeOfPart(part))
  if (!relevant) return signOf(mode) ? [] : undefined
  const sign = branch.signs.get(part)
  if (sign !== undefined && sign !== signOf(mode)) return undefined
  if (sign !== undefined && (mode !== 'closed' || branch.closed.has(part))) return []
  settle(branch, part, mode)
  if (mode === 'never') {
    if (part.kind === 'opaque') doubt(branch, part.keyword)
    return [{ ways: waysToBreak(part, branch.type, branch.solver.nodes) }]
  }
  return partConsequence(branch, mode, part)
}

function nodeConsequence(branch: Branch, mode: 'must' | 'closed' | 'never', node: Node): Choice[] | undefined {
  if (mode !== 'never') {
    if (!node.types.has(branch.type)) return undefined
    branch.nodes.push(node)
    branch.trail.push(() => branch.nodes.pop())
    return [{ ways: [node.parts.map((part) => ({ mode, part }))] }]
  }
  if (branch.nodes.some((other) => branch.disjoint(other, node))) return []
  const ways = node.parts.flatMap((part): Ways => {
    const relevant = [undefined, branch.type].includes(typeOfPart(part))
    return relevant ? [[{ mode, part }]] : []
  })
  return [{ ways, never: node }]
}

function settle({ signs, closed, trail }: Branch, part: Part, mode: 'must' | 'closed' | 'never'): void {
  const before = signs.get(part)
  signs.set(part, signOf(mode))
  trail.push(() => (before === undefined ? signs.delete(part) : signs.set(part, before)))
  if (mode !== 'closed') return
  closed.add(part)
  trail.push(() => closed.delete(part))
}

function addAtom({ atoms, properties, asked, trail }: Branch, atom: Atom): void {
  atoms.push(atom)
  trail.push(() => atoms.pop())
  if (atom.kind === 'has') {
    asked.push(atom)
    trail.push(() => asked.pop())
  } else if (atom.kind === 'part' && atom.part.kind === 'properties') {
    properties.push(atom)
    trail.push(() => properties.pop())
  }
}

function doubt(branch: Branch, keyword: string): void {
  const before = branch.doubt
  branch.doubt ??= keyword
  branch.trail.push(() => (branch.doubt = before))
}

function partConsequence(branch: Branch, mode: 'must' | 'closed', part: Part): Choice[] | undefined {
  switch (part.kind) {
    case 'types':
      if (!part.types.has(branch.type)) return undefined
      if (part.integer && branch.type === 'number') addAtom(branch, wholeNumber(branch))
      return []
    case 'enum':
      return settleValues(branch, part)
    case 'opaque':
      doubt(branch, part.keyword)
      return []
    case 'any':
    case 'one':
    case 'not':
    case 'if':
    case 'ref':
    case 'dependent':
      return [{ ways: waysToHold(part, mode, branch) }]
    default:
      addAtom(branch, { kind: 'part', part, mode })
      return []
  }
}

function wholeNumber({ solver }: Branch): Atom {
  const part = solver.nodes.part({ kind: 'multipleOf', divisor: fromNumber(1) })
  return { kind: 'part', part, mode: 'must' }
}

function settleValues(branch: Branch, { values }: PartOf<'enum'>): Choice[] {
  const before = branch.values
  branch.values = before === undefined || values.length < before.length ? values : before
  branch.trail.push(() => (branch.values = before))
  return []
}

/** Each value can be tried against the whole goal, so nothing has to be chosen any more. */
function pickValue({ type, goal }: Branch, values: readonly unknown[]): Outcome {
  const fitting = values.find((value) => typeOf(value) === type && reaches(goal, value))
  return fitting === undefined ? EMPTY : found(fitting)
}

function leaf(branch: Branch): Outcome {
  const outcome = findLeaf(branch)
  return branch.doubt !== undefined && outcome.kind === 'value' ? unknown(branch.doubt) : outcome
}

function findLeaf({ type, atoms, solver }: Branch): Outcome {
  const excluded = atomsOfKind(atoms, 'excludes').flatMap(({ values }) => values)
  switch (type) {
    case 'null':
      return excluded.includes(null) ? EMPTY : found(null)
    case 'boolean': {
      const left = [true, false].find((value) => !excluded.includes(value))
      return left === undefined ? EMPTY : found(left)
    }
    case 'number':
      return findNumber(atoms, solver.budget)
    case 'string':
      return findString(atoms, solver.budget)
    case 'array':
      return findArray(atoms, solver)
    case 'object':
      return findObject(atoms, solver)
  }
}
