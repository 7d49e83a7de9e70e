import { withVersion, type ComponentId } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { tagOf, versionHashOf } from './baseline.ts'
import { localVersions } from './local-versions.ts'
import { mapLimited } from './map-limited.ts'
import { matchComponents } from './match.ts'
import { remoteHeadReader } from './remote-heads.ts'
import { refuseUsed } from './reset-guard.ts'
import type { ResetOptions } from './reset.ts'

/** What it takes to forget versions of one component. */
export interface PlannedReset {
  readonly component: ComponentNode
  /** What is dropped, oldest first; the version is the hash of what has no tag. */
  readonly dropped: readonly { readonly hash: string; readonly id: ComponentId }[]
  /** What the scope holds afterwards; absent where no version is left. */
  readonly object?: ComponentObject
  /** The version of `.bitmap` afterwards; absent where the component is new then. */
  readonly to?: string
}

/** Everything is read and checked here, before anything is written. */
export async function planReset(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ResetOptions,
): Promise<readonly PlannedReset[]> {
  const remoteHead = remoteHeadReader(scope)
  const chosen = matchComponents(options.patterns, nodes).filter(
    ({ exported }) => options.neverExported !== true || !exported,
  )
  const plans = await mapLimited(chosen, async (component) => {
    const object = await scope.readComponent(component.id)
    if (object?.head === undefined) return []
    const known = { remoteHead: await remoteHead(component.id), exported: component.exported }
    const local = await localVersions(scope, object, known)
    const dropped = options.head === true ? local.filter((hash) => hash === object.head) : local
    if (dropped.length === 0) return []
    const staysLocal = dropped.length < local.length
    return [await planOne(scope, { component, object, dropped, staysLocal, remoteHead: known.remoteHead })]
  })
  const plan = plans.flat()
  if (options.force !== true) await refuseUsed(scope, nodes, { plan, head: options.head === true })
  return plan
}

interface Subject {
  readonly component: ComponentNode
  readonly object: ComponentObject
  readonly dropped: readonly string[]
  /** Other versions made here are left. */
  readonly staysLocal: boolean
  readonly remoteHead: string | undefined
}

async function planOne(scope: Scope, subject: Subject): Promise<PlannedReset> {
  const { component, object, dropped } = subject
  const left = withoutVersions(object, dropped)
  const head = await headAfter(scope, subject, left)
  const kept = head === undefined ? undefined : { ...left, head }
  const to = await versionAfter(scope, subject, kept)
  return {
    component,
    dropped: dropped.map((hash) => ({ hash, id: withVersion(component.id, tagOf(object, hash)) })),
    ...(kept === undefined ? {} : { object: kept }),
    ...(to === undefined ? {} : { to }),
  }
}

function withoutVersions(object: ComponentObject, dropped: readonly string[]): ComponentObject {
  const { head: _head, state, ...rest } = object
  const versions = Object.fromEntries(Object.entries(object.versions).filter(([, hash]) => !dropped.includes(hash)))
  const local = Object.entries(state?.versions ?? {}).filter(([tag]) => tag in versions)
  return { ...rest, versions, ...(local.length === 0 ? {} : { state: { versions: Object.fromEntries(local) } }) }
}

/** What the component's scope has as newest, once nothing here comes after something else: as if it was just fetched. */
async function headAfter(
  scope: Scope,
  { object, dropped, staysLocal, remoteHead }: Subject,
  left: ComponentObject,
): Promise<string | undefined> {
  const known = Object.values(left.versions)
  const isKnown = remoteHead !== undefined && known.includes(remoteHead) && (await scope.has(remoteHead))
  if (!staysLocal && isKnown) return remoteHead
  return (await keptAncestor(scope, object.head, dropped)) ?? known.at(-1)
}

async function versionAfter(
  scope: Scope,
  { component, object, dropped }: Subject,
  kept: ComponentObject | undefined,
): Promise<string | undefined> {
  const { version } = component.id
  const hash = version === undefined ? undefined : versionHashOf(object, version)
  if (hash === undefined || !dropped.includes(hash)) return version
  const ancestor = await keptAncestor(scope, hash, dropped)
  return kept === undefined || ancestor === undefined ? undefined : tagOf(kept, ancestor)
}

/** The nearest version at or before this one that stays. */
async function keptAncestor(
  scope: Scope,
  from: string | undefined,
  dropped: readonly string[],
): Promise<string | undefined> {
  const seen = new Set<string>()
  const queue = from === undefined ? [] : [from]
  for (let hash = queue.shift(); hash !== undefined; hash = queue.shift()) {
    if (!dropped.includes(hash)) return hash
    if (seen.has(hash)) continue
    seen.add(hash)
    if (await scope.has(hash)) queue.push(...(await scope.readVersion(hash)).parents)
  }
  return undefined
}
