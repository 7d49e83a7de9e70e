import { suggestion, TesseraError } from '@tessera/core.model'
import { rippleGraph } from '@tessera/ripple.plan'
import type { WorkspaceNode } from '@tessera/workspace.files'

/**
 * The nodes asked for and all that they depend on.
 * @throws TesseraError `UNKNOWN_NODE`
 */
export function wantedNodes(
  nodes: readonly WorkspaceNode[],
  only: readonly string[] | undefined,
): readonly WorkspaceNode[] {
  if (only === undefined) return nodes
  const graph = rippleGraph(nodes)
  for (const key of only) {
    if (graph.has(key)) continue
    throw new TesseraError(
      'UNKNOWN_NODE',
      `"${key}" is neither a component nor a consumer of this workspace${suggestion(key, graph.nodes())}`,
    )
  }
  const wanted = new Set([...only, ...graph.transitiveDependencies(only)])
  return nodes.filter((node) => wanted.has(node.key))
}
