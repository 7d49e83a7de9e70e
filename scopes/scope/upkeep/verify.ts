import { componentKey, formatId, type ComponentId, type Emit } from '@tessera/core.model'
import {
  componentHash,
  validateComponent,
  validateVersion,
  versionHash,
  type ComponentObject,
  type VersionObject,
  selfAncestors,
} from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import { checkBookkeeping } from './bookkeeping.ts'
import { error, warning, type Finding } from './finding.ts'
import { takeInventory, type Inventory } from './inventory.ts'

export interface VerifyOptions {
  /** Versions that must be there, whatever the scope itself says: those of `.bitmap` that no remote has. */
  readonly required?: readonly ComponentId[] | undefined
  readonly emit?: Emit | undefined
}

export interface Verification {
  /** Name of the scope. */
  readonly scope: string
  readonly path: string
  /** Objects that are whole, by type. */
  readonly counts: Readonly<Record<string, number>>
  /** What is wrong; the gravest first. */
  readonly findings: readonly Finding[]
}

/** What a finding is told about. */
interface View extends Inventory {
  readonly scope: Scope
  /** Which version of which component each hash is, as far as a tag or a head says so. */
  readonly owners: ReadonlyMap<string, ComponentId>
  /** Versions that a component leads to; others are for garbage collection. */
  readonly reached: ReadonlySet<string>
  /** Hashes that only this scope is known to have: in a bare scope all of its own, else what was not exported. */
  readonly own: ReadonlySet<string>
}

/**
 * Reads every object of a scope, and holds it against its hash and against what refers to it. What a local scope has not
 * fetched is not missing.
 */
export async function verifyScope(scope: Scope, options: VerifyOptions = {}): Promise<Verification> {
  const inventory = takeInventory(scope.path, teller(options.emit))
  const components = [...inventory.components.values()]
  const owners = new Map(components.flatMap(ownedVersions))
  const own = new Set<string>()
  for (const component of components) for (const hash of await ownHashes(scope, component)) own.add(hash)
  const reached = withAncestors(inventory.versions, owners.keys())
  const view: View = { ...inventory, scope, owners, own, reached }
  const findings = [
    ...inventory.findings,
    ...components.flatMap((component) => checkComponent(view, component)),
    ...[...view.versions].flatMap(([hash, version]) => checkVersion(view, hash, version)),
    ...selfAncestors(view.versions).map((hash) => ownAncestor(view, hash)),
    ...(options.required ?? []).flatMap((id) => checkRequired(view, id)),
    ...checkBookkeeping(scope.path, inventory),
  ]
  return {
    scope: scope.name,
    path: scope.path,
    counts: countTypes(inventory),
    findings: gravestFirst(unique(findings)),
  }
}

function ownedVersions({ scope, name, versions, head }: ComponentObject): [string, ComponentId][] {
  const tagged = Object.entries(versions).map(([version, hash]): [string, ComponentId] => [
    hash,
    { scope, name, version },
  ])
  return head === undefined ? tagged : [[head, { scope, name, version: head }], ...tagged]
}

function withAncestors(versions: ReadonlyMap<string, VersionObject>, heads: Iterable<string>): ReadonlySet<string> {
  const reached = new Set<string>()
  const queue = [...heads]
  for (let hash = queue.pop(); hash !== undefined; hash = queue.pop()) {
    if (reached.has(hash)) continue
    reached.add(hash)
    queue.push(...(versions.get(hash)?.parents ?? []))
  }
  return reached
}

async function ownHashes(scope: Scope, component: ComponentObject): Promise<readonly string[]> {
  const { head, versions, state } = component
  if (isHome(scope, component)) return [...Object.values(versions), ...(head === undefined ? [] : [head])]
  const unsent = Object.entries(state?.versions ?? {}).filter(([, mark]) => mark.local === true)
  const known = await scope.remoteHeads(component.scope).then(
    (heads) => heads.get(componentKey(component)),
    () => head,
  )
  const ahead = head === undefined || head === known || known === undefined ? [] : [head]
  return [...unsent.flatMap(([tag]) => versions[tag] ?? []), ...(unsent.length > 0 ? ahead : [])]
}

function checkComponent(view: View, component: ComponentObject): Finding[] {
  const key = componentKey(component)
  const hashes = Object.values(component.versions)
  const named = component.head === undefined || hashes.includes(component.head) ? hashes : [...hashes, component.head]
  return [
    ...validateComponent(component).map((found) => ({ ...found, severity: 'warning' as const })),
    ...named.filter((hash) => view.own.has(hash)).flatMap((hash) => checkNamed(view, key, hash)),
  ]
}

/** A hash that a component names as its version. */
function checkNamed(view: View, node: string, hash: string): Finding[] {
  const type = view.types.get(hash)
  if (type === 'Version') return []
  const what = nameOf(view, hash)
  if (type !== undefined) return [error('CORRUPT_OBJECT', `${what} is a ${type}, not a Version`, { hash, node })]
  return [missing(`${what} is missing: object ${hash}`, { hash, node })]
}

function checkVersion(view: View, hash: string, version: VersionObject): Finding[] {
  const what = nameOf(view, hash)
  const id = view.owners.get(hash)
  const node = id === undefined ? undefined : componentKey(id)
  const details = node === undefined ? {} : { node }
  const home = isHome(view.scope, id) && view.reached.has(hash)
  return [
    ...validateVersion(version, { hash, ...(id === undefined ? {} : { id }) }).map(asWarning),
    ...checkFormula(view, hash, version),
    ...(home || view.own.has(hash) ? checkSources(view, version, what) : checkFetched(view, version, what)),
    ...(home ? checkParents(view, version, what) : []),
    ...(home ? checkDependencies(view, version, what) : []),
  ].map((found) => ({ ...details, ...found }))
}

function asWarning(found: Finding): Finding {
  return { ...found, severity: 'warning' }
}

/**
 * Bit 2 gives random hashes and says that it was it; all others, Tessera among them, derive them from the content. Bit 14
 * leaves versions behind that it gave another hash when it exported them.
 */
function checkFormula(view: View, hash: string, version: VersionObject): Finding[] {
  if (version.rest?.['bitVersion'] !== undefined || version.schema === '2.0.0') return []
  const formula = versionHash(version)
  if (formula === hash) return []
  const message = `${nameOf(view, hash)} has the content of ${formula}, and stands under ${hash}`
  if (view.reached.has(hash)) return [error('WRONG_HASH', message, { hash, hint: REFETCH })]
  return [asWarning(error('WRONG_HASH', message, { hash, hint: 'nothing refers to it: tessera gc removes it' }))]
}

function checkSources({ types }: View, version: VersionObject, what: string): Finding[] {
  return version.files
    .filter(({ file }) => types.get(file) !== 'Source')
    .map(({ file, relativePath }) => missing(`${relativePath} of ${what} is missing: object ${file}`, { hash: file }))
}

/** Bit fetches the versions before the one that was asked for without their files. */
function checkFetched({ types }: View, version: VersionObject, what: string): Finding[] {
  const absent = version.files.filter(({ file }) => types.get(file) !== 'Source')
  const [first] = absent
  if (first === undefined) return []
  const others = absent.length > 1 ? ` and ${absent.length - 1} more files` : ''
  const message = `${first.relativePath}${others} of ${what} were not fetched: object ${first.file}`
  return [warning('OBJECT_NOT_FOUND', message, { hash: first.file, hint: REFETCH })]
}

function checkParents({ types }: View, version: VersionObject, what: string): Finding[] {
  return version.parents
    .filter((parent) => types.get(parent) !== 'Version')
    .map((parent) => missing(`${what} comes after a version that is missing: object ${parent}`, { hash: parent }))
}

/** Those in the same scope; others are theirs to keep. */
function checkDependencies({ scope, components, types }: View, version: VersionObject, what: string): Finding[] {
  return version.flattenedDependencies
    .filter((id) => id.scope === scope.name)
    .filter(({ scope: of, name, version: tag = '' }) => {
      const found = components.get(`${of}/${name}`)
      return found?.versions[tag] === undefined && types.get(tag) !== 'Version'
    })
    .map((id) => missing(`${what} depends on ${formatId(id)}, which the scope has not`, { hash: componentHash(id) }))
}

function checkRequired({ components, types }: View, id: ComponentId): Finding[] {
  const { version = '' } = id
  const hash = components.get(componentKey(id))?.versions[version] ?? version
  if (types.get(hash) === 'Version') return []
  const hint = `take it back: tessera reset ${componentKey(id)}; or restore the scope from a copy`
  return [error('OBJECT_NOT_FOUND', `.bitmap names ${formatId(id)}, which was not exported and is not here`, { hint })]
}

function ownAncestor(view: View, hash: string): Finding {
  return error('INVALID_OBJECT', `${nameOf(view, hash)} comes after itself`, { hash, hint: REFETCH })
}

const REFETCH = 'tessera verify --repair fetches it from a scope that has it'

function missing(message: string, details: { readonly hash: string; readonly node?: string }): Finding {
  return error('OBJECT_NOT_FOUND', message, { hint: REFETCH, ...details })
}

function nameOf({ owners }: View, hash: string): string {
  const id = owners.get(hash)
  if (id === undefined) return `Version ${hash}`
  return id.version === hash ? `${componentKey(id)}@${hash}` : formatId(id)
}

/** Whether a scope is where a component lives; the scope of a workspace only has copies of what lives elsewhere. */
function isHome(scope: Scope, id: ComponentId | undefined): boolean {
  const isLocal = /[\\/](\.bit|\.git[\\/]bit)$/.test(scope.path)
  return !isLocal && (id === undefined || id.scope === scope.name)
}

function countTypes({ types }: Inventory): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const type of types.values()) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((found) => [`${found.code} ${found.message}`, found])).values()]
}

function gravestFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error'))
}

function teller(emit: Emit = () => {}): (done: number) => void {
  return (done) => {
    if (done % 1000 === 0) emit({ type: 'progress', task: 'reading objects', done })
  }
}
