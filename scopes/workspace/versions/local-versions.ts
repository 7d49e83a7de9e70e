import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import { divergence, history } from './history.ts'

/**
 * The versions that were made here and that the component's own scope was not sent, oldest first: those that lead to the
 * head, and those that a tag from an older version left aside.
 */
export async function localVersions(
  scope: Scope,
  object: ComponentObject,
  remoteHead: string | undefined,
): Promise<readonly string[]> {
  const { ahead } = await divergence(scope, object, remoteHead)
  const sent = new Set((await history(scope, remoteHead)).map(({ hash }) => hash))
  const marked = Object.entries(object.state?.versions ?? {}).flatMap(([tag, { local }]) => {
    const hash = object.versions[tag]
    return local === true && hash !== undefined && !sent.has(hash) ? [hash] : []
  })
  const tagged = new Set(Object.values(object.versions))
  const leading = ahead.filter((hash) => !tagged.has(hash) || marked.includes(hash))
  return [...marked.filter((hash) => !leading.includes(hash)), ...leading]
}
