import type { WorkspaceNode } from '@tessera/workspace.files'
import { planWave } from './wave.ts'

/** Changes in these may concern every node. */
const SHARED = new Set(['tsconfig.json', 'package-lock.json', 'package.json'])

/**
 * Keys of the nodes that own one of `changedFiles` (relative to the workspace, forward slashes) and of all that depend
 * on them, in build order.
 */
export function affectedNodes(nodes: readonly WorkspaceNode[], changedFiles: readonly string[]): readonly string[] {
  const changed = changedFiles.some((file) => SHARED.has(file))
    ? nodes.map((node) => node.key)
    : ownersOf(nodes, changedFiles)
  return planWave(nodes, changed).nodes.map((step) => step.key)
}

/** Keys of the nodes in whose folder one of the files lies. */
export function ownersOf(nodes: readonly WorkspaceNode[], files: readonly string[]): readonly string[] {
  const owners = new Map(nodes.map((node) => [node.rootDir, node.key]))
  const found = new Set<string>()
  for (const file of files) {
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
      const owner = owners.get(file.slice(0, end))
      if (owner !== undefined) found.add(owner)
    }
  }
  return [...found]
}
