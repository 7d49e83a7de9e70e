import { buildOrder } from '@tessera/core.graph'
import type { WorkspaceNode } from '@tessera/workspace.files'
import { rippleGraph } from './node-graph.ts'

export interface WaveStep {
  readonly key: string
  /** `own sources`, or the dependency through which the change may arrive. */
  readonly reason: string
  /** The members of its cycle, itself included, where it is in one: they are built as one. */
  readonly cycle?: readonly string[]
}

/** What one change may touch. Equal interfaces stop it earlier; nothing outside it can be reached. */
export interface Wave {
  readonly changed: readonly string[]
  /** In build order. */
  readonly nodes: readonly WaveStep[]
}

/** The nodes that a change of `changed` may reach, in build order, each with why. Unknown keys are ignored. */
export function planWave(nodes: readonly WorkspaceNode[], changed: readonly string[]): Wave {
  const graph = rippleGraph(nodes)
  const starts = new Set(changed.filter((key) => graph.has(key)))
  const reached = new Set([...starts, ...graph.transitiveDependents(starts)])
  const steps: WaveStep[] = []
  for (const unit of buildOrder(graph)) {
    for (const key of unit) {
      if (!reached.has(key)) continue
      const reason = starts.has(key) ? 'own sources' : `depends on ${via(graph.dependenciesOf(key), reached)}`
      steps.push({ key, reason, ...(unit.length > 1 ? { cycle: unit } : {}) })
    }
  }
  return { changed: [...starts], nodes: steps }
}

function via(dependencies: ReadonlySet<string>, reached: ReadonlySet<string>): string {
  return [...dependencies].filter((key) => reached.has(key)).join(', ')
}
