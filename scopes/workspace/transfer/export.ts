import { commitFiles, type FileChange } from '@tessera/core.disk'
import { canonicalJson, componentKey, formatId, isRecord, TesseraError, type Emit } from '@tessera/core.model'
import { referencedSources, type ComponentObject, type VersionObject } from '@tessera/scope.objects'
import type { Remote } from '@tessera/scope.remote'
import type { ObjectBatch, Scope } from '@tessera/scope.store'
import {
  planBitmap,
  planManifests,
  workspaceCommits,
  type BitmapEntry,
  type Workspace,
  type WorkspaceNode,
} from '@tessera/workspace.files'
import { configsOf, withoutConfig, type Configs } from '@tessera/workspace.versions'
import { withWayOut } from './diverged.ts'
import { planExport } from './plan-export.ts'
import { remoteOpener } from './remotes.ts'
import type { ExportOptions, ExportPlan, ExportResult, ScopeExport } from './types.ts'

/**
 * Sends what `planExport` says, scope by scope, and records each as soon as its remote has it.
 * @throws TesseraError `EXPORT_FAILED` that names what was exported and what was not (where one scope alone is exported:
 * the remote's own `MERGE_CONFLICT`, `COMPONENT_NEEDS_UPDATE`…), and those of `planExport`
 */
export async function exportComponents(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: ExportOptions,
  emit: Emit,
): Promise<ExportResult> {
  const plan = await planExport(workspace, scope, nodes, options)
  const open = remoteOpener(workspace, scope)
  const remotes: Remote[] = []
  for (const group of plan.scopes) remotes.push(await open(group.scope, 'it is exported to'))
  const exported: ScopeExport[] = []
  let current = workspace
  for (const [index, group] of plan.scopes.entries()) {
    emit({ type: 'progress', task: `exporting to ${group.scope}`, done: index, total: plan.scopes.length })
    try {
      current = await pushScope({ workspace: current, scope, nodes }, group, remotes[index] as Remote)
    } catch (thrown) {
      const cause = await withWayOut(scope, nodes, group, thrown)
      throw plan.scopes.length === 1 ? cause : exportFailed(plan, exported, group, cause)
    }
    exported.push(group)
    for (const { id, versions } of group.components) {
      emit({ type: 'component', action: 'exported', id: formatId(id), detail: countVersions(versions.length) })
    }
  }
  return { workspace: current, exported }
}

interface Local {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly nodes: readonly WorkspaceNode[]
}

/** What the remote has is recorded here in one step: components, its heads, `.bitmap`, manifests. */
async function pushScope(local: Local, group: ScopeExport, remote: Remote): Promise<Workspace> {
  const { scope, workspace } = local
  const batch = await collect(scope, group)
  await remote.push(batch)
  const heads = new Map(group.components.map(({ id, head }) => [componentKey(id), head] as const))
  const known = await scope.planRemoteHeads(group.scope, heads)
  const record = planRecord(local, group, await recordedConfigs(scope, group))
  const components = { sources: [], versions: [], components: batch.components }
  const commits = workspaceCommits(workspace.root)
  await scope.write(components, (changes) => commitFiles(commits, [...changes, known, ...record.changes]))
  return record.workspace
}

async function collect(scope: Scope, group: ScopeExport): Promise<ObjectBatch> {
  const sources = new Map<string, Buffer>()
  const versions: ObjectBatch['versions'][number][] = []
  const components: ComponentObject[] = []
  for (const { id, versions: staged } of group.components) {
    for (const { hash } of staged) {
      const version = await scope.readVersion(hash)
      versions.push({ hash, version })
      for (const source of await sourcesOf(scope, version)) {
        if (!sources.has(source)) sources.set(source, await scope.readSource(source))
      }
    }
    const component = await scope.readComponent(id)
    if (component !== undefined) components.push(asExported(component, group))
  }
  return { sources: [...sources].map(([hash, body]) => ({ hash, body })), versions, components }
}

/** Its files, and what other generations of Bit keep beside them as far as it is here. */
async function sourcesOf(scope: Scope, version: VersionObject): Promise<readonly string[]> {
  const { files, extras } = referencedSources(version)
  const present: string[] = []
  for (const extra of extras) if (await scope.has(extra)) present.push(extra)
  return [...files, ...present]
}

/** What was local is so no more, and the component knows where it went. */
function asExported(component: ComponentObject, group: ScopeExport): ComponentObject {
  const { state: _state, ...rest } = component
  const known = component.remotes ?? []
  if (known.some(({ url }) => url === group.url)) return rest
  return { ...rest, remotes: [...known, { url: group.url, name: group.scope, date: String(Date.now()) }] }
}

/** By component, what the version that was sent says of aspects. */
async function recordedConfigs(scope: Scope, group: ScopeExport): Promise<ReadonlyMap<string, Configs>> {
  const found = new Map<string, Configs>()
  for (const { id, head } of group.components) {
    found.set(componentKey(id), configsOf((await scope.readVersion(head)).extensions))
  }
  return found
}

function planRecord(
  { workspace, nodes }: Local,
  group: ScopeExport,
  recorded: ReadonlyMap<string, Configs>,
): { readonly workspace: Workspace; readonly changes: readonly FileChange[] } {
  const keys = new Set(group.components.map(({ id }) => componentKey(id)))
  const exported = nodes
    .filter((node) => node.kind === 'component' && keys.has(node.key))
    .map((node) => ({ ...node, exported: true }))
  const folders = new Set(exported.map((node) => node.rootDir))
  const entries = workspace.bitmap.entries.map((entry) => {
    if (!folders.has(entry.rootDir) || entry.version === '') return entry
    const { defaultScope: _defaultScope, ...rest } = entry
    const said = recorded.get(`${group.scope}/${entry.name}`) ?? {}
    return withoutRecorded({ ...rest, scope: group.scope }, said)
  })
  const bitmap = planBitmap(workspace, entries)
  const manifests = planManifests(bitmap.workspace, exported)
  return { workspace: bitmap.workspace, changes: [...manifests, bitmap.change] }
}

/** What a version says that its scope has is noted twice, and would hold against what others change there. */
function withoutRecorded(entry: BitmapEntry, said: Configs): BitmapEntry {
  const noted = isRecord(entry.rest?.['config']) ? entry.rest['config'] : {}
  const isSaid = ([name, config]: [string, unknown]): boolean => canonicalJson(said[name]) === canonicalJson(config)
  return Object.entries(noted)
    .filter(isSaid)
    .reduce((kept, [name]) => withoutConfig(kept, name), entry)
}

function countVersions(count: number): string {
  return count === 1 ? '1 version' : `${count} versions`
}

function exportFailed(
  plan: ExportPlan,
  exported: readonly ScopeExport[],
  failed: ScopeExport,
  cause: unknown,
): TesseraError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const not = plan.scopes.filter((group) => !exported.includes(group))
  const done = exported.length === 0 ? 'nothing was exported' : `exported: ${names(exported)}`
  return new TesseraError(
    'EXPORT_FAILED',
    `the export to ${failed.scope} failed: ${message}; ${done}; not exported: ${names(not)}`,
    {
      hint: (cause instanceof TesseraError ? cause.hint : undefined) ?? 'mend it and run tessera export again',
      diagnostics: cause instanceof TesseraError ? cause.diagnostics : undefined,
      exitCode: cause instanceof TesseraError ? cause.exitCode : 3,
      cause,
    },
  )
}

function names(groups: readonly ScopeExport[]): string {
  return groups.flatMap(({ components }) => components.map(({ id }) => formatId(id))).join(', ')
}
