import { Graph } from '@tessera/core.graph'
import { componentKey } from '@tessera/core.model'
import type { WorkspaceNode } from './types.ts'

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

/** Keys of the components that a node imports, in its own code or its tests. */
export function importedKeys(node: WorkspaceNode): readonly string[] {
  const { components, devComponents } = node.dependencies
  return [...components, ...devComponents].map((dependency) => componentKey(dependency.id))
}
