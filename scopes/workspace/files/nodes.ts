import type { Workspace, WorkspaceNode } from './types.ts'

/**
 * Every component of `.bitmap` and every consumer, sorted by key, with files, dependencies and what is wrong with them.
 * Reads only files that changed since the last call (`.tessera/index.json`).
 */
export async function loadNodes(workspace: Workspace): Promise<readonly WorkspaceNode[]> {
  throw new Error(`not built yet: ${workspace.root}`)
}
