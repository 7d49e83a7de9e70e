import { componentKey, formatId, isSnap, suggestion, TesseraError, type ComponentId } from '@tessera/core.model'
import {
  assertTakeable,
  inCircle,
  MAX_VERSION_BYTES,
  referencedSources,
  selfAncestors,
  tooLarge,
  type ComponentObject,
  type VersionObject,
} from '@tessera/scope.objects'
import { assertThere, type ObjectBatch, type Scope } from '@tessera/scope.store'
import type { FetchOptions } from './types.ts'

/** What was collected so far; `seen` also holds the versions that the caller has already. */
interface Collection {
  readonly scope: Scope
  readonly has: (hash: string) => Promise<boolean>
  readonly components: Map<string, ComponentObject>
  readonly versions: Map<string, VersionObject>
  readonly sources: Map<string, Buffer>
  readonly seen: Map<string, VersionObject>
  /** That the files of one version may have. */
  readonly maxBytes: number
}

/** See `Remote.fetch`. A component is read before its versions: what its head needs is then there. */
export async function fetchObjects(
  scope: Scope,
  ids: readonly ComponentId[],
  options: FetchOptions = {},
  maxBytes = MAX_VERSION_BYTES,
): Promise<ObjectBatch> {
  const found = emptyCollection(scope, options.has ?? (async () => false), maxBytes)
  try {
    await collectAll(found, ids, options)
  } catch (error) {
    // Of a scope that was taken away everything seems to be missing.
    assertThere(scope.path)
    throw error
  }
  return {
    sources: [...found.sources].map(([hash, body]) => ({ hash, body })),
    versions: [...found.versions].map(([hash, version]) => ({ hash, version })),
    components: [...found.components.values()],
  }
}

async function collectAll(found: Collection, ids: readonly ComponentId[], options: FetchOptions): Promise<void> {
  for (const id of ids) {
    const version = await collect(found, id)
    if (options.history) await collectHistory(found, id, version)
    if (options.dependencies) await collectDependencies(found, id, version)
  }
}

function emptyCollection(scope: Scope, has: Collection['has'], maxBytes: number): Collection {
  return { scope, has, components: new Map(), versions: new Map(), sources: new Map(), seen: new Map(), maxBytes }
}

async function collect(found: Collection, id: ComponentId): Promise<VersionObject> {
  const key = componentKey(id)
  const component = found.components.get(key) ?? (await found.scope.readComponent(id))
  if (component === undefined) throw await componentNotFound(found.scope, id)
  found.components.set(key, component)
  return collectVersion(found, id, await hashOf(found.scope, component, id))
}

async function hashOf(scope: Scope, component: ComponentObject, id: ComponentId): Promise<string> {
  const { head, versions } = component
  const newest = head ?? Object.values(versions).at(-1)
  if (id.version === undefined && newest !== undefined) return newest
  const tagged = id.version !== undefined && Object.hasOwn(versions, id.version) ? versions[id.version] : undefined
  if (tagged !== undefined) return tagged
  if (id.version !== undefined && isSnap(id.version) && (await scope.has(id.version))) return id.version
  throw versionNotFound(scope, id, Object.keys(versions))
}

async function collectVersion(found: Collection, id: ComponentId, hash: string): Promise<VersionObject> {
  const seen = found.seen.get(hash)
  if (seen !== undefined) return seen
  const version = await found.scope.readVersion(hash)
  assertTakeable(id, hash, version)
  found.seen.set(hash, version)
  const { files, extras } = referencedSources(version)
  let bytes = 0
  for (const [index, file] of files.entries()) {
    const { relativePath = file } = version.files[index] ?? {}
    bytes += await collectSource(found, file).catch((cause: unknown) => {
      throw inFile(id, relativePath, cause)
    })
    if (bytes > found.maxBytes) throw tooLarge(id, `files of more than ${found.maxBytes} bytes`)
  }
  for (const extra of extras) if (await found.scope.has(extra)) await collectSource(found, extra)
  if (!(await found.has(hash))) found.versions.set(hash, version)
  return version
}

/** How many bytes were read. */
async function collectSource(found: Collection, hash: string): Promise<number> {
  if (found.sources.has(hash) || (await found.has(hash))) return 0
  const body = await found.scope.readSource(hash)
  found.sources.set(hash, body)
  return body.length
}

async function collectHistory(found: Collection, id: ComponentId, version: VersionObject): Promise<void> {
  const queue = [...version.parents]
  const done = new Set<string>()
  for (let hash = queue.pop(); hash !== undefined; hash = queue.pop()) {
    if (done.has(hash)) continue
    done.add(hash)
    queue.push(...(await collectVersion(found, { ...id, version: hash }, hash)).parents)
  }
  const history = new Map([...done].map((hash) => [hash, found.seen.get(hash) as VersionObject]))
  const [circle] = selfAncestors(history)
  if (circle !== undefined) throw inCircle(id, circle)
}

/** The flattened dependencies are closed: theirs are among them. */
async function collectDependencies(found: Collection, id: ComponentId, version: VersionObject): Promise<void> {
  for (const dependency of version.flattenedDependencies) {
    if (dependency.scope !== found.scope.name) continue
    await collect(found, dependency).catch((cause: unknown) => {
      throw neededBy(id, cause)
    })
  }
}

function neededBy(id: ComponentId, cause: unknown): unknown {
  if (!(cause instanceof TesseraError)) return cause
  const { hint, location } = cause
  return new TesseraError(cause.code, `${cause.message} (needed by ${formatId(id)})`, { hint, location, cause })
}

function inFile(id: ComponentId, path: string, cause: unknown): unknown {
  if (!(cause instanceof TesseraError)) return cause
  const { hint, location } = cause
  return new TesseraError(cause.code, `${path} of ${formatId(id)}: ${cause.message}`, { hint, location, cause })
}

async function componentNotFound(scope: Scope, id: ComponentId): Promise<TesseraError> {
  const key = componentKey(id)
  const near = suggestion(key, (await scope.listComponents()).map(componentKey))
  return new TesseraError('COMPONENT_NOT_FOUND', `scope ${scope.name} has no component ${key}${near}`, {
    hint: `see what it has: tessera list ${scope.name}`,
  })
}

function versionNotFound(scope: Scope, id: ComponentId, tags: readonly string[]): TesseraError {
  const what = id.version === undefined ? `no version of ${componentKey(id)}` : `no ${formatId(id)}`
  const near = id.version === undefined ? '' : suggestion(id.version, tags)
  return new TesseraError('VERSION_NOT_FOUND', `scope ${scope.name} has ${what}${near}`, {
    hint: tags.length > 0 ? `it has ${tags.slice(-10).join(', ')}` : 'it was never tagged',
  })
}
