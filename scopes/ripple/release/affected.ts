import { importGraph, type WorkspaceNode } from '@tessera/workspace.files'

/** These nodes and every node that depends on one, consumers and parts generated from a contract included. Sorted. */
export function affectedNodes(nodes: readonly WorkspaceNode[], keys: readonly string[]): readonly string[] {
  const graph = importGraph(nodes)
  for (const node of nodes) {
    const contract = node.kind === 'component' ? node.derived?.contract : undefined
    if (contract !== undefined && graph.has(contract)) graph.addEdge(node.key, contract)
  }
  return [...new Set([...keys, ...graph.transitiveDependents(keys)])].toSorted()
}
