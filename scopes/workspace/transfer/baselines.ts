import { componentKey, formatId, withVersion, type ComponentId, type Emit } from '@tessera/core.model'
import type { ComponentNode } from '@tessera/workspace.files'
import { fetchVersions, type Fetcher, type FetchRequest } from './fetch.ts'

/**
 * Fetches what `status`, `diff`, `log` and `tag` compare with: of every exported component the version of `.bitmap` and
 * the remote's head with their history, and the versions they depend on. Answers the heads.
 * @throws TesseraError `UNKNOWN_REMOTE`, `COMPONENT_NOT_FOUND`, `VERSION_NOT_FOUND`
 */
export async function fetchBaselines(
  fetcher: Fetcher,
  components: readonly ComponentNode[],
  emit: Emit,
): Promise<readonly ComponentId[]> {
  const exported = components.filter((node) => node.exported)
  const total = exported.length
  emit({ type: 'progress', task: 'fetching', done: 0, total })
  const why = (node: ComponentNode): string => `${node.key} is in this workspace`
  const heads = await fetchVersions(
    fetcher,
    exported.map((node) => ({ id: withVersion(node.id, undefined), why: why(node) })),
    { history: true },
  )
  const present = await fetchVersions(
    fetcher,
    exported.map((node) => ({ id: node.id, why: why(node) })),
    { history: true },
  )
  const own = new Set(components.map((node) => node.key))
  const dependencies = present.flatMap(({ id: by, version }) =>
    version.flattenedDependencies
      .filter((id) => !own.has(componentKey(id)))
      .map((id): FetchRequest => ({ id, why: `${formatId(by)} depends on ${formatId(id)}` })),
  )
  await fetchVersions(fetcher, dependencies)
  emit({ type: 'progress', task: 'fetching', done: total, total })
  return heads.map(({ id }) => id)
}
