import { componentKey } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { isModifiedSince, mapLimited, readBaseline, tagOf } from '@tessera/workspace.versions'
import type { Baseline } from '@tessera/workspace.versions'
import type { Scope } from '@tessera/scope.store'
import type { TagCandidate } from './plan-tag.ts'

/**
 * Every component of the workspace with what the scope knows of it.
 * @param replaced Component objects to take in place of the scope's own, by key
 */
export async function readCandidates(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  replaced: ReadonlyMap<string, ComponentObject>,
): Promise<readonly TagCandidate[]> {
  const components = nodes.filter((node) => node.kind === 'component')
  return mapLimited(components, async (component) => {
    const baseline = await readBaseline(scope, component)
    return candidate(component, baseline, replaced.get(component.key) ?? baseline.component)
  })
}

function candidate(component: ComponentNode, baseline: Baseline, object: ComponentObject | undefined): TagCandidate {
  return {
    component,
    state: stateOf(component, object === undefined ? baseline : { ...baseline, component: object }),
    versions: object === undefined ? [] : Object.keys(object.versions),
    head: object?.head === undefined ? undefined : tagOf(object, object.head),
    recorded: baseline.state === 'recorded' ? recordedDependencies(baseline) : undefined,
  }
}

function stateOf(component: ComponentNode, baseline: Baseline): TagCandidate['state'] {
  if (baseline.state !== 'recorded') return baseline.state
  return isModifiedSince(component, baseline) ? 'modified' : 'unmodified'
}

function recordedDependencies({ object }: Extract<Baseline, { state: 'recorded' }>): ReadonlyMap<string, string> {
  const all = [...object.dependencies, ...object.devDependencies]
  return new Map(all.flatMap(({ id }) => (id.version === undefined ? [] : [[componentKey(id), id.version] as const])))
}
