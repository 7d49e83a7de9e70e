import { assert } from './assert.ts'
import { type Branch, type Choice, signOf, undoTo } from './branch.ts'
import { propertyNodes } from './evaluate.ts'
import { findArray } from './find-array.ts'
import { findNumber } from './find-number.ts'
import { findObject } from './find-object.ts'
import { findString } from './find-string.ts'
import { atomsOfKind, EMPTY, firstValue, found, goalOf, join, type Outcome, unknown } from './goal.ts'
import type { Literal } from './negation.ts'
import type { Node, PartOf } from './node.ts'
import { reaches } from './solve.ts'
import { typeOf } from './values.ts'

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
  undoTo(branch, mark)
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

/** Whether a property that is asked for cannot be so, whatever else will be settled. */
function isHopeless({ asked, properties, solver }: Branch): boolean {
  return asked.some(({ name, value }) => {
    const said = properties.flatMap(({ part, mode }) =>
      propertyNodes(part as PartOf<'properties'>, name).map((node) => goalOf(mode, node)),
    )
    return solver.solve(join([value, ...said])).kind === 'empty'
  })
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
