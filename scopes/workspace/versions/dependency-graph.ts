import { componentKey } from '@tessera/core.model'
import { Graph } from '@tessera/core.graph'
import type { WorkspaceNode } from '@tessera/workspace.files'

/**
 * The imports between the nodes of a workspace: an edge leads from a node to what it imports, dev imports included, and
 * only to nodes of the workspace. Not in it: the recorded edge from a derived part to its contract.
 */
export function importGraph(nodes: readonly WorkspaceNode[]): Graph {
  const keys = new Set(nodes.map((node) => node.key))
  const graph = new Graph()
  for (const node of nodes) {
    graph.addNode(node.key)
    for (const { id } of [...node.dependencies.components, ...node.dependencies.devComponents]) {
      if (keys.has(componentKey(id))) graph.addEdge(node.key, componentKey(id))
    }
  }
  return graph
}
