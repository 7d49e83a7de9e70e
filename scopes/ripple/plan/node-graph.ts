import { Graph } from '@tessera/core.graph'
import { componentKey } from '@tessera/core.model'
import type { WorkspaceNode } from '@tessera/workspace.files'

/** Which node imports which, tests included. Components that the workspace does not hold as source are left out. */
export function importGraph(nodes: readonly WorkspaceNode[]): Graph {
  const known = new Set(nodes.map((node) => node.key))
  const graph = new Graph()
  for (const node of nodes) {
    graph.addNode(node.key)
    for (const key of importedKeys(node)) if (known.has(key) && key !== node.key) graph.addEdge(node.key, key)
  }
  return graph
}

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

/** Keys of the components that a node imports, in its own code or its tests. */
export function importedKeys(node: WorkspaceNode): readonly string[] {
  const { components, devComponents } = node.dependencies
  return [...components, ...devComponents].map((dependency) => componentKey(dependency.id))
}

/** The contract that a generated part was made from. */
export function contractOf(node: WorkspaceNode): string | undefined {
  return node.kind === 'component' ? node.derived?.contract : undefined
}
