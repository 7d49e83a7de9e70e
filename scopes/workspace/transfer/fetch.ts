import { componentKey, formatId, suggestion, TesseraError, withVersion, type ComponentId } from '@tessera/core.model'
import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import type { Remote } from '@tessera/scope.remote'
import type { Scope } from '@tessera/scope.store'
import { remoteHeadReader, type RemoteHeads } from '@tessera/workspace.versions'
import { assertSafeName } from './safe-name.ts'
import { stagedVersions } from './staged.ts'

/** A version whose objects are in the local scope. */
export interface LocalVersion {
  /** With its version: a tag where it has one. */
  readonly id: ComponentId
  readonly hash: string
  readonly version: VersionObject
}

export interface Fetcher {
  readonly scope: Scope
  /** Opens the remote of a scope; `why` is for the message when there is none. */
  readonly open: (scopeName: string, why: string) => Promise<Remote>
}

export interface FetchRequest {
  readonly id: ComponentId
  /** What needs it, for messages: `acme.orders/orders-api/client@0.1.0 depends on it`. */
  readonly why: string
}

interface FetchOptions {
  readonly history?: boolean | undefined
  /** Fail where a tag stands for one version here and for another there. */
  readonly refuseTwins?: boolean | undefined
}

/**
 * Brings versions into the local scope (an id without a version means the head of its remote) and answers them in the
 * order asked. Exact versions that are there already are not asked for.
 * @throws TesseraError `UNKNOWN_REMOTE`, `COMPONENT_NOT_FOUND`, `VERSION_NOT_FOUND`, with `refuseTwins` `MERGE_CONFLICT`
 */
export async function fetchVersions(
  fetcher: Fetcher,
  requests: readonly FetchRequest[],
  options: FetchOptions = {},
): Promise<readonly LocalVersion[]> {
  const missing: FetchRequest[] = []
  for (const request of requests) {
    if (request.id.version === undefined || (await localVersion(fetcher.scope, request.id)) === undefined) {
      missing.push(request)
    }
  }
  for (const [name, group] of groupByScope(missing)) {
    const remote = await fetcher.open(name, (group[0] as FetchRequest).why)
    await fetchInto(fetcher.scope, remote, unique(group), options)
  }
  const remoteHeads = remoteHeadReader(fetcher.scope)
  const found: LocalVersion[] = []
  for (const { id } of requests) found.push(await resolveFetched(fetcher.scope, id, remoteHeads))
  return found
}

/** The version of an id in the local scope, if its objects are there; without a version, the last known remote head. */
export async function localVersion(
  scope: Scope,
  id: ComponentId,
  remoteHeads: RemoteHeads = remoteHeadReader(scope),
): Promise<LocalVersion | undefined> {
  const component = await scope.readComponent(id)
  if (component === undefined) return undefined
  const hash = await hashOf(component, id, remoteHeads)
  if (hash === undefined || !(await scope.has(hash))) return undefined
  const tag = Object.entries(component.versions).find(([, other]) => other === hash)?.[0]
  return { id: withVersion(id, tag ?? hash), hash, version: await scope.readVersion(hash) }
}

async function hashOf(
  component: ComponentObject,
  id: ComponentId,
  remoteHeads: RemoteHeads,
): Promise<string | undefined> {
  if (id.version === undefined) return (await remoteHeads(id)) ?? component.head
  return component.versions[id.version] ?? (/^[0-9a-f]{40}$/.test(id.version) ? id.version : undefined)
}

async function fetchInto(
  scope: Scope,
  remote: Remote,
  ids: readonly ComponentId[],
  { history = false, refuseTwins = false }: FetchOptions,
): Promise<void> {
  const batch = await remote.fetch(ids, { history, has: (hash) => scope.keep(hash) })
  const remoteHeads = remoteHeadReader(scope)
  const components: ComponentObject[] = []
  const heads = new Map<string, string>()
  for (const theirs of batch.components) {
    assertSafeName(remote, theirs)
    const ours = await scope.readComponent(theirs)
    if (refuseTwins && ours !== undefined) assertNoTwins(ours, theirs)
    components.push(ours === undefined ? theirs : await merge({ scope, remoteHeads }, ours, theirs))
    if (theirs.head !== undefined) heads.set(componentKey(theirs), theirs.head)
  }
  await scope.write({ ...batch, components })
  await scope.setRemoteHeads(remote.name, heads)
}

/** A tag made here stands for another version than the same one of the remote. */
function assertNoTwins(ours: ComponentObject, theirs: ComponentObject): void {
  const twin = Object.entries(ours.versions).find(([tag, hash]) => (theirs.versions[tag] ?? hash) !== hash)
  if (twin === undefined) return
  const node = componentKey(ours)
  const message = `${node}@${twin[0]} was tagged here, and is another version in ${ours.scope}`
  throw new TesseraError('MERGE_CONFLICT', message, {
    diagnostics: [{ severity: 'error', code: 'MERGE_CONFLICT', message, node }],
  })
}

/**
 * The remote's word, but for versions made here that it does not have: these and a head that leads to them stay, under
 * their tags even where the remote has others of that name, until they are exported or reset.
 */
async function merge(
  { scope, remoteHeads }: { readonly scope: Scope; readonly remoteHeads: RemoteHeads },
  ours: ComponentObject,
  theirs: ComponentObject,
): Promise<ComponentObject> {
  const known = await remoteHeads(ours)
  const staged = await stagedVersions(scope, ours, known ?? theirs.head)
  const isTheirs = (hash: string): boolean => Object.values(theirs.versions).includes(hash) || hash === theirs.head
  const local = staged.filter(({ hash }) => !isTheirs(hash))
  const aside = markedLocal(ours).filter(([, hash]) => !isTheirs(hash))
  const tags = [...local.flatMap(({ tag, hash }) => (tag === undefined ? [] : [[tag, hash] as const])), ...aside]
  if (local.length + aside.length === 0) return theirs
  return {
    ...theirs,
    versions: { ...theirs.versions, ...Object.fromEntries(tags) },
    ...(ours.head === undefined || local.length === 0 ? {} : { head: ours.head }),
    state: { versions: Object.fromEntries(tags.map(([tag]) => [tag, { local: true }])) },
  }
}

/** Tags made here, those that a tag from an older version left aside included. */
function markedLocal({ state, versions }: ComponentObject): readonly (readonly [string, string])[] {
  return Object.entries(state?.versions ?? {}).flatMap(([tag, { local }]) => {
    const hash = versions[tag]
    return local === true && hash !== undefined ? [[tag, hash] as const] : []
  })
}

async function resolveFetched(scope: Scope, id: ComponentId, remoteHeads: RemoteHeads): Promise<LocalVersion> {
  const found = await localVersion(scope, id, remoteHeads)
  if (found !== undefined) return found
  const known = Object.keys((await scope.readComponent(id))?.versions ?? {})
  throw new TesseraError(
    'VERSION_NOT_FOUND',
    `${componentKey(id)} has no version "${id.version}"${suggestion(id.version ?? '', known)}`,
    { hint: known.length === 0 ? undefined : `it has ${known.slice(-10).join(', ')}` },
  )
}

function groupByScope(requests: readonly FetchRequest[]): Map<string, FetchRequest[]> {
  const groups = new Map<string, FetchRequest[]>()
  for (const request of requests) {
    const group = groups.get(request.id.scope)
    if (group === undefined) groups.set(request.id.scope, [request])
    else group.push(request)
  }
  return groups
}

function unique(requests: readonly FetchRequest[]): readonly ComponentId[] {
  return [...new Map(requests.map(({ id }) => [formatId(id), id])).values()]
}
