import type { Budget } from './budget.ts'
import type { Goal, Outcome } from './goal.ts'
import type { Nodes } from './nodes.ts'

/** What the parts of a search share. */
export interface Solver {
  readonly nodes: Nodes
  readonly budget: Budget
  /** A value that reaches the goal, or that there is none. */
  solve(goal: Goal): Outcome
}
