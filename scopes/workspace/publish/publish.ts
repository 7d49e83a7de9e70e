import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { sweepTemporary, temporaryPath } from '@tessera/core.disk'
import { Graph, levels } from '@tessera/core.graph'
import { componentKey, formatId, packageName, TesseraError, type Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { flatName, remoteOpener, stringsOf, type LocalVersion } from '@tessera/workspace.transfer'
import { mapLimited } from '@tessera/workspace.versions'
import { packVersions, type PackedPackage } from './pack.ts'
import { planPublish, type PlannedPackage } from './plan-publish.ts'
import { openRegistries } from './registry.ts'
import type { PackageReport, PublishOptions, PublishResult } from './types.ts'

/** Packages that are sent at a time. */
const SENDERS = 4

/**
 * Publishes the tagged versions of components, and what they need and the registry lacks, dependencies first. What the
 * registry has already, made from the same Version, is passed over: after a failure the same call goes on where it ended.
 * With `dryRun` everything is asked, compiled and packed, and nothing sent.
 * @throws TesseraError `NOT_TAGGED`, `NAME_REFUSED`, `NO_REGISTRY`, `PUBLISH_CONFLICT`, `REGISTRY_DENIED`, `REGISTRY_FAILED`,
 * `COMPILE_FAILED`, `USAGE`, and those of `matchComponents` and of fetching objects
 */
export async function publishComponents(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: PublishOptions,
  emit: Emit,
): Promise<PublishResult> {
  const { registry: given, signal, dryRun = false } = options
  const components = nodes.filter((node) => node.kind === 'component')
  const fetcher = { scope, open: remoteOpener(workspace, scope) }
  const registryOf = await openRegistries({ root: workspace.root, given, signal })
  const plan = await planPublish({ nodes: components, fetcher, registryOf, options }, emit)
  const { closure } = plan
  refuseOthers(plan.packages)
  const wanted = new Set(plan.packages.filter((planned) => !isSame(planned)).map(({ local }) => formatId(local.id)))
  const packed = await packVersions({ workspace, fetcher, closure, wanted }, emit)
  const steps = plan.packages.map((planned) => stepOf(planned, packed.get(formatId(planned.local.id))))
  const ordered = inOrder(steps)
  if (!dryRun) await sendAll(workspace, ordered, emit)
  return { dryRun, packages: ordered.flat().map(reportOf), left: plan.left }
}

/** A package with its tarball, or without where the registry has it. */
interface Step {
  readonly planned: PlannedPackage
  readonly packed?: PackedPackage
}

/** The registry says that its version was made from the very same Version. */
function isSame({ lookup, local }: PlannedPackage): boolean {
  return lookup.present?.hash === local.hash
}

/** What says of itself that it was made from something else. */
function refuseOthers(packages: readonly PlannedPackage[]): void {
  const other = packages.find((planned) => planned.lookup.present?.hash !== undefined && !isSame(planned))
  if (other !== undefined) throw conflict(other)
}

/** A version that does not say what it was made from is the same where its bytes are. */
function stepOf(planned: PlannedPackage, packed: PackedPackage | undefined): Step {
  const { present } = planned.lookup
  if (packed === undefined) return { planned }
  if (present === undefined) return { planned, packed }
  if (present.integrity !== integrityOf(packed.tarball)) throw conflict(planned)
  return { planned }
}

function integrityOf(tarball: Buffer): string {
  return `sha512-${createHash('sha512').update(tarball).digest('base64')}`
}

function conflict({ packageName: name, local, registry, lookup }: PlannedPackage): TesseraError {
  const version = local.id.version as string
  const made = lookup.present?.hash === undefined ? 'with other content' : `made from Version ${lookup.present.hash}`
  return new TesseraError(
    'PUBLISH_CONFLICT',
    `${registry.url} has ${name}@${version} already, ${made}; here it is Version ${local.hash}`,
    { hint: `published versions never change: tag ${componentKey(local.id)} anew, and publish that` },
  )
}

/** Dependencies first; what does not need each other in one level. */
function inOrder(steps: readonly Step[]): readonly (readonly Step[])[] {
  const byId = new Map(steps.map((step) => [formatId(step.planned.local.id), step]))
  const graph = new Graph()
  for (const [id, { planned }] of byId) {
    graph.addNode(id)
    for (const dependency of neededBy(planned.local)) if (byId.has(dependency)) graph.addEdge(id, dependency)
  }
  return levels(graph).map((level) => level.flat().map((id) => byId.get(id) as Step))
}

function neededBy({ version }: LocalVersion): readonly string[] {
  return version.dependencies.map(({ id }) => formatId(id))
}

async function sendAll({ root }: Workspace, ordered: readonly (readonly Step[])[], emit: Emit): Promise<void> {
  const total = ordered.flat().filter(({ packed }) => packed !== undefined).length
  if (total === 0) return
  const base = join(root, '.tessera', 'publish')
  sweepTemporary(base)
  const dir = temporaryPath(base)
  await mkdir(dir, { recursive: true })
  let done = 0
  const send = async ({ planned, packed }: Step): Promise<void> => {
    if (packed === undefined) return
    await sendOne({ root, dir }, planned, packed)
    emit({ type: 'progress', task: 'publishing', done: ++done, total })
    emit({ type: 'component', action: 'published', id: formatId(planned.local.id), detail: planned.packageName })
  }
  try {
    emit({ type: 'progress', task: 'publishing', done, total })
    for (const level of ordered) await sendLevel(level, send)
  } catch (error) {
    if (error instanceof TesseraError && done > 0) throw afterSome(error, done, total)
    throw error
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Ends when all that was begun has ended, so that what is said to be published is. */
async function sendLevel(level: readonly Step[], send: (step: Step) => Promise<void>): Promise<void> {
  const failures: unknown[] = []
  await mapLimited(
    level,
    async (step) => {
      if (failures.length === 0) await send(step).catch((error: unknown) => failures.push(error))
    },
    SENDERS,
  )
  if (failures.length > 0) throw failures[0]
}

async function sendOne(
  { root, dir }: { readonly root: string; readonly dir: string },
  planned: PlannedPackage,
  { tarball }: PackedPackage,
): Promise<void> {
  const { packageName: name, local, registry, tag } = planned
  const version = local.id.version as string
  const file = join(dir, `${flatName(name)}-${version}.tgz`)
  await writeFile(file, tarball)
  const outcome = await registry.publish(relative(root, file).replaceAll('\\', '/'), {
    name: `${name}@${version}`,
    tag,
  })
  if (outcome === 'published') return
  const now = { ...planned, lookup: await registry.lookUp(name, version) }
  if (!isSame(now) && now.lookup.present?.integrity !== integrityOf(tarball)) throw conflict(now)
}

function afterSome(error: TesseraError, done: number, total: number): TesseraError {
  const { message, location, exitCode, cause, diagnostics } = error
  const hint = [error.hint, `${done} of ${total} packages were published; the same command goes on from there`]
  return new TesseraError(error.code, message, {
    ...{ location, exitCode, cause, diagnostics },
    hint: hint.filter((line) => line !== undefined).join('\n'),
  })
}

function reportOf({ planned, packed }: Step): PackageReport {
  const { local, registry, neededBy: dependent, tag } = planned
  return {
    id: local.id,
    packageName: packageName(local.id),
    version: local.id.version as string,
    hash: local.hash,
    registry: registry.url,
    status: packed === undefined ? 'present' : 'published',
    ...(dependent === undefined ? {} : { neededBy: dependent }),
    ...(packed === undefined
      ? {}
      : { tag, bytes: packed.tarball.length, dependencies: stringsOf(packed.manifest['dependencies']) }),
  }
}
