import { componentKey } from '@tessera/core.model'
import type { ComponentId } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'

export type RemoteHeads = (id: ComponentId) => Promise<string | undefined>

/** Answers the head that a component's own scope was last known to have; reads the heads of each scope once. */
export function remoteHeadReader(scope: Scope): RemoteHeads {
  const heads = new Map<string, Promise<ReadonlyMap<string, string>>>()
  return async (id) => {
    const known = heads.get(id.scope) ?? scope.remoteHeads(id.scope)
    heads.set(id.scope, known)
    return (await known).get(componentKey(id))
  }
}
