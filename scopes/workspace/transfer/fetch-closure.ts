import { formatId } from '@tessera/core.model'
import { fetchVersions, type Fetcher, type LocalVersion } from './fetch.ts'

/**
 * These versions and all that their code imports, transitively, in the local scope.
 * @throws TesseraError `UNKNOWN_REMOTE`, `COMPONENT_NOT_FOUND`, `VERSION_NOT_FOUND`
 */
export async function fetchClosure(
  fetcher: Fetcher,
  versions: readonly LocalVersion[],
): Promise<readonly LocalVersion[]> {
  const found = new Map(versions.map((local) => [formatId(local.id), local]))
  for (let level = versions; level.length > 0;) {
    const requests = level.flatMap(({ id: by, version }) =>
      version.dependencies
        .filter(({ id }) => !found.has(formatId(id)))
        .map(({ id }) => ({ id, why: `${formatId(by)} depends on ${formatId(id)}` })),
    )
    level = await fetchVersions(fetcher, requests)
    for (const local of level) found.set(formatId(local.id), local)
  }
  return [...found.values()]
}
