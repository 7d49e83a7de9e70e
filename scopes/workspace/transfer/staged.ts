import { TesseraError, formatId, type ComponentId } from '@tessera/core.model'
import { inCircle, selfAncestors, type ComponentObject, type VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { StagedVersion } from './types.ts'

/**
 * The versions that the local head reaches and the remote's last known head does not, oldest first.
 * @throws TesseraError `NO_BASELINE` where a staged version is not in the local scope, `INVALID_OBJECT` where it comes after
 * itself
 */
export async function stagedVersions(
  scope: Scope,
  component: ComponentObject,
  remoteHead: string | undefined,
): Promise<readonly StagedVersion[]> {
  const { head } = component
  if (head === undefined || head === remoteHead) return []
  const known = await ancestors(scope, remoteHead)
  const tags = new Map(Object.entries(component.versions).map(([tag, hash]) => [hash, tag]))
  const staged: StagedVersion[] = []
  const seen = new Map<string, VersionObject>()
  const queue = [head]
  for (let hash = queue.shift(); hash !== undefined; hash = queue.shift()) {
    if (known.has(hash) || seen.has(hash)) continue
    if (!(await scope.has(hash))) throw incomplete(component, hash)
    const version = await scope.readVersion(hash)
    seen.set(hash, version)
    const tag = tags.get(hash)
    staged.push(tag === undefined ? { hash } : { hash, tag })
    queue.push(...version.parents)
  }
  const [circle] = selfAncestors(seen)
  if (circle !== undefined) throw inCircle({ scope: component.scope, name: component.name }, circle)
  return staged.toReversed()
}

/** As far as the scope has them: the remote's head itself may not have been fetched. */
async function ancestors(scope: Scope, from: string | undefined): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const queue = from === undefined ? [] : [from]
  for (let hash = queue.shift(); hash !== undefined; hash = queue.shift()) {
    if (found.has(hash)) continue
    found.add(hash)
    if (await scope.has(hash)) queue.push(...(await scope.readVersion(hash)).parents)
  }
  return found
}

function incomplete(component: ComponentObject, hash: string): TesseraError {
  const id: ComponentId = { scope: component.scope, name: component.name }
  return new TesseraError('NO_BASELINE', `${formatId(id)} has a version ${hash} whose objects are not here`, {
    hint: 'fetch them: tessera import',
  })
}
