import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { readBaseline } from './baseline.ts'
import { compareVersions } from './compare.ts'
import { mapLimited } from './map-limited.ts'
import { remoteHeadReader } from './remote-heads.ts'
import { openStandingMemo } from './standing-memo.ts'
import { versionOf } from './version-of.ts'

/** The keys of Bit's `mini-status`; ids are `scope/name`, sorted. */
export interface QuickStatus {
  readonly modified: readonly string[]
  readonly newComponents: readonly string[]
}

/** What is new, or has other files than its version: no dependencies, history or remotes are looked at. */
export async function quickStatus(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
): Promise<QuickStatus> {
  const memo = openStandingMemo(workspace.root, scope, remoteHeadReader(scope))
  const components = nodes.filter((node) => node.kind === 'component').toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const states = await mapLimited(components, async (component) => {
    if (component.id.version === undefined) return 'new'
    if ((await memo.recall(component))?.state === 'unmodified') return 'unmodified'
    const baseline = await readBaseline(scope, component)
    if (baseline.state !== 'recorded') return 'unknown'
    return compareVersions(baseline.object, versionOf(component)).files.length > 0 ? 'modified' : 'unmodified'
  })
  const keys = (state: string): string[] => components.filter((_, at) => states[at] === state).map(({ key }) => key)
  return { modified: keys('modified'), newComponents: keys('new') }
}
