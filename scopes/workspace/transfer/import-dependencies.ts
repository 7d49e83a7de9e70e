import { componentKey, formatId, type ComponentId } from '@tessera/core.model'
import type { WorkspaceNode } from '@tessera/workspace.files'
import { fetchVersions, type Fetcher, type FetchRequest, type LocalVersion } from './fetch.ts'
import type { ImportOptions } from './types.ts'

interface Around {
  readonly fetcher: Fetcher
  readonly nodes: readonly WorkspaceNode[]
}

/**
 * The versions with what they depend on, as far as it is wanted as source and the workspace does not hold it. Of two
 * versions of one component that which is nearer to what was asked for is taken.
 */
export async function withDependencies(
  { fetcher, nodes }: Around,
  targets: readonly LocalVersion[],
  { dependencies = 0, allHistory = false }: ImportOptions,
): Promise<readonly LocalVersion[]> {
  const history = { history: true }
  const found = new Map(targets.map((target) => [componentKey(target.id), target]))
  const here = new Set(nodes.map((node) => node.key))
  let level = targets
  for (let depth = 0; depth < dependencies && level.length > 0; depth++) {
    const wanted = requestsOf(level, ({ dependencies: own, devDependencies: dev }) =>
      [...own, ...dev].map(({ id }) => id),
    )
    const missing = wanted.filter(({ id }) => !found.has(componentKey(id)) && !here.has(componentKey(id)))
    level = await fetchVersions(fetcher, missing, history)
    for (const local of level) found.set(componentKey(local.id), local)
  }
  const all = [...found.values()]
  if (allHistory) await fetchVersions(fetcher, requestsOf(all, newest), history)
  return all
}

/** Without a version: then the head is fetched, and with it all before. */
function newest({ flattenedDependencies }: LocalVersion['version']): readonly ComponentId[] {
  return flattenedDependencies.map(({ scope, name }) => ({ scope, name }))
}

/** Each component once. */
function requestsOf(
  versions: readonly LocalVersion[],
  idsOf: (version: LocalVersion['version']) => readonly ComponentId[],
): readonly FetchRequest[] {
  const requests = new Map<string, FetchRequest>()
  for (const { id: by, version } of versions) {
    for (const id of idsOf(version)) {
      const key = componentKey(id)
      if (!requests.has(key)) requests.set(key, { id, why: `${formatId(by)} depends on ${formatId(id)}` })
    }
  }
  return [...requests.values()]
}
