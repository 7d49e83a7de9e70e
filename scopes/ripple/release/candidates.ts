import { componentKey, isSnap } from '@tessera/core.model'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { isModifiedSince, mapLimited, readBaseline, tagOf } from '@tessera/workspace.versions'
import type { Baseline, SoftTag, Unmerged } from '@tessera/workspace.versions'
import type { Scope } from '@tessera/scope.store'
import { changeReader } from './contract-change.ts'
import type { ReadText } from './generated-files.ts'
import type { TagCandidate } from './plan-tag.ts'

export interface CandidateOptions {
  /** Texts of the workspace. */
  readonly read: ReadText
  readonly unmerged?: Unmerged | undefined
  /** By folder. */
  readonly soft?: ReadonlyMap<string, SoftTag> | undefined
}

/** Every component of the workspace with what the scope knows of it. */
export async function readCandidates(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  { read, unmerged, soft }: CandidateOptions,
): Promise<readonly TagCandidate[]> {
  const components = nodes.filter((node) => node.kind === 'component')
  const readChange = changeReader(scope, components, { read })
  return mapLimited(components, async (component) => {
    const baseline = await readBaseline(scope, component)
    const known = {
      ...candidate(component, baseline),
      merging: unmerged?.get(component.key),
      soft: soft?.get(component.rootDir),
    }
    const mayChange = known.state === 'modified' || known.merging !== undefined || isSnap(component.id.version ?? '')
    return mayChange ? { ...known, change: await readChange(component) } : known
  })
}

function candidate(component: ComponentNode, baseline: Baseline): TagCandidate {
  const { component: object } = baseline
  return {
    component,
    state: stateOf(component, baseline),
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
