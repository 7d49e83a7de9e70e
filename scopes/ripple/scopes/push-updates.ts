import { TesseraError } from '@tessera/core.model'
import type { Remote } from '@tessera/scope.remote'
import type { ObjectBatch } from '@tessera/scope.store'
import type { MadeUpdate } from './make-updates.ts'

/** What a remote says where somebody else was faster. */
const OVERTAKEN = new Set(['MERGE_CONFLICT', 'COMPONENT_NEEDS_UPDATE'])

/**
 * Exports what may go at once: to each scope in one step, to different scopes side by side. Answers the keys that were
 * refused because somebody exported other versions of them meanwhile. What is there already, to the byte, is no conflict.
 * @throws TesseraError those of `Remote.push`, once the other scopes are done
 */
export async function pushUpdates(
  remotes: ReadonlyMap<string, Remote>,
  updates: readonly MadeUpdate[],
): Promise<ReadonlySet<string>> {
  const groups = new Map<string, MadeUpdate[]>()
  for (const update of updates) {
    const { scope } = update.entry.id
    groups.set(scope, [...(groups.get(scope) ?? []), update])
  }
  const results = await Promise.allSettled(
    [...groups].map(([scope, group]) => pushGroup(remotes.get(scope) as Remote, group)),
  )
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return new Set(results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])))
}

async function pushGroup(remote: Remote, group: readonly MadeUpdate[]): Promise<readonly string[]> {
  try {
    await remote.push(joined(group))
    return []
  } catch (error) {
    if (!(error instanceof TesseraError) || !OVERTAKEN.has(error.code)) throw error
    return group.map(({ key }) => key)
  }
}

function joined(group: readonly MadeUpdate[]): ObjectBatch {
  const sources = new Map(
    group.flatMap(({ objects }) => objects.sources.map((source) => [source.hash, source] as const)),
  )
  return {
    sources: [...sources.values()],
    versions: group.flatMap(({ objects }) => objects.versions),
    components: group.flatMap(({ objects }) => objects.components),
  }
}
