import { buildOrder, Graph } from '@tessera/core.graph'
import { componentKey, withVersion } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { matchComponents, remoteHeadReader, type RemoteHeads } from '@tessera/workspace.versions'
import { requireRemote, resolveRemotes } from './remotes.ts'
import { stagedVersions } from './staged.ts'
import type { ComponentExport, ExportOptions, ExportPlan } from './types.ts'

/**
 * What an export would send: the versions reachable from each local head that its remote is not known to have.
 * @throws TesseraError `UNKNOWN_REMOTE`, `NO_BASELINE`, and those of `matchComponents`
 */
export async function planExport(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ExportOptions = {},
): Promise<ExportPlan> {
  const remoteHeads = remoteHeadReader(scope)
  const staged: ComponentExport[] = []
  for (const node of matchComponents(options.patterns ?? [], nodes)) {
    const found = await stagedOf(scope, node, remoteHeads)
    if (found !== undefined) staged.push(found)
  }
  const remotes = resolveRemotes(workspace, scope)
  const groups = groupByScope(staged)
  const scopes = []
  for (const name of await scopeOrder(scope, staged)) {
    const components = groups.get(name) ?? []
    if (components[0] === undefined) continue
    const url = requireRemote(remotes, name, `${componentKey(components[0].id)} is to be exported there`)
    scopes.push({ scope: name, url, components })
  }
  return { scopes }
}

async function stagedOf(
  scope: Scope,
  node: ComponentNode,
  remoteHeads: RemoteHeads,
): Promise<ComponentExport | undefined> {
  const component = await scope.readComponent(node.id)
  if (component?.head === undefined) return undefined
  const { head } = component
  const remoteHead = await remoteHeads(node.id)
  const versions = await stagedVersions(scope, component, remoteHead)
  // An export that was cut short before .bitmap was written left nothing to send, but something to record.
  const unrecorded = !node.exported && remoteHead === head
  if (versions.length === 0 && !unrecorded) return undefined
  const tag = Object.entries(component.versions).find(([, hash]) => hash === head)?.[0]
  return { id: withVersion(node.id, tag ?? head), head, versions }
}

function groupByScope(staged: readonly ComponentExport[]): Map<string, ComponentExport[]> {
  const groups = new Map<string, ComponentExport[]>()
  for (const component of staged) {
    const group = groups.get(component.id.scope)
    if (group === undefined) groups.set(component.id.scope, [component])
    else group.push(component)
  }
  return groups
}

/** A scope comes after those whose components its own depend on, so that what is exported can always be imported. */
async function scopeOrder(scope: Scope, staged: readonly ComponentExport[]): Promise<readonly string[]> {
  const graph = new Graph()
  for (const { id, head } of staged) {
    graph.addNode(id.scope)
    for (const dependency of (await scope.readVersion(head)).flattenedDependencies) {
      if (dependency.scope !== id.scope) graph.addEdge(id.scope, dependency.scope)
    }
  }
  return buildOrder(graph).flat()
}
