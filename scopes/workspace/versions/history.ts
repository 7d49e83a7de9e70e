import type { ComponentId } from '@tessera/core.model'
import { inCircle, selfAncestors, type ComponentObject, type VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import { rcompare } from 'semver'
import { tagOf, type Recorded } from './baseline.ts'

export interface HistoryStep {
  readonly hash: string
  readonly version: VersionObject
}

/**
 * The versions from a hash back, each once, as far as the scope has them: newest first, and none before what was made on
 * top of it. A merge follows both parents.
 * @throws TesseraError `INVALID_OBJECT` where a version comes after itself
 */
export async function history(
  scope: Scope,
  id: ComponentId,
  from: string | undefined,
): Promise<readonly HistoryStep[]> {
  const found = new Map<string, VersionObject>()
  const queue = from === undefined ? [] : [from]
  for (let hash = queue.shift(); hash !== undefined; hash = queue.shift()) {
    if (found.has(hash) || !(await scope.has(hash))) continue
    const version = await scope.readVersion(hash)
    found.set(hash, version)
    queue.push(...version.parents)
  }
  const [circle] = selfAncestors(found)
  if (circle !== undefined) throw inCircle({ scope: id.scope, name: id.name }, circle)
  return [...found.values()].every(({ parents }) => parents.length < 2)
    ? [...found].map(([hash, version]) => ({ hash, version }))
    : childrenFirst(found)
}

function childrenFirst(versions: ReadonlyMap<string, VersionObject>): readonly HistoryStep[] {
  const waiting = new Map<string, number>()
  for (const { parents } of versions.values()) {
    for (const parent of parents) waiting.set(parent, (waiting.get(parent) ?? 0) + 1)
  }
  const ready = [...versions].filter(([hash]) => !waiting.has(hash)).map(([hash, version]) => ({ hash, version }))
  const steps: HistoryStep[] = []
  for (let step = ready.shift(); step !== undefined; step = ready.shift()) {
    steps.push(step)
    for (const hash of step.version.parents) {
      const version = versions.get(hash)
      const left = (waiting.get(hash) ?? 0) - 1
      waiting.set(hash, left)
      if (left === 0 && version !== undefined) ready.push({ hash, version })
    }
    ready.sort((a, b) => Number(b.version.log.date) - Number(a.version.log.date))
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
  const local = (await history(scope, component, component.head)).map((step) => step.hash)
  if (remoteHead !== undefined && !(await scope.has(remoteHead))) {
    return { ahead: local.filter((hash) => isLocal(component, hash)).toReversed(), behind: [remoteHead] }
  }
  const remote = (await history(scope, component, remoteHead)).map((step) => step.hash)
  const [inLocal, inRemote] = [new Set(local), new Set(remote)]
  return {
    ahead: local.filter((hash) => !inRemote.has(hash)).toReversed(),
    behind: remote.filter((hash) => !inLocal.has(hash)).toReversed(),
  }
}

/** The newest version of a component that both histories have; undefined where they have none in common. */
export async function commonAncestor(
  scope: Scope,
  id: ComponentId,
  { ours, theirs }: { readonly ours: string; readonly theirs: string },
): Promise<HistoryStep | undefined> {
  const known = new Set((await history(scope, id, ours)).map((step) => step.hash))
  return (await history(scope, id, theirs)).find((step) => known.has(step.hash))
}

/** The recorded version itself where it is a tag, else the highest of the nearest tags before it. */
export async function newestTag(scope: Scope, recorded: Recorded): Promise<Recorded | undefined> {
  const { component, hash } = recorded
  const tags: string[] = []
  const seen = new Set<string>()
  const queue = [hash]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next)) continue
    seen.add(next)
    const tag = tagOf(component, next)
    if (tag !== next) tags.push(tag)
    else if (await scope.has(next)) queue.push(...(await scope.readVersion(next)).parents)
  }
  const [version] = tags.toSorted(rcompare)
  const found = version === undefined ? undefined : component.versions[version]
  if (version === undefined || found === undefined || !(await scope.has(found))) return undefined
  return found === hash ? recorded : { ...recorded, version, hash: found, object: await scope.readVersion(found) }
}

function isLocal(component: ComponentObject, hash: string): boolean {
  return component.state?.versions?.[tagOf(component, hash)]?.local === true
}
