import type { Settings, Workspace } from './types.ts'

/** Replaces the named settings in the root package.json, all else as it was, and returns the workspace with them. */
export async function updateSettings(workspace: Workspace, change: Partial<Settings>): Promise<Workspace> {
  throw new Error(`not built yet: ${workspace.root} ${JSON.stringify(change)}`)
}
