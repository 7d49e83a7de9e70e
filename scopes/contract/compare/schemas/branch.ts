import type { Disjoint } from './disjoint.ts'
import type { Atom, AtomOf, Goal } from './goal.ts'
import type { Ways } from './negation.ts'
import type { Node, Part, Type } from './node.ts'
import type { Solver } from './solver.ts'

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
export interface Choice {
  readonly ways: Ways
  /** The node that is not to hold. */
  readonly never?: Node
}

export function createBranch(goal: Goal, type: Type, { solver, disjoint }: Tools): Branch {
  return {
    solver,
    disjoint,
    goal,
    type,
    signs: new Map(),
    closed: new Set(),
    atoms: [],
    nodes: [],
    properties: [],
    asked: [],
    trail: [],
    values: undefined,
    doubt: undefined,
  }
}

type SignMode = 'must' | 'closed' | 'never'

export function signOf(mode: SignMode): boolean {
  return mode !== 'never'
}

export function settle({ signs, closed, trail }: Branch, part: Part, mode: SignMode): void {
  const before = signs.get(part)
  signs.set(part, signOf(mode))
  trail.push(() => (before === undefined ? signs.delete(part) : signs.set(part, before)))
  if (mode !== 'closed') return
  closed.add(part)
  trail.push(() => closed.delete(part))
}

export function addAtom({ atoms, properties, asked, trail }: Branch, atom: Atom): void {
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

export function doubt(branch: Branch, keyword: string): void {
  const before = branch.doubt
  branch.doubt ??= keyword
  branch.trail.push(() => (branch.doubt = before))
}

/** Takes back what was settled since. */
export function undoTo({ trail }: Branch, mark: number): void {
  while (trail.length > mark) trail.pop()?.()
}
