import type { ComponentObject } from '@tessera/scope.objects'

/** Fields that mean something only in the scope that they were written in. */
const LOCAL_FIELDS = new Set(['local', 'orphanedVersions', 'detachedHeads'])

/** The component as the remote has it after a push: its versions and the new ones, with the pushed head. */
export function mergeComponent(pushed: ComponentObject, existing: ComponentObject | undefined): ComponentObject {
  const { state: _state, rest, ...own } = pushed
  const sent = Object.fromEntries(Object.entries(rest ?? {}).filter(([key]) => !LOCAL_FIELDS.has(key)))
  const mergedRest = { ...sent, ...existing?.rest }
  const head = pushed.head ?? Object.values(pushed.versions).at(-1)
  const remotes = mergeRemotes(existing?.remotes ?? [], pushed.remotes ?? [])
  return {
    ...own,
    versions: { ...existing?.versions, ...pushed.versions },
    ...(head === undefined ? {} : { head }),
    ...(remotes.length > 0 ? { remotes } : {}),
    ...(Object.keys(mergedRest).length > 0 ? { rest: mergedRest } : {}),
  }
}

type Remotes = NonNullable<ComponentObject['remotes']>

function mergeRemotes(existing: Remotes, pushed: Remotes): Remotes {
  return [...existing, ...pushed.filter(({ url }) => !existing.some((remote) => remote.url === url))]
}
