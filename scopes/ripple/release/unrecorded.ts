import type { VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { isModified, mapLimited, tagOf, versionHashOf } from '@tessera/workspace.versions'
import { nodesWithVersions, type Versions } from './with-versions.ts'

/**
 * Versions that the scope has and `.bitmap` does not know, because git put back an older `.bitmap`, or because `bit` was
 * killed before it wrote its own: made here, one step after the version of `.bitmap`, and equal to what lies in the
 * workspace.
 */
export async function findUnrecorded(scope: Scope, nodes: readonly WorkspaceNode[]): Promise<Versions> {
  const components = nodes.filter((node) => node.kind === 'component')
  const found = await mapLimited(components, (component) => findNext(scope, component))
  const next = new Map(found.flatMap((each) => (each === undefined ? [] : [[each.key, each] as const])))
  return equalTogether(nodes, next)
}

interface Next {
  readonly key: string
  readonly tag: string
  readonly version: VersionObject
}

async function findNext(scope: Scope, { id, key }: ComponentNode): Promise<Next | undefined> {
  const object = await scope.readComponent(id)
  if (object?.head === undefined) return undefined
  const tag = tagOf(object, object.head)
  const isLocal = object.state?.versions?.[tag]?.local === true
  if (tag === id.version || !isLocal || !(await scope.has(object.head))) return undefined
  const version = await scope.readVersion(object.head)
  const current = id.version === undefined ? undefined : versionHashOf(object, id.version)
  return version.parents[0] === current ? { key, tag, version } : undefined
}

/** Drops what differs from the workspace, until the rest, taken together, is as it is there. */
function equalTogether(nodes: readonly WorkspaceNode[], next: ReadonlyMap<string, Next>): Versions {
  let equal: Versions = new Map([...next].map(([key, { tag }]) => [key, tag]))
  for (let before = -1; before !== equal.size;) {
    before = equal.size
    const same = nodesWithVersions(nodes, equal).filter((node) => {
      const version = next.get(node.key)?.version
      return node.kind === 'component' && version !== undefined && equal.has(node.key) && !isModified(node, version)
    })
    equal = new Map(same.map((node) => [node.key, equal.get(node.key) as string]))
  }
  return equal
}
