import { componentKey, parseComponentId, TesseraError } from '@tessera/core.model'
import type { Breakage } from '@tessera/scope.remote'
import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'

/** What ripples recorded of components of this workspace. A scope that cannot be reached says nothing. */
export async function brokenComponents(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
): Promise<readonly Breakage[]> {
  const exported = nodes.filter((node) => node.kind === 'component' && node.exported)
  if (exported.length === 0) return []
  const keys = new Set(exported.map((node) => node.key))
  const scopes = new Set(exported.map(({ key }) => key.slice(0, key.indexOf('/'))))
  const remotes: Readonly<Record<string, string>> = { ...scope.remotes, ...workspace.settings.remotes }
  const urls = [...scopes].flatMap((name) => remotes[name] ?? [])
  const found = await Promise.all(urls.map((url) => breakagesAt(url, workspace.root)))
  return found.flat().filter(({ id }) => keys.has(componentKey(parseComponentId(id))))
}

async function breakagesAt(url: string, base: string): Promise<readonly Breakage[]> {
  const { openRemote } = await import('@tessera/scope.remote')
  try {
    return await (await openRemote(url, { base })).breakages()
  } catch (error) {
    if (error instanceof TesseraError) return []
    throw error
  }
}
