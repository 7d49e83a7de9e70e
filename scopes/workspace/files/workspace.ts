import type { ComponentId } from '@tessera/core.model'
import type { Workspace } from './types.ts'

/**
 * Opens the workspace that `cwd` lies in: the nearest folder upwards with a workspace.jsonc.
 * @throws TesseraError `NO_WORKSPACE`, `INVALID_WORKSPACE_CONFIG`, `INVALID_SETTINGS`, and those of `parseBitmap`
 */
export async function openWorkspace(cwd: string): Promise<Workspace> {
  throw new Error(`not built yet: ${cwd}`)
}

/** Where a component goes by the workspace's template: `components/orders-api/client`. Relative, forward slashes. */
export function componentDirectory(workspace: Workspace, id: ComponentId): string {
  throw new Error(`not built yet: ${workspace.root} ${id.name}`)
}
