import { isRecord } from '@tessera/core.model'
import { EMPTY, type Goal, goalOf, join, type Outcome, unknown } from './goal.ts'
import type { Solver } from './solver.ts'
import { reaches } from './solve.ts'
import { Undecided } from './undecided.ts'
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
  const many = most < MANY ? [] : simpleValues(goal, most, solver)
  if (many.length >= most) return { values: many, all: false }
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

/** So many are not looked for one by one if simple values will do. */
const MANY = 10

function simpleValues(goal: Goal, most: number, { solve }: Solver): unknown[] {
  const first = solve(goal)
  const base = first.kind === 'value' ? first.make() : undefined
  const names = isRecord(base) ? ['id', ...Object.keys(base)] : []
  const shapes: ((index: number) => unknown)[] = [
    (index) => index,
    (index) => `item ${index}`,
    (index) => [index],
    ...names.map((name) => (index: number) => ({ ...(base as object), [name]: index })),
    ...names.map((name) => (index: number) => ({ ...(base as object), [name]: `item ${index}` })),
  ]
  for (const shape of shapes) {
    if (!reachesPlainly(goal, shape(0))) continue
    const values = Array.from({ length: most }, (_, index) => shape(index))
    const fitting = values.filter((value) => reachesPlainly(goal, value))
    if (fitting.length === most) return fitting
  }
  return []
}

function reachesPlainly(goal: Goal, value: unknown): boolean {
  try {
    return reaches(goal, value)
  } catch (error) {
    if (error instanceof Undecided) return false
    throw error
  }
}

/** A matching of places and values: what is free first, else by augmenting paths. */
function assign(domains: readonly Domain[]): unknown[] | undefined {
  const keys = new Map<Domain, readonly string[]>()
  const holder = new Map<string, number>()
  const held = new Map<number, unknown>()
  const place = (index: number, asked: Set<string>): boolean => {
    const domain = domains[index] ?? { values: [], all: true }
    const names = keys.get(domain) ?? domain.values.map(keyOf)
    keys.set(domain, names)
    const order = [names.findIndex((key) => !holder.has(key)), ...names.keys()]
    for (const at of order) {
      const key = names[at]
      if (key === undefined || asked.has(key)) continue
      asked.add(key)
      const other = holder.get(key)
      if (other !== undefined && !place(other, asked)) continue
      holder.set(key, index)
      held.set(index, domain.values[at])
      return true
    }
    return false
  }
  for (const index of domains.keys()) if (!place(index, new Set())) return undefined
  return domains.map((_, index) => held.get(index))
}
