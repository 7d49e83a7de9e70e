import { componentKey, formatId, TesseraError } from '@tessera/core.model'
import type { ComponentId } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { versionHashOf } from '@tessera/workspace.versions'
import { installedDependencies } from './installed.ts'

export interface FlattenContext {
  readonly workspace: Workspace
  readonly scope: Scope
  /** With the versions that `.bitmap` is to get. */
  readonly nodes: readonly WorkspaceNode[]
  /** Components whose new version the scope does not hold yet. By key. */
  readonly planned: ReadonlySet<string>
}

/** Answers, for a component of the workspace, every component it depends on, directly or not: exact, sorted, without itself. */
export function flattener(context: FlattenContext): (id: ComponentId) => Promise<readonly ComponentId[]> {
  const byKey = new Map(context.nodes.map((node) => [node.key, node]))
  const known = new Map<string, Promise<readonly ComponentId[]>>()
  const nextOf = (id: ComponentId): Promise<readonly ComponentId[]> => {
    const next = known.get(formatId(id)) ?? readNext({ ...context, byKey }, id)
    known.set(formatId(id), next)
    return next
  }
  return async (start) => {
    const found = new Map<string, ComponentId>()
    const queue = [...(await nextOf(start))]
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (found.has(formatId(id))) continue
      if (id.version === undefined) throw noVersion(start, id)
      found.set(formatId(id), id)
      queue.push(...(await nextOf(id)))
    }
    found.delete(formatId(start))
    return [...found.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id)
  }
}

type Lookup = FlattenContext & { readonly byKey: ReadonlyMap<string, WorkspaceNode> }

/** What a version depends on: from its Version object where there is one, else from its source or its package. */
async function readNext(context: Lookup, id: ComponentId): Promise<readonly ComponentId[]> {
  const key = componentKey(id)
  const node = context.byKey.get(key)
  const isHere = node?.kind === 'component' && node.id.version === id.version
  if (isHere && context.planned.has(key)) return nodeDependencies(node)
  const object = await context.scope.readComponent(id)
  const hash = object && id.version !== undefined ? versionHashOf(object, id.version) : undefined
  if (hash !== undefined && (await context.scope.has(hash))) {
    return (await context.scope.readVersion(hash)).flattenedDependencies
  }
  return isHere ? nodeDependencies(node) : installedDependencies(context.workspace, id)
}

function nodeDependencies({ dependencies }: WorkspaceNode): readonly ComponentId[] {
  return [...dependencies.components, ...dependencies.devComponents].map((dependency) => dependency.id)
}

function noVersion(start: ComponentId, id: ComponentId): TesseraError {
  return new TesseraError(
    'DEPENDENCY_NOT_TAGGED',
    `${componentKey(start)} reaches ${formatId(id)}, which has no version`,
    {
      hint: `tag it first: \`tessera tag ${componentKey(id)}\``,
    },
  )
}
