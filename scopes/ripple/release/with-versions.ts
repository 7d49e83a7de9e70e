import { componentKey, withVersion } from '@tessera/core.model'
import type { BitmapEntry, ComponentDependency, WorkspaceNode } from '@tessera/workspace.files'
import { withoutSoftTag } from '@tessera/workspace.versions'

/** Component key to version. */
export type Versions = ReadonlyMap<string, string>

/** The nodes as they will be once `.bitmap` has these versions. */
export function nodesWithVersions(nodes: readonly WorkspaceNode[], versions: Versions): readonly WorkspaceNode[] {
  return versions.size === 0 ? nodes : nodes.map((node) => nodeWithVersions(node, versions))
}

/** `.bitmap` with these versions. What Bit noted for a soft tag is done with. */
export function entriesWithVersions(
  entries: readonly BitmapEntry[],
  nodes: readonly WorkspaceNode[],
  versions: Versions,
): readonly BitmapEntry[] {
  const byFolder = new Map(nodes.map((node) => [node.rootDir, versions.get(node.key)]))
  return entries.map((entry) => {
    const version = byFolder.get(entry.rootDir)
    return version === undefined ? entry : { ...withoutSoftTag(entry), version }
  })
}

function nodeWithVersions(node: WorkspaceNode, versions: Versions): WorkspaceNode {
  const dependencies = {
    ...node.dependencies,
    components: node.dependencies.components.map((each) => dependencyWithVersion(each, versions)),
    devComponents: node.dependencies.devComponents.map((each) => dependencyWithVersion(each, versions)),
  }
  if (node.kind === 'consumer') return { ...node, dependencies }
  return { ...node, dependencies, id: withVersion(node.id, versions.get(node.key) ?? node.id.version) }
}

function dependencyWithVersion(dependency: ComponentDependency, versions: Versions): ComponentDependency {
  const version = versions.get(componentKey(dependency.id))
  return version === undefined ? dependency : { ...dependency, id: withVersion(dependency.id, version) }
}
