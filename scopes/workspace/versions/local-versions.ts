import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import { divergence, history } from './history.ts'

export interface Known {
  /** Head that the component's scope was last known to have. */
  readonly remoteHead: string | undefined
  /** `.bitmap` says that it was exported or imported. */
  readonly exported: boolean
}

/**
 * The versions that were made here and that the component's own scope was not sent, oldest first: those that lead to the
 * head, and those that a tag from an older version left aside. Of an exported component whose remote head is not known
 * only those count that are marked as made here.
 */
export async function localVersions(
  scope: Scope,
  object: ComponentObject,
  { remoteHead, exported }: Known,
): Promise<readonly string[]> {
  const { ahead } = await divergence(scope, object, remoteHead)
  const sent = new Set((await history(scope, object, remoteHead)).map(({ hash }) => hash))
  const marked = Object.entries(object.state?.versions ?? {}).flatMap(([tag, { local }]) => {
    const hash = object.versions[tag]
    return local === true && hash !== undefined && !sent.has(hash) ? [hash] : []
  })
  const leading = remoteHead === undefined && exported ? ahead.filter((hash) => marked.includes(hash)) : ahead
  return [...marked.filter((hash) => !leading.includes(hash)), ...leading]
}
