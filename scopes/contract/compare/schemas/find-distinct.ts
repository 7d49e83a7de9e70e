import { EMPTY, type Goal, goalOf, join, type Outcome, unknown } from './goal.ts'
import type { Solver } from './solver.ts'
import { keyOf } from './values.ts'

/** Some values that reach a goal; `all` where there are no others. */
interface Domain {
  readonly values: readonly unknown[]
  readonly all: boolean
}

/**
 * One value for each goal, no two equal. A goal with as many values as there are goals always finds one that is left;
 * the others are matched.
 */
export function findDistinct(goals: readonly Goal[], solver: Solver): Outcome {
  const known = new Map<string, Domain | Outcome>()
  const domains: Domain[] = []
  for (const goal of goals) {
    const key = [goal.must, goal.closed, goal.never].map((list) => list.map(({ id }) => id).join()).join('|')
    const domain = known.get(key) ?? domainOf(goal, goals.length, solver)
    known.set(key, domain)
    if ('kind' in domain) return domain
    domains.push(domain)
  }
  const values = assign(domains)
  return values === undefined ? EMPTY : { kind: 'value', make: () => values }
}

function domainOf(goal: Goal, most: number, solver: Solver): Domain | Outcome {
  const values: unknown[] = []
  while (values.length < most) {
    solver.budget.spend()
    const others = goalOf('never', solver.nodes.of({ kind: 'enum', values }))
    const outcome = solver.solve(values.length === 0 ? goal : join([goal, others]))
    if (outcome.kind === 'unknown') return unknown(outcome.keyword)
    if (outcome.kind === 'empty') return { values, all: true }
    values.push(outcome.make())
  }
  return { values, all: false }
}

/** A matching of places and values, by augmenting paths. */
function assign(domains: readonly Domain[]): unknown[] | undefined {
  const holder = new Map<string, number>()
  const held = new Map<number, unknown>()
  const place = (index: number, asked: Set<string>): boolean => {
    for (const value of domains[index]?.values ?? []) {
      const key = keyOf(value)
      if (asked.has(key)) continue
      asked.add(key)
      const other = holder.get(key)
      if (other !== undefined && !place(other, asked)) continue
      holder.set(key, index)
      held.set(index, value)
      return true
    }
    return false
  }
  for (const index of domains.keys()) if (!place(index, new Set())) return undefined
  return domains.map((_, index) => held.get(index))
}
