import { addAtom, type Branch, type Choice, doubt, settle, signOf } from './branch.ts'
import type { Atom } from './goal.ts'
import { type Literal, waysToBreak, type Ways } from './negation.ts'
import type { Node, Part, PartOf } from './node.ts'
import { typeOfPart } from './node.ts'
import { fromNumber } from './rational.ts'
import { waysToHold } from './ways-to-hold.ts'

/** Settles literals and all that follows; undefined where they contradict what is settled. */
export function assert(branch: Branch, literals: readonly Literal[]): Choice[] | undefined {
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
