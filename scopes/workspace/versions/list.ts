import { componentKey } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { tagOf } from './baseline.ts'
import { mapLimited } from './map-limited.ts'
import { remoteHeadReader } from './remote-heads.ts'

/** A row of Bit's `list --json`. */
export interface ListRow {
  /** `scope/name` */
  readonly id: string
  /** What the local scope has as newest, or `<new>`. */
  readonly localVersion: string
  readonly deprecated: boolean
  /** The version of `.bitmap`, or `N/A`. */
  readonly currentVersion: string
  /** What the remote was last known to have, or `N/A`. */
  readonly remoteVersion: string
  readonly removed: boolean
}

/** The components of a workspace. Sorted by id. */
export async function list(scope: Scope, nodes: readonly WorkspaceNode[]): Promise<readonly ListRow[]> {
  const remoteHead = remoteHeadReader(scope)
  const components = nodes.filter((node) => node.kind === 'component')
  const rows = await mapLimited(components, async (node) =>
    listRow(node, await scope.readComponent(node.id), await remoteHead(node.id)),
  )
  return sorted(rows)
}

/** The components that a scope holds. Sorted by id. */
export async function listScope(scope: Scope): Promise<readonly ListRow[]> {
  const components = await scope.listComponents()
  return sorted(
    components.map((component) => ({
      id: componentKey(component),
      localVersion: component.head === undefined ? '<new>' : tagOf(component, component.head),
      deprecated: component.deprecated ?? false,
      currentVersion: 'N/A',
      remoteVersion: 'N/A',
      removed: false,
    })),
  )
}

function listRow(node: ComponentNode, object: ComponentObject | undefined, remoteHead: string | undefined): ListRow {
  return {
    id: node.key,
    localVersion: object?.head === undefined ? (node.id.version ?? '<new>') : tagOf(object, object.head),
    deprecated: object?.deprecated ?? false,
    currentVersion: node.id.version ?? 'N/A',
    remoteVersion: remoteHead === undefined ? 'N/A' : object === undefined ? remoteHead : tagOf(object, remoteHead),
    removed: false,
  }
}

function sorted(rows: readonly ListRow[]): readonly ListRow[] {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
