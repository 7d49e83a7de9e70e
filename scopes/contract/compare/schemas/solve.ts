import { isAdmitted } from './admit.ts'
import { createBranch } from './branch.ts'
import type { Budget } from './budget.ts'
import { createDisjoint } from './disjoint.ts'
import { isValid } from './evaluate.ts'
import { explore } from './explore.ts'
import { EMPTY, firstValue, type Goal, type Outcome, unknown } from './goal.ts'
import type { Node, Type } from './node.ts'
import type { Nodes } from './nodes.ts'
import type { Solver } from './solver.ts'
import { Undecided } from './undecided.ts'

/** Types in the order in which examples are looked for. */
const ORDER: readonly Type[] = ['string', 'number', 'boolean', 'null', 'array', 'object']

interface Leaning {
  readonly outcome: Outcome
  /** Depth of the outermost goal that was open when this was found empty for its sake; Infinity: none. */
  readonly on: number
}

/**
 * Looks for values of goals, and proves that there are none. Goals that come back inside themselves count as empty
 * there: the smallest value never holds another for the same goal, so nothing is lost. What was found empty only for
 * that reason is remembered no longer than the goal stays open.
 */
export function createSolver(nodes: Nodes, budget: Budget): Solver {
  const known = new Map<string, Outcome>()
  const leaning = new Map<string, Leaning>()
  const open = new Map<string, number>()
  const disjoint = createDisjoint()
  /** The outermost open goal that what is being looked at leans on. */
  let support = Infinity

  const solve = (goal: Goal): Outcome => {
    const tidy = tidied(goal)
    if (tidy === undefined) return EMPTY
    const key = keyOf(tidy)
    const before = known.get(key)
    if (before !== undefined) return before
    const leans = leaning.get(key)?.on ?? open.get(key)
    if (leans === undefined) return enter(key, () => attempt(tidy))
    support = Math.min(support, leans)
    return leaning.get(key)?.outcome ?? EMPTY
  }
  const enter = (key: string, run: () => Outcome): Outcome => {
    const [depth, outer] = [open.size, support]
    open.set(key, depth)
    support = Infinity
    try {
      const outcome = run()
      const on = outcome.kind === 'value' || support >= depth ? Infinity : support
      release(depth, outcome.kind === 'value' ? undefined : on)
      keep(key, { outcome, on })
      support = on
      return outcome
    } finally {
      open.delete(key)
      support = Math.min(outer, support)
    }
  }
  const keep = (key: string, found: Leaning): void => {
    if (found.on === Infinity) known.set(key, found.outcome)
    else leaning.set(key, found)
  }
  /** What leaned on a goal is certain once that is empty, leans on what that leans on, or is forgotten. */
  const release = (depth: number, on: number | undefined): void => {
    for (const [key, { outcome, on: before }] of leaning) {
      if (before < depth) continue
      leaning.delete(key)
      if (on !== undefined) keep(key, { outcome, on })
    }
  }
  const attempt = (goal: Goal): Outcome => {
    budget.spend()
    const positive = [...goal.must, ...goal.closed]
    const types = ORDER.filter((type) => positive.every((node) => node.types.has(type)))
    return firstValue(types, (type) => guarded(() => explore(createBranch(goal, type, { solver, disjoint }))))
  }
  const solver: Solver = { nodes, budget, solve }
  return solver
}

function guarded(run: () => Outcome): Outcome {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Undecided) || error.keyword === 'timeout') throw error
    return unknown(error.keyword)
  }
}

/** Without what says nothing, and each node once; undefined where it contradicts itself. */
function tidied({ must, closed, never }: Goal): Goal | undefined {
  const shut = new Set(closed.filter(saysSomething))
  const asked = new Set(must.filter((node) => saysSomething(node) && !shut.has(node)))
  const refused = new Set(never)
  for (const node of refused) if (!saysSomething(node) || shut.has(node) || asked.has(node)) return undefined
  return { must: sorted(asked), closed: sorted(shut), never: sorted(refused) }
}

function saysSomething(node: Node): boolean {
  return node.parts.length > 0
}

function sorted(nodes: ReadonlySet<Node>): readonly Node[] {
  return [...nodes].toSorted((a, b) => a.id - b.id)
}

function keyOf({ must, closed, never }: Goal): string {
  return [must, closed, never].map((list) => list.map(({ id }) => id).join()).join('|')
}

/** Whether a value reaches a goal. */
export function reaches({ must, closed, never }: Goal, value: unknown): boolean {
  const valid = [...must, ...closed].every((node) => isValid(node, value))
  return valid && !never.some((node) => isValid(node, value)) && isAdmitted(closed, value)
}
