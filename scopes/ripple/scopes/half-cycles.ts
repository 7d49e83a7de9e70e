import { buildOrder, Graph } from '@tessera/core.graph'
import { componentKey, type ComponentId } from '@tessera/core.model'
import type { Remote, ScopeEntry } from '@tessera/scope.remote'

/**
 * The entries as they were before what a killed ripple began and did not end: in a cycle across scopes some members
 * have the new version already and name versions of others that nobody has. Made again, they come out the same.
 */
export async function undoHalfCycles(
  remotes: ReadonlyMap<string, Remote>,
  entries: ReadonlyMap<string, ScopeEntry>,
): Promise<ReadonlyMap<string, ScopeEntry>> {
  const result = new Map(entries)
  for (const unit of buildOrder(dependencyGraph(entries.values())).filter((members) => members.length > 1)) {
    for (const key of unit) {
      const entry = entries.get(key)
      if (
        entry === undefined ||
        !entry.dependencies.some((id) => unit.includes(componentKey(id)) && isMissing(id, entries))
      )
        continue
      const before = await previousEntry(remotes.get(entry.id.scope) as Remote, entry)
      if (before !== undefined) result.set(key, before)
    }
  }
  return result
}

/** Edges by dependencies, and from generated parts to their contracts; nodes that are no entries included. */
export function dependencyGraph(entries: Iterable<ScopeEntry>): Graph {
  const graph = new Graph()
  for (const { id, dependencies, madeFrom } of entries) {
    const key = componentKey(id)
    graph.addNode(key)
    for (const dependency of dependencies) graph.addEdge(key, componentKey(dependency))
    if (madeFrom !== undefined) graph.addEdge(key, madeFrom)
  }
  return graph
}

function isMissing(id: ComponentId, entries: ReadonlyMap<string, ScopeEntry>): boolean {
  const component = entries.get(componentKey(id))?.component
  return component !== undefined && id.version !== undefined && component.versions[id.version] === undefined
}

async function previousEntry(remote: Remote, entry: ScopeEntry): Promise<ScopeEntry | undefined> {
  const { id, head, component } = entry
  const newest = (await remote.fetch([id])).versions.find(({ hash }) => hash === head)
  const parent = newest?.version.parents[0]
  if (parent === undefined) return undefined
  const tag = Object.entries(component.versions).find(([, hash]) => hash === parent)?.[0]
  const batch = await remote.fetch([{ ...id, version: tag ?? parent }])
  const version = batch.versions.find(({ hash }) => hash === parent)?.version
  if (version === undefined) return undefined
  return {
    ...entry,
    id: { ...id, version: tag ?? parent },
    head: parent,
    component: {
      ...component,
      versions: Object.fromEntries(Object.entries(component.versions).filter(([, hash]) => hash !== head)),
      head: parent,
    },
    date: Number(version.log.date),
    dependencies: [...version.dependencies, ...version.devDependencies].map((dependency) => dependency.id),
  }
}
