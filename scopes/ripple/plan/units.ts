import { buildOrder } from '@tessera/core.graph'
import { importGraph, type WorkspaceNode } from '@tessera/workspace.files'
import { rippleGraph } from './node-graph.ts'

/** What is built as one: a node, or all nodes of a cycle. */
export interface Unit {
  /** The first key of its nodes. */
  readonly id: string
  readonly nodes: readonly WorkspaceNode[]
  /** Ids of the units whose declarations it sees: what its nodes import. */
  readonly imports: readonly string[]
  /** Ids of the units that must be sound before it is: its imports, and the contract it was generated from. */
  readonly after: readonly string[]
}

/** The nodes as units, dependencies first. */
export function toUnits(nodes: readonly WorkspaceNode[]): readonly Unit[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const ripple = rippleGraph(nodes)
  const imports = importGraph(nodes)
  const order = buildOrder(ripple)
  const idOf = new Map(order.flatMap((members) => members.map((key) => [key, members[0] as string] as const)))
  return order.map((members) => {
    const id = members[0] as string
    const others = (of: typeof ripple): string[] => {
      const found = new Set(
        members.flatMap((key) => [...of.dependenciesOf(key)].map((other) => idOf.get(other) as string)),
      )
      found.delete(id)
      return [...found].toSorted()
    }
    return {
      id,
      nodes: members.map((key) => byKey.get(key) as WorkspaceNode),
      imports: others(imports),
      after: others(ripple),
    }
  })
}

/** Ids of `starts` and all that they import, directly or not. */
export function importClosure(units: ReadonlyMap<string, Unit>, starts: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>()
  const stack = [...starts]
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (found.has(id)) continue
    found.add(id)
    stack.push(...(units.get(id)?.imports ?? []))
  }
  return found
}
