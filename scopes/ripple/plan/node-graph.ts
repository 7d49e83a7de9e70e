import type { Graph } from '@tessera/core.graph'
import { importGraph, type WorkspaceNode } from '@tessera/workspace.files'

/**
 * What a change ripples along: imports, and the recorded edge from a generated part to its contract. A recorded edge
 * that would close a cycle (the tests of a contract use its own mocks) is left out.
 */
export function rippleGraph(nodes: readonly WorkspaceNode[]): Graph {
  const graph = importGraph(nodes)
  for (const node of nodes) {
    const contract = contractOf(node)
    if (contract === undefined || !graph.has(contract)) continue
    if (!graph.transitiveDependencies([contract]).has(node.key)) graph.addEdge(node.key, contract)
  }
  return graph
}

/** The contract that a generated part was made from. */
export function contractOf(node: WorkspaceNode): string | undefined {
  return node.kind === 'component' ? node.derived?.contract : undefined
}
