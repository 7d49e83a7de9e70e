import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'

/**
 * The components that patterns name, sorted by key; all of them where there is no pattern. A pattern is `scope/name`, a
 * name that is unique in the workspace, a package name, a glob over `scope/name` (`acme.orders/**`, `**\/{types,mocks}`),
 * several of these with commas, and `!` before what is left out.
 * @throws TesseraError `COMPONENT_NOT_FOUND`, `AMBIGUOUS_NAME`, `NO_MATCH`, `INVALID_PATTERN`
 */
export function matchComponents(
  patterns: readonly string[],
  nodes: readonly WorkspaceNode[],
): readonly ComponentNode[] {
  throw new Error(`not built yet: ${patterns.join()} ${nodes.length}`)
}
