import { commitFiles, type FileChange } from '@tessera/core.disk'
import { componentKey, formatId, packageName, packageVersion, type Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import {
  planBitmap,
  planManifests,
  workspaceCommits,
  type ComponentNode,
  type Workspace,
  type WorkspaceNode,
} from '@tessera/workspace.files'
import { fetchBaselines } from './baselines.ts'
import { withReset } from './diverged.ts'
import { fetchVersions, localVersion, type Fetcher, type LocalVersion } from './fetch.ts'
import { withDependencies } from './import-dependencies.ts'
import { npmInstall } from './install.ts'
import { marksFor, warnOfMarks } from './warn-of-marks.ts'
import { describeStep, entriesAfter, planWrites, type WriteStep } from './plan-import.ts'
import { planVendor, type VendorPlan } from './plan-vendor.ts'
import { remoteOpener, resolveRemotes } from './remotes.ts'
import { resolveTargets } from './targets.ts'
import type { ImportedComponent, ImportOptions, ImportPlan, ImportResult, VendoredPackage } from './types.ts'
import { packVendor, planVendorUpdate } from './vendor.ts'
import { versionNode } from './version-node.ts'
import { planSources } from './write-sources.ts'

/**
 * What an import would write, checked as the import itself is; objects are fetched into the local scope, no file changes.
 * @throws TesseraError as `importComponents`, but for `INSTALL_FAILED`
 */
export async function planImport(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ImportOptions,
  emit: Emit,
): Promise<ImportPlan> {
  const context = { workspace, scope, nodes, options, emit }
  if (isFetchOnly(options)) return { components: [], vendor: [] }
  const targets = await fetchTargets(context)
  const steps = await planSteps(context, targets)
  const { closure, tools } = await planNeeds(context, targets)
  const components = closure.entries.map(({ component: { id } }) => `${packageName(id)}@${packageVersion(id.version)}`)
  const packages = tools.map(({ name, version }) => `${name}@${version}`)
  return { components: steps.map(describeStep), vendor: [...components, ...packages].toSorted() }
}

/**
 * Writes components of remote scopes as source, vendors what they need, and refreshes npm's lock. Without patterns it
 * fetches the objects of every component of `.bitmap` and changes no file.
 * @throws TesseraError `UNKNOWN_REMOTE`, `NO_MATCH`, `COMPONENT_NOT_FOUND`, `VERSION_NOT_FOUND`, `LOCAL_CHANGES`,
 * `MERGE_CONFLICT`, `FOLDER_NOT_EMPTY`, `NESTED_COMPONENT`, `UNSAFE_PATH`, `DUPLICATE_VERSION`, `COMPILE_FAILED`, `INSTALL_FAILED`
 */
export async function importComponents(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ImportOptions,
  emit: Emit,
): Promise<ImportResult> {
  const result = await writeImport(workspace, scope, nodes, options, emit)
  if (result.imported.length === 0) return result
  await npmInstall(result.workspace, options.skipInstall === true, emit)
  return { ...result, installed: options.skipInstall !== true }
}

/** All of an import but npm's part: `package-lock.json` is left as it was. */
export async function writeImport(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ImportOptions,
  emit: Emit,
): Promise<ImportResult> {
  const context = { workspace, scope, nodes, options, emit }
  const nothing = { workspace, imported: [], vendored: [], dropped: [], installed: false }
  if ((options.patterns ?? []).length === 0) {
    const components = nodes.filter((node) => node.kind === 'component')
    return { ...nothing, fetched: await fetchBaselines(fetcherOf(context), components, emit) }
  }
  const targets = await fetchTargets(context)
  const fetched = targets.map(({ id }) => id)
  if (options.objectsOnly === true) return { ...nothing, fetched }
  const steps = await planSteps(context, targets)
  const plan = await planNeeds(context, targets)
  return { ...(await applyImport(context, steps, plan)), fetched }
}

/** Sources, manifests, `vendor/` and `.bitmap` change together: a process that is killed leaves all or nothing of it. */
async function applyImport(
  { workspace, scope, emit }: Context,
  steps: readonly WriteStep[],
  plan: VendorPlan,
): Promise<Omit<ImportResult, 'fetched'>> {
  const tarballs = await packVendor(workspace, scope, plan, emit)
  const bitmap = planBitmap(workspace, entriesAfter(workspace, steps))
  const sources: FileChange[] = []
  for (const step of steps) sources.push(...(await planSources(workspace, scope, step)))
  const manifests = planManifests(
    bitmap.workspace,
    steps.map(({ target, rootDir }) => versionNode(target, rootDir)),
  )
  const vendor = await planVendorUpdate(workspace, plan, { tarballs, steps })
  await commitFiles(workspaceCommits(workspace.root), [...sources, ...manifests, ...vendor.changes, bitmap.change])
  const imported = steps.map(describeStep)
  const { vendored, dropped } = vendor.result
  report(imported, vendored, emit)
  return { workspace: bitmap.workspace, imported, vendored, dropped, installed: false }
}

function report(imported: readonly ImportedComponent[], vendored: readonly VendoredPackage[], emit: Emit): void {
  for (const { id, rootDir } of imported) {
    emit({ type: 'component', action: 'imported', id: formatId(id), detail: rootDir })
  }
  for (const { packageName: name, version, path, status } of vendored) {
    if (status === 'packed') emit({ type: 'component', action: 'vendored', id: `${name}@${version}`, detail: path })
  }
}

interface Context {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly nodes: readonly WorkspaceNode[]
  readonly options: ImportOptions
  readonly emit: Emit
}

function isFetchOnly({ patterns, objectsOnly }: ImportOptions): boolean {
  return objectsOnly === true || (patterns ?? []).length === 0
}

function fetcherOf({ workspace, scope }: Context): Fetcher {
  return { scope, open: remoteOpener(workspace, scope) }
}

async function fetchTargets(context: Context): Promise<readonly LocalVersion[]> {
  const { workspace, scope, nodes, options, emit } = context
  const fetcher = fetcherOf(context)
  const remotes = resolveRemotes(workspace, scope)
  const requests = await resolveTargets({ fetcher, remotes, nodes }, options.patterns ?? [])
  emit({ type: 'progress', task: 'fetching', done: 0, total: requests.length })
  const wanted = { history: true, refuseTwins: !isFetchOnly(options) }
  const targets = await fetchVersions(fetcher, requests, wanted).catch(async (thrown: unknown) => {
    throw await withReset(scope, nodes, thrown)
  })
  emit({ type: 'progress', task: 'fetching', done: requests.length, total: requests.length })
  const all = await withDependencies({ fetcher, nodes }, targets, options)
  for (const target of all) warnOfMarks(target.id, await marksFor(fetcher, target), emit)
  return all
}

async function planSteps(context: Context, targets: readonly LocalVersion[]): Promise<readonly WriteStep[]> {
  const { workspace, scope, nodes, options } = context
  const components = nodes.filter((node) => node.kind === 'component')
  const keys = new Set(targets.map(({ id }) => componentKey(id)))
  const present = components.filter((node) => keys.has(node.key))
  const previous = await previousVersions(context, present)
  return planWrites({ workspace, scope, components, previous, options }, targets)
}

function planNeeds(context: Context, targets: readonly LocalVersion[]): Promise<VendorPlan> {
  const { workspace, nodes } = context
  const keys = new Set(targets.map(({ id }) => componentKey(id)))
  const others = nodes.filter((node) => !keys.has(node.key))
  return planVendor({ workspace, nodes: others, targets, fetcher: fetcherOf(context) })
}

/** On a fresh clone the version of `.bitmap` is not in the local scope: without it no change could be told. */
async function previousVersions(
  context: Context,
  present: readonly ComponentNode[],
): Promise<ReadonlyMap<string, LocalVersion>> {
  const found = new Map<string, LocalVersion>()
  for (const node of present) {
    if (node.id.version === undefined) continue
    const requests = [{ id: node.id, why: `${node.key} is in this workspace` }]
    const [local] = node.exported
      ? await fetchVersions(fetcherOf(context), requests)
      : [await localVersion(context.scope, node.id)]
    if (local !== undefined) found.set(node.key, local)
  }
  return found
}
