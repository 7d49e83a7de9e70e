import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '@tessera/core.disk'
import { componentKey, formatId, withVersion, type ComponentId } from '@tessera/core.model'
import { acceptDocuments } from '@tessera/ripple.build'
import { openRemote, type ScopeEntry } from '@tessera/scope.remote'
import { openLocalScope, type Scope } from '@tessera/scope.store'
import { initWorkspace, loadNodes, writeBitmap, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'
import {
  assertSafePaths,
  fetchVersions,
  linkWorkspace,
  placePackages,
  requireRemote,
  writeSources,
  type Fetcher,
  type LocalVersion,
} from '@tessera/workspace.transfer'
import { contractUpdate } from './plan-ripple.ts'
import { openKnown, type Survey } from './survey.ts'
import { linkThirdParties } from './third-parties.ts'
import type { RippleContext } from './types.ts'

/** A component in a capsule. */
export interface Member {
  readonly key: string
  readonly entry: ScopeEntry
  /** The version of its head. */
  readonly local: LocalVersion
  /** Relative to the capsule. */
  readonly rootDir: string
}

/** A workspace of its own in a temporary folder, in which components meet the newest of what they depend on. */
export interface Capsule {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly nodes: readonly WorkspaceNode[]
  readonly members: ReadonlyMap<string, Member>
}

const PREFIX = 'tessera-ripple-'

/**
 * Makes a capsule for components, hands it over and takes it away afterwards. In it are the sources of the components
 * at their heads, of the contracts they are made from, and everything else that they import as packages.
 */
export async function inCapsule<T>(
  context: RippleContext,
  survey: Survey,
  keys: readonly string[],
  work: (capsule: Capsule) => Promise<T>,
): Promise<T> {
  await sweep()
  const dir = await mkdtemp(join(await realpath(tmpdir()), `${PREFIX}${process.pid}-`))
  try {
    return await work(await fill(context, survey, { dir, keys }))
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** What ripples left behind that were killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function fill(
  context: RippleContext,
  survey: Survey,
  { dir, keys }: { readonly dir: string; readonly keys: readonly string[] },
): Promise<Capsule> {
  const { workspace: fresh } = await initWorkspace(dir, { name: 'capsule', defaultScope: 'capsule' })
  // The defaults of the engine run every kind of test file.
  await rm(join(dir, 'vitest.config.ts'))
  const scope = await openLocalScope(dir, 'capsule')
  const fetcher = fetcherOf(context, survey, scope)
  const sources = await fetchSources(fetcher, survey, keys)
  for (const { local, rootDir } of sources) {
    assertSafePaths(
      local.id,
      local.version.files.map((file) => file.relativePath),
    )
    await writeSources(fresh, scope, { target: local, rootDir, removed: [] })
  }
  const workspace = await writeBitmap(
    fresh,
    sources.map(({ local: { id, hash, version }, rootDir }) => ({
      ...{ name: id.name, scope: id.scope, version: id.version ?? hash },
      ...{ mainFile: version.mainFile, rootDir },
    })),
  )
  await installPackages(context, { workspace, scope, survey, fetcher, sources })
  const nodes = await loadNodes(workspace)
  await linkWorkspace(workspace, nodes)
  await acceptOthers(workspace, survey, { scope, sources, keys: new Set(keys) })
  const members = sources.filter(({ key }) => keys.includes(key)).map((member) => [member.key, member] as const)
  return { workspace, scope, nodes, members: new Map(members) }
}

function fetcherOf(context: RippleContext, survey: Survey, scope: Scope): Fetcher {
  const opened = new Map(survey.remotes)
  return {
    scope,
    open: async (name, why) => {
      const remote = opened.get(name) ?? (await openKnown(context, name))
      if (remote === undefined) return openRemote(requireRemote(context.remotes, name, why))
      opened.set(name, remote)
      return remote
    },
  }
}

/** The components, and the contracts that parts among them are made from. */
async function fetchSources(fetcher: Fetcher, survey: Survey, keys: readonly string[]): Promise<readonly Member[]> {
  const wanted = new Set(keys)
  for (const key of keys) {
    const contract = survey.entries.get(key)?.madeFrom
    if (contract !== undefined && survey.entries.has(contract)) wanted.add(contract)
  }
  const entries = [...wanted].toSorted().map((key) => survey.entries.get(key) as ScopeEntry)
  // Of contracts also what they were: parts are held against the version that they were made from.
  const requests = entries.map(({ id }) => ({ id, why: `${formatId(id)} is to be updated` }))
  const isOld = ({ documents }: ScopeEntry): boolean => documents !== undefined
  const plain = await fetchVersions(
    fetcher,
    requests.filter((_, at) => !isOld(entries[at] as ScopeEntry)),
  )
  const contracts = await fetchVersions(
    fetcher,
    requests.filter((_, at) => isOld(entries[at] as ScopeEntry)),
    { history: true },
  )
  return [...plain, ...contracts].map((local): Member => {
    const key = componentKey(local.id)
    return { key, entry: survey.entries.get(key) as ScopeEntry, local, rootDir: folderOf(local.id) }
  })
}

/** One level below `components`, so that no folder lies in another. */
function folderOf({ scope, name }: ComponentId): string {
  return `components/${scope}.${name.replaceAll('/', '.')}`
}

interface Filling {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly survey: Survey
  readonly fetcher: Fetcher
  readonly sources: readonly Member[]
}

async function installPackages(context: RippleContext, filling: Filling): Promise<void> {
  const { workspace, scope, fetcher, sources } = filling
  const wanted = wantedPackages(filling)
  const versions = await closure(fetcher, [...wanted.values()].flat())
  const needs = [
    ...sources.map(({ rootDir, local }) => ({ folder: rootDir, packages: packagesOf(local, true) })),
    ...versions.map((local) => ({ folder: '.', packages: packagesOf(local, false) })),
  ]
  await linkThirdParties({ root: workspace.root, needs, folders: context.packages, emit: context.emit })
  const { emit } = context
  emit({ type: 'progress', task: 'preparing packages', done: 0, total: versions.length })
  for (const diagnostic of await placePackages(workspace, scope, { versions, wanted }))
    emit({ type: 'diagnostic', diagnostic })
  emit({ type: 'progress', task: 'preparing packages', done: versions.length, total: versions.length })
}

/** By folder, the newest of each component that it depends on, but for those that are in the capsule as source. */
function wantedPackages({ survey: { entries }, sources }: Filling): ReadonlyMap<string, readonly ComponentId[]> {
  const own = new Set(sources.map(({ key }) => key))
  const newest = (id: ComponentId): ComponentId => {
    const head = entries.get(componentKey(id))
    return head === undefined || head.removed === true ? id : withVersion(id, head.id.version)
  }
  const wanted = new Map<string, readonly ComponentId[]>()
  for (const { rootDir, local, entry } of sources) {
    const { dependencies, devDependencies } = local.version
    const direct = [...dependencies, ...devDependencies].map(({ id }) => newest(id))
    const all = [...direct, ...partsOfShared(entry, entries)].filter((id) => !own.has(componentKey(id)))
    wanted.set(rootDir, [...new Map(all.map((id) => [componentKey(id), id])).values()])
  }
  return wanted
}

/** What is generated from a contract may import what is generated from the contracts that it shares schemas of. */
function partsOfShared({ madeFrom }: ScopeEntry, entries: ReadonlyMap<string, ScopeEntry>): readonly ComponentId[] {
  const contract = madeFrom === undefined ? undefined : entries.get(madeFrom)
  const shared = new Set(contract?.dependencies.map(componentKey))
  return [...entries.values()].filter((entry) => shared.has(entry.madeFrom ?? '')).map(({ id }) => id)
}

/** These versions and all that their code imports. */
async function closure(fetcher: Fetcher, ids: readonly ComponentId[]): Promise<readonly LocalVersion[]> {
  const found = new Map<string, LocalVersion>()
  let level: readonly { readonly id: ComponentId; readonly why: string }[] = ids.map((id) => ({
    id,
    why: `${formatId(id)} is needed to build its dependents`,
  }))
  while (level.length > 0) {
    const fresh = new Map(
      level.filter(({ id }) => !found.has(formatId(id))).map((request) => [formatId(request.id), request]),
    )
    const locals = await fetchVersions(fetcher, [...fresh.values()])
    for (const local of locals) found.set(formatId(local.id), local)
    level = locals.flatMap(({ id: by, version }) =>
      version.dependencies.map(({ id }) => ({ id, why: `${formatId(by)} depends on ${formatId(id)}` })),
    )
  }
  return [...found.values()]
}

function packagesOf({ version }: LocalVersion, dev: boolean): Readonly<Record<string, string>> {
  const { packageDependencies, devPackageDependencies, peerPackageDependencies } = version
  return { ...(dev ? devPackageDependencies : {}), ...peerPackageDependencies, ...packageDependencies }
}

interface Accepting {
  readonly scope: Scope
  readonly sources: readonly Member[]
  readonly keys: ReadonlySet<string>
}

/** Contracts that are here for their parts are not executed; parts that were made from another document are made again. */
async function acceptOthers(
  workspace: Workspace,
  { entries }: Survey,
  { scope, sources, keys }: Accepting,
): Promise<void> {
  const others = sources.filter(({ key }) => !keys.has(key)).map(({ key }) => key)
  const madeFrom = new Map<string, string>()
  for (const { key, entry } of sources) {
    if (contractUpdate(entry, entries) === undefined) continue
    const spans = entries.get(entry.madeFrom as string)?.documents ?? []
    const span = spans.find(({ since }) => since <= entry.date)
    if (span !== undefined) madeFrom.set(key, (await scope.readSource(span.hash)).toString('utf8'))
  }
  await acceptDocuments(workspace, others, madeFrom)
}
