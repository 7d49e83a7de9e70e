import { loadNodes, type Workspace } from '@tessera/workspace.files'
import { linkWorkspace } from '@tessera/workspace.transfer'

/** Manifests and links of packages, after folders or names of components have changed. */
export async function relink(workspace: Workspace): Promise<void> {
  await linkWorkspace(workspace, await loadNodes(workspace))
  // What was not linked yet is seen by its importers only now.
  await linkWorkspace(workspace, await loadNodes(workspace))
}
