import { TesseraError } from '@tessera/core.model'
import { preview, type PreviewedNode } from '@tessera/ripple.build'
import type { Context } from './command.ts'
import type { WorkspaceView } from './session.ts'

/**
 * What `generate` would write: contracts and their parts as the sources stand, whether they were generated since or not.
 * @param what the message where a contract cannot be evaluated: `nothing was tagged`
 * @throws TesseraError `BUILD_FAILED` (exit code 1)
 */
export async function previewSources(
  { workspace, nodes }: WorkspaceView,
  { signal }: Context,
  what: string,
): Promise<readonly PreviewedNode[]> {
  const { nodes: generated, diagnostics } = await preview(workspace, { nodes, signal })
  if (diagnostics.length === 0) return generated
  throw new TesseraError('BUILD_FAILED', `${what}: what a contract gives cannot be generated`, {
    hint: 'mend it and try again; `tessera generate` shows it too',
    exitCode: 1,
    diagnostics,
  })
}
