import { componentKey } from '@tessera/core.model'
import type { ComponentId } from '@tessera/core.model'
import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { isModified, mapLimited, tagOf, versionHashOf } from '@tessera/workspace.versions'
import { nodesWithVersions } from './with-versions.ts'
import type { Versions } from './with-versions.ts'

export interface Interrupted {
  /** Versions that the scope has and `.bitmap` is to be told of. */
  readonly adopted: Versions
  /** Component objects without the tags whose dependencies never got theirs. By key. */
  readonly dropped: ReadonlyMap<string, ComponentObject>
}

/**
 * What a tag left behind that was killed between the scope and `.bitmap`: versions made here, one step after the version
 * of `.bitmap`, and noted in the journal or equal to what lies in the workspace. Nothing is written.
 */
export async function findInterrupted(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  journal: Versions,
): Promise<Interrupted> {
  const components = nodes.filter((node) => node.kind === 'component')
  const found = await mapLimited(components, (component) => findPending(scope, component))
  const pending = new Map(found.flatMap((each) => (each === undefined ? [] : [[each.component.key, each] as const])))
  const dropped = await dropDangling(scope, pending)
  return { adopted: made(nodes, pending, journal), dropped }
}

interface Pending {
  readonly component: ComponentNode
  readonly object: ComponentObject
  readonly tag: string
  readonly version: VersionObject
}

async function findPending(scope: Scope, component: ComponentNode): Promise<Pending | undefined> {
  const object = await scope.readComponent(component.id)
  if (object?.head === undefined) return undefined
  const tag = tagOf(object, object.head)
  const isLocal = object.state?.versions?.[tag]?.local === true
  if (tag === component.id.version || !isLocal || !(await scope.has(object.head))) return undefined
  const version = await scope.readVersion(object.head)
  const current = component.id.version === undefined ? undefined : versionHashOf(object, component.id.version)
  return version.parents[0] === current ? { component, object, tag, version } : undefined
}

/**
 * Components are written dependencies first, so only within a cycle can one have its tag while what it depends on has
 * not. Takes those out of `pending`.
 */
async function dropDangling(
  scope: Scope,
  pending: Map<string, Pending>,
): Promise<ReadonlyMap<string, ComponentObject>> {
  const dropped = new Map<string, ComponentObject>()
  for (let again = true; again;) {
    again = false
    for (const each of pending.values()) {
      if (!(await isDangling(scope, each, dropped))) continue
      dropped.set(each.component.key, withoutTag(each))
      pending.delete(each.component.key)
      again = true
    }
  }
  return dropped
}

async function isDangling(
  scope: Scope,
  { version }: Pending,
  dropped: ReadonlyMap<string, ComponentObject>,
): Promise<boolean> {
  for (const id of dependencyIds(version)) {
    const object = dropped.get(componentKey(id)) ?? (await scope.readComponent(id))
    if (object !== undefined && id.version !== undefined && versionHashOf(object, id.version) === undefined) return true
  }
  return false
}

function dependencyIds(version: VersionObject): readonly ComponentId[] {
  return [...version.dependencies, ...version.devDependencies].map((dependency) => dependency.id)
}

function withoutTag({ object, tag, version }: Pending): ComponentObject {
  const { head: _head, ...rest } = object
  const without = <T>(record: Readonly<Record<string, T>> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key !== tag))
  const parent = version.parents[0]
  return {
    ...rest,
    versions: without(object.versions),
    ...(parent === undefined ? {} : { head: parent }),
    state: { ...object.state, versions: without(object.state?.versions) },
  }
}

/** Drops what is not in the journal and differs from the workspace, until the rest, taken together, is as it is there. */
function made(nodes: readonly WorkspaceNode[], pending: ReadonlyMap<string, Pending>, journal: Versions): Versions {
  let equal = new Map([...pending].map(([key, { tag }]) => [key, tag]))
  for (let before = -1; before !== equal.size;) {
    before = equal.size
    const same = nodesWithVersions(nodes, equal).filter((node) => {
      const version = pending.get(node.key)?.version
      if (node.kind !== 'component' || version === undefined || !equal.has(node.key)) return false
      return journal.get(node.key) === equal.get(node.key) || !isModified(node, version)
    })
    equal = new Map(same.map((node) => [node.key, equal.get(node.key) as string]))
  }
  return equal
}
