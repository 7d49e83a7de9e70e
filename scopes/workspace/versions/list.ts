import { componentKey } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { tagOf } from './baseline.ts'
import { mapLimited } from './map-limited.ts'
import { DEPRECATION, isDeletedBy, readMarks, type Marks } from './marks.ts'
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
  const rows = await mapLimited(components, async (node) => {
    const object = await scope.readComponent(node.id)
    const marks = await readMarks(scope, node, object)
    return listRow({ node, object, marks, remoteHead: await remoteHead(node.id) })
  })
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

interface Known {
  readonly node: ComponentNode
  readonly object: ComponentObject | undefined
  readonly marks: Marks
  readonly remoteHead: string | undefined
}

function listRow({ node, object, marks, remoteHead }: Known): ListRow {
  return {
    id: node.key,
    localVersion: object?.head === undefined ? (node.id.version ?? '<new>') : tagOf(object, object.head),
    // A mark of the Component itself is Bit's of old: versions say it since.
    deprecated:
      marks.deprecated !== undefined || (object?.deprecated === true && node.config?.[DEPRECATION] === undefined),
    currentVersion: node.id.version ?? 'N/A',
    remoteVersion: remoteHead === undefined ? 'N/A' : object === undefined ? remoteHead : tagOf(object, remoteHead),
    removed: isDeletedBy(marks, node.id.version ?? ''),
  }
}

function sorted(rows: readonly ListRow[]): readonly ListRow[] {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
