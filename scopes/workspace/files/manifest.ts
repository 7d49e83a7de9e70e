import type { ComponentNode, Workspace, WorkspaceNode } from './types.ts'

export interface ManifestPlan {
  /** Relative to the workspace, forward slashes. */
  readonly path: string
  readonly content: string
}

/** The generated package.json of a component. Keys written by hand that Tessera does not own are kept. */
export function planManifest(workspace: Workspace, component: ComponentNode): ManifestPlan {
  throw new Error(`not built yet: ${workspace.root} ${component.key}`)
}

/** Writes the manifests whose text changes, each all or nothing; answers their paths. Consumers are skipped. */
export async function writeManifests(
  workspace: Workspace,
  nodes: readonly WorkspaceNode[],
): Promise<readonly string[]> {
  throw new Error(`not built yet: ${workspace.root} ${nodes.length}`)
}
