import { TesseraError } from '@tessera/core.model'
import { preview, type Preview } from '@tessera/ripple.build'
import { importGraph } from '@tessera/workspace.files'
import type { Context } from './command.ts'
import type { WorkspaceView } from './session.ts'

/** What `generate` would write: contracts and their parts as the sources stand, whether they were generated or not. */
export function previewSources({ workspace, nodes }: WorkspaceView, { signal }: Context): Promise<Preview> {
  return preview(workspace, { nodes, signal })
}

/**
 * Refuses to judge contracts that cannot be evaluated, or import from one that cannot. What others cannot be is no
 * business of theirs.
 * @param keys of the contracts
 * @throws TesseraError `BUILD_FAILED` (exit code 1)
 */
export function refuseFailed({ nodes }: WorkspaceView, { diagnostics }: Preview, keys: readonly string[]): void {
  const graph = importGraph(nodes)
  const isWanted = (key: string): boolean => keys.includes(key)
  const reasons = diagnostics.filter(({ node }) => node && [node, ...graph.transitiveDependents([node])].some(isWanted))
  if (reasons.length === 0) return
  throw new TesseraError('BUILD_FAILED', 'what changed cannot be told: a contract cannot be evaluated', {
    hint: 'mend it and try again; `tessera generate` shows it too',
    exitCode: 1,
    diagnostics: reasons,
  })
}
