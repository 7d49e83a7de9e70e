import { unreachable } from '@tessera/core.model'
import type { Branch } from './branch.ts'
import type { Literal, Ways } from './negation.ts'
import type { Node, PartOf } from './node.ts'
import type { Nodes } from './nodes.ts'

type Branching = PartOf<'any' | 'one' | 'not' | 'if' | 'ref' | 'dependent'>

/** More sets of branches that hold together than this are not looked at. */
const MOST_SETS = 64

/** The ways in which a part holds. */
export function waysToHold(part: Branching, mode: 'must' | 'closed', branch: Branch): Ways {
  const holds = (node: Node): Literal => ({ mode, node })
  const never = (node: Node): Literal => ({ mode: 'never', node })
  switch (part.kind) {
    case 'any':
      return mode === 'closed' ? waysOfAny(part.nodes, branch) : part.nodes.map((node) => [holds(node)])
    case 'one':
      return part.nodes.map((node, index) => [holds(node), ...part.nodes.toSpliced(index, 1).map(never)])
    case 'not':
      return [[never(part.node)]]
    case 'if':
      return [
        [holds(part.test), holds(part.yes)],
        [never(part.test), holds(part.no)],
      ]
    case 'ref':
      return [[holds(part.target())]]
    case 'dependent': {
      const required = branch.solver.nodes.part({ kind: 'required', name: part.name })
      return [[{ mode: 'never', part: required }], [{ mode: 'must', part: required }, holds(part.node)]]
    }
    default:
      return unreachable(part)
  }
}

/**
 * Branches that hold together declare more properties than each by itself: sets of them are looked at too. Where these
 * are too many, the last way stands for all of them, and nothing can be known of it.
 */
function waysOfAny(nodes: readonly Node[], branch: Branch): Ways {
  const { type, disjoint, solver } = branch
  const unique = [...new Set(nodes)].filter((node) => node.types.has(type))
  let sets: readonly (readonly Node[])[] = unique.map((node) => [node])
  if (type !== 'object' && type !== 'array') return closedWays(sets)
  for (let size = 1, last = sets; last.length > 0; size++) {
    last = last.flatMap((set) => {
      const after = unique.slice(unique.indexOf(set[size - 1] as Node) + 1)
      return after.filter((node) => !set.some((other) => disjoint(other, node))).map((node) => [...set, node])
    })
    if (last.length > 0 && sets.length + last.length > MOST_SETS) return [...closedWays(sets), unknownWay(solver.nodes)]
    sets = [...sets, ...last]
  }
  return closedWays(sets)
}

function closedWays(sets: readonly (readonly Node[])[]): Ways {
  return sets.map((set) => set.map((node): Literal => ({ mode: 'closed', node })))
}

function unknownWay({ part, anything }: Nodes): readonly Literal[] {
  const open = { kind: 'properties', names: new Map(), patterns: [], rest: anything, closing: 'opens' } as const
  return [
    { mode: 'must', part: part({ kind: 'opaque', keyword: 'anyOf', key: 'sets' }) },
    { mode: 'closed', part: part(open) },
  ]
}
