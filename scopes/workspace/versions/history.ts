import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import { tagOf } from './baseline.ts'

export interface HistoryStep {
  readonly hash: string
  readonly version: VersionObject
}

/** The versions from a hash back, each once, newest first, as far as the scope has them. A merge follows both parents. */
export async function history(scope: Scope, from: string | undefined): Promise<readonly HistoryStep[]> {
  const steps: HistoryStep[] = []
  const seen = new Set<string>()
  const queue = from === undefined ? [] : [from]
  for (let hash = queue.shift(); hash !== undefined; hash = queue.shift()) {
    if (seen.has(hash) || !(await scope.has(hash))) continue
    seen.add(hash)
    const version = await scope.readVersion(hash)
    steps.push({ hash, version })
    queue.push(...version.parents)
  }
  return steps
}

export interface Divergence {
  /** Hashes that only the local head reaches, oldest first. */
  readonly ahead: readonly string[]
  /** Hashes that only the remote's head reaches, oldest first. */
  readonly behind: readonly string[]
}

/** How a component's local head stands to the head its remote was last known to have. */
export async function divergence(
  scope: Scope,
  component: ComponentObject,
  remoteHead: string | undefined,
): Promise<Divergence> {
  if (component.head === remoteHead) return { ahead: [], behind: [] }
  const local = (await history(scope, component.head)).map((step) => step.hash)
  if (remoteHead !== undefined && !(await scope.has(remoteHead))) {
    return { ahead: local.filter((hash) => isLocal(component, hash)).toReversed(), behind: [remoteHead] }
  }
  const remote = (await history(scope, remoteHead)).map((step) => step.hash)
  const [inLocal, inRemote] = [new Set(local), new Set(remote)]
  return {
    ahead: local.filter((hash) => !inRemote.has(hash)).toReversed(),
    behind: remote.filter((hash) => !inLocal.has(hash)).toReversed(),
  }
}

function isLocal(component: ComponentObject, hash: string): boolean {
  return component.state?.versions?.[tagOf(component, hash)]?.local === true
}
