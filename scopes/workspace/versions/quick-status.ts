import type { Scope } from '@tessera/scope.store'
import type { WorkspaceNode } from '@tessera/workspace.files'
import { readBaseline } from './baseline.ts'
import { compareVersions } from './compare.ts'
import { mapLimited } from './map-limited.ts'
import { versionOf } from './version-of.ts'

/** The keys of Bit's `mini-status`; ids are `scope/name`, sorted. */
export interface QuickStatus {
  readonly modified: readonly string[]
  readonly newComponents: readonly string[]
}

/** What is new, or has other files than its version: no dependencies, history or remotes are looked at. */
export async function quickStatus(scope: Scope, nodes: readonly WorkspaceNode[]): Promise<QuickStatus> {
  const components = nodes.filter((node) => node.kind === 'component').toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const states = await mapLimited(components, async (component) => {
    if (component.id.version === undefined) return 'new'
    const baseline = await readBaseline(scope, component)
    if (baseline.state !== 'recorded') return 'unknown'
    return compareVersions(baseline.object, versionOf(component)).files.length > 0 ? 'modified' : 'unmodified'
  })
  const keys = (state: string): string[] => components.filter((_, at) => states[at] === state).map(({ key }) => key)
  return { modified: keys('modified'), newComponents: keys('new') }
}
