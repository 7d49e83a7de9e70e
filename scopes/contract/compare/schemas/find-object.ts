import { declares, isClosed } from './admit.ts'
import { isValid, propertyNodes } from './evaluate.ts'
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
} from './goal.ts'
import type { Node, PartOf } from './node.ts'
import type { Nodes } from './nodes.ts'
import type { Solver } from './solver.ts'
import { setOwn } from './values.ts'

interface Rules {
  /** What names have to be. */
  readonly names: readonly Node[]
  readonly properties: readonly AtomOf<'part'>[]
  readonly demands: readonly AtomOf<'some'>[]
  /** What is asked of the values of single properties. */
  readonly asked: ReadonlyMap<string, Goal>
  readonly required: ReadonlySet<string>
  /** Names that closed writers may use though nothing else is said of them. */
  readonly declared: ReadonlySet<string>
  readonly absent: ReadonlySet<string>
  readonly least: number
  readonly most: number
  readonly closed: boolean
}

/** A property settled on: what its value has to be, and one that is. */
interface Settled {
  readonly goal: Goal
  readonly make: () => unknown
}
type Chosen = ReadonlyMap<string, Settled>

/** An object with what is required, demanded and counted. */
export function findObject(atoms: readonly Atom[], solver: Solver): Outcome {
  const rules = rulesOf(atoms)
  const needed = new Set([...rules.asked.keys(), ...rules.required])
  if (needed.size > rules.most || rules.least > rules.most) return EMPTY
  const chosen = new Map<string, Settled>()
  let doubt: Outcome | undefined
  for (const name of needed) {
    const goal = goalAt(name, rules)
    const outcome = goal === undefined ? EMPTY : solver.solve(goal)
    if (outcome.kind === 'empty') return EMPTY
    if (outcome.kind === 'unknown') doubt = outcome
    else if (goal !== undefined) chosen.set(name, { goal, make: outcome.make })
  }
  return doubt ?? satisfy(rules.demands, chosen, { rules, solver })
}

function rulesOf(atoms: readonly Atom[]): Rules {
  const properties = atomsOfKind(atoms, 'part').filter(({ part }) => part.kind === 'properties')
  const asked = new Map<string, Goal>()
  for (const { name, value } of atomsOfKind(atoms, 'has')) asked.set(name, join([asked.get(name) ?? NO_GOAL, value]))
  const closedParts = atomsOfKind(atoms, 'part').filter(({ mode }) => mode === 'closed')
  return {
    names: partsOfKind(atoms, 'names').map(({ node }) => node),
    properties,
    demands: atomsOfKind(atoms, 'some'),
    asked,
    required: new Set(partsOfKind(atoms, 'required').map(({ name }) => name)),
    declared: new Set(partsOfKind(closedParts, 'required').map(({ name }) => name)),
    absent: new Set(atomsOfKind(atoms, 'absent').map(({ name }) => name)),
    ...sizeOf(atoms),
    closed: isClosed(partsOfKind(closedParts, 'properties')),
  }
}

/** What the value of a property has to be; undefined where the property may not be there. */
function goalAt(name: string, rules: Rules): Goal | undefined {
  if (rules.absent.has(name) || !isDeclared(name, rules)) return undefined
  if (!rules.names.every((node) => isValid(node, name))) return undefined
  const said = rules.properties.flatMap(({ part, mode }) =>
    propertyNodes(part as PartOf<'properties'>, name).map((node) => goalOf(mode, node)),
  )
  return join([rules.asked.get(name) ?? NO_GOAL, ...said])
}

function isDeclared(name: string, { closed, declared, properties }: Rules): boolean {
  if (!closed || declared.has(name)) return true
  return properties.some(({ part, mode }) => mode === 'closed' && declares(part as PartOf<'properties'>, name))
}

interface Search {
  readonly rules: Rules
  readonly solver: Solver
}

/** Finds each demand a property: one that is there already, one that has a name, or a new one. */
function satisfy(demands: readonly AtomOf<'some'>[], chosen: Chosen, search: Search): Outcome {
  const [demand, ...others] = demands
  if (demand === undefined) return fill(chosen, search)
  const { rules, solver } = search
  return firstValue(candidates(demand, chosen, search), ({ name, goal }) => {
    solver.budget.spend()
    const outcome = solver.solve(goal)
    if (outcome.kind !== 'value') return outcome
    const next = new Map([...chosen, [name, { goal, make: outcome.make }]])
    return next.size > rules.most ? EMPTY : satisfy(others, next, search)
  })
}

interface Candidate {
  readonly name: string
  readonly goal: Goal
}

function* candidates({ name: wanted, value }: AtomOf<'some'>, chosen: Chosen, search: Search): Generator<Candidate> {
  const fits = (name: string): boolean =>
    wanted.must.every((node) => isValid(node, name)) && !wanted.never.some((node) => isValid(node, name))
  for (const [name, { goal }] of chosen) if (fits(name)) yield { name, goal: join([goal, value]) }
  for (const { name, goal } of namedOptions(chosen, search)) if (fits(name)) yield { name, goal: join([goal, value]) }
  for (const { name, goal } of newNames(wanted, chosen, search)) yield { name, goal: join([goal, value]) }
}

/** The properties that have a name and are not there yet. */
function* namedOptions(chosen: Chosen, { rules }: Search): Generator<Candidate> {
  for (const name of namedIn(rules)) {
    const goal = chosen.has(name) ? undefined : goalAt(name, rules)
    if (goal !== undefined) yield { name, goal }
  }
}

function namedIn({ properties, required }: Rules): ReadonlySet<string> {
  const names = properties.flatMap(({ part }) => [...(part as PartOf<'properties'>).names.keys()])
  return new Set([...names, ...required])
}

/**
 * A new name for each set of the conditions that anything here makes of names: all that meet the same ones are alike.
 * What cannot be known of a name is passed on as a candidate that cannot be known either.
 */
function* newNames(wanted: Goal, chosen: Chosen, { rules, solver }: Search): Generator<Candidate> {
  const { nodes } = solver
  const taken = [...new Set([...namedIn(rules), ...rules.absent, ...chosen.keys()])]
  const text = nodes.of({ kind: 'types', types: new Set(['string']), integer: false })
  const never = taken.length === 0 ? [] : [nodes.of({ kind: 'enum', values: taken })]
  yield* split(join([wanted, { ...NO_GOAL, must: [text, ...rules.names], never }]), conditionsOn(rules, nodes))

  function* split(goal: Goal, open: readonly Node[]): Generator<Candidate> {
    const [node, ...rest] = open
    const outcome = solver.solve(goal)
    if (outcome.kind === 'empty') return
    if (node !== undefined) {
      yield* split(join([goal, goalOf('never', node)]), rest)
      yield* split(join([goal, goalOf('must', node)]), rest)
    } else if (outcome.kind === 'unknown') {
      yield { name: '', goal: goalOf('must', nodes.of({ kind: 'opaque', keyword: outcome.keyword, key: 'name' })) }
    } else {
      const name = String(outcome.make())
      const value = goalAt(name, rules)
      if (value !== undefined) yield { name, goal: value }
    }
  }
}

function conditionsOn({ properties, demands }: Rules, nodes: Nodes): readonly Node[] {
  const patterns = properties.flatMap(({ part }) =>
    (part as PartOf<'properties'>).patterns.map(([source]) => nodes.of({ kind: 'pattern', source })),
  )
  return [...new Set([...patterns, ...demands.flatMap(({ name }) => [...name.must, ...name.never])])]
}

/** Adds optional properties until there are as many as there have to be: any will do. */
function fill(chosen: Chosen, search: Search): Outcome {
  const { rules, solver } = search
  const all = new Map(chosen)
  let doubt: Outcome = EMPTY
  const take = ({ name, goal }: Candidate): void => {
    solver.budget.spend()
    const outcome = solver.solve(goal)
    if (outcome.kind === 'unknown') doubt = outcome
    if (outcome.kind === 'value') all.set(name, { goal, make: outcome.make })
  }
  const takeAll = (options: Iterable<Candidate>): void => {
    if (all.size >= rules.least) return
    for (const option of options) {
      take(option)
      if (all.size >= rules.least) return
    }
  }
  takeAll(namedOptions(chosen, search))
  takeAll(numberedOptions(chosen, search))
  for (let before = -1; all.size < rules.least && all.size > before;) {
    before = all.size
    takeAll(newNames(NO_GOAL, all, search))
  }
  return all.size < rules.least ? doubt : { kind: 'value', make: () => build(all) }
}

/** Names that nothing speaks of are quickly made up. */
function* numberedOptions(chosen: Chosen, { rules }: Search): Generator<Candidate> {
  const named = namedIn(rules)
  for (let count = 0; count < rules.least; count++) {
    const name = `p${count}`
    const goal = chosen.has(name) || named.has(name) ? undefined : goalAt(name, rules)
    if (goal !== undefined) yield { name, goal }
  }
}

function build(chosen: Chosen): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  for (const [name, { make }] of chosen) setOwn(value, name, make())
  return value
}
