import { commitFiles, type FileChange } from '@tessera/core.disk'
import { canonicalJson, formatId, TesseraError, withVersion } from '@tessera/core.model'
import type { Diagnostic, Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { loadNodes, planBitmap, planManifests, workspaceCommits, writeBitmap } from '@tessera/workspace.files'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { planUnmerged, readUnmerged, type Unmerged } from '@tessera/workspace.versions'
import { affectedNodes } from './affected.ts'
import { readCandidates } from './candidates.ts'
import { refuseMarkers } from './conflict-markers.ts'
import type { ContractChange } from './contract-change.ts'
import { findingDiagnostics } from './finding-diagnostics.ts'
import { nodesWithFiles, textReader } from './generated-files.ts'
import type { GeneratedFiles } from './generated-files.ts'
import { makeVersions, type MadeVersions } from './make-versions.ts'
import { asMade, nameSnaps } from './name-snaps.ts'
import { planTag } from './plan-tag.ts'
import type { PlannedTag, TagCandidate, TagOptions, TagPlan } from './plan-tag.ts'
import { sourcesChanged } from './read-sources.ts'
import { findUnrecorded } from './unrecorded.ts'
import { entriesWithSoftTags, softTags } from './soft-tags.ts'
import { entriesWithVersions, nodesWithVersions } from './with-versions.ts'
import type { Versions } from './with-versions.ts'

export interface TagContext {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly nodes: readonly WorkspaceNode[]
  readonly emit: Emit
  /** Builds these nodes: what is tagged and everything that depends on it, consumers included. */
  readonly build: (
    keys: readonly string[],
  ) => Promise<{ readonly ok: boolean; readonly diagnostics: readonly Diagnostic[] }>
  /** What the build will generate first, so that the plan knows of it; what it cannot generate, it will find itself. */
  readonly preview?: (() => Promise<readonly GeneratedFiles[]>) | undefined
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined
  readonly author?: { readonly username?: string | undefined; readonly email?: string | undefined } | undefined
}

export interface TagResult {
  readonly dryRun: boolean
  /** What was tagged, or would be. Dependencies before dependents. */
  readonly tags: readonly PlannedTag[]
  /** What changed in contracts, and what it does to those who use them. */
  readonly changes: readonly ContractChange[]
  /** Ids of versions that the scope had and `.bitmap` did not know. */
  readonly adopted: readonly string[]
  /** With the new versions. */
  readonly workspace: Workspace
}

/**
 * Makes new versions of what changed and of what depends on it: plan, build, objects, `.bitmap`, manifests. All or
 * nothing: a plan or build that fails leaves everything as it was, and so does a tag that was killed.
 * What a change of a contract does is told before the build.
 * @throws TesseraError `BUILD_FAILED` (exit code 1), `NO_BASELINE`, `SOURCES_CHANGED`, and those of `planTag`
 */
export async function tag(context: TagContext, options: TagOptions = {}): Promise<TagResult> {
  const draft = await planAndBuild(context, options)
  const dryRun = options.dryRun === true
  const result = { dryRun, ...draft.plan, adopted: adoptedIds(draft), workspace: context.workspace }
  if (dryRun) return result
  if (options.soft === true) return { ...result, workspace: await applySoft(context, draft) }
  const { workspace, made } = await apply(context, draft, options)
  const tags = asMade(draft.plan.tags, made)
  for (const { action, id, reason } of tags) context.emit({ type: 'component', action, id, detail: reason })
  return { ...result, tags, workspace }
}

/**
 * The same with versions that are known by their hashes: for work that is to be shared or merged before it gets a number.
 * @throws as `tag`, but for what levels and numbers may be refused for
 */
export function snap(context: TagContext, options: Omit<TagOptions, 'kind'> = {}): Promise<TagResult> {
  return tag(context, { ...options, kind: 'snap' })
}

/** A plan with what it was made from. */
interface Draft {
  readonly plan: TagPlan
  readonly candidates: readonly TagCandidate[]
  /** With the versions of `.bitmap` and the adopted ones. */
  readonly nodes: readonly WorkspaceNode[]
  readonly adopted: Versions
  readonly unmerged: Unmerged
}

/** A build may regenerate sources; then what is to be tagged is planned and built again, until it holds still. */
async function planAndBuild(context: TagContext, options: TagOptions): Promise<Draft> {
  const skipBuild = options.skipBuild === true || options.soft === true
  let generated = options.skipBuild === true ? [] : ((await context.preview?.()) ?? [])
  let nodes = nodesWithFiles(context.nodes, generated)
  let changed: string | undefined
  const tell = teller(context.emit)
  for (let round = 0; round < 4; round++) {
    const draft = await planOnce(context, { nodes, generated }, options)
    tell(draft.plan.changes)
    if (options.dryRun === true || skipBuild || draft.plan.tags.length === 0) return draft
    await buildAll(context, draft)
    const reloaded = await loadNodes(context.workspace)
    changed = firstDifference(nodes, reloaded)
    if (changed === undefined) return draft
    nodes = reloaded
    generated = []
  }
  throw sourcesChanged(changed ?? '.bitmap')
}

/** Tells each change once, however often it is planned. */
function teller(emit: Emit): (changes: readonly ContractChange[]) => void {
  const told = new Set<string>()
  return (changes) => {
    for (const diagnostic of changes.flatMap(findingDiagnostics)) {
      const key = JSON.stringify(diagnostic)
      if (!told.has(key)) emit({ type: 'diagnostic', diagnostic })
      told.add(key)
    }
  }
}

interface Sources {
  readonly nodes: readonly WorkspaceNode[]
  /** What of them is not written yet. */
  readonly generated: readonly GeneratedFiles[]
}

async function planOnce(
  { workspace, scope }: TagContext,
  { nodes, generated }: Sources,
  options: TagOptions,
): Promise<Draft> {
  const adopted = await findUnrecorded(scope, nodes)
  const current = nodesWithVersions(nodes, adopted)
  const read = textReader(workspace, generated)
  const unmerged = readUnmerged(scope)
  const soft = softTags(workspace.bitmap.entries)
  const candidates = await readCandidates(scope, current, { read, unmerged, soft })
  const plan = planTag({ ...options, candidates })
  const planned = new Set(plan.tags.map(({ key }) => key))
  await refuseMarkers(
    candidates.filter(({ component, merging }) => merging !== undefined && planned.has(component.key)),
    read,
  )
  return { plan, candidates, nodes: current, adopted, unmerged }
}

async function buildAll({ build }: TagContext, { nodes, plan }: Draft): Promise<void> {
  const keys = plan.tags.map((planned) => planned.key)
  const { ok, diagnostics } = await build(affectedNodes(nodes, keys))
  if (ok) return
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length
  throw new TesseraError(
    'BUILD_FAILED',
    `nothing was tagged: the build found ${errors} error${errors === 1 ? '' : 's'}`,
    {
      hint: 'mend them and tag again; `tessera build` shows them too',
      exitCode: 1,
      diagnostics,
    },
  )
}

/** The first file that is not the same in both, or was added or deleted. */
function firstDifference(before: readonly WorkspaceNode[], after: readonly WorkspaceNode[]): string | undefined {
  const [old, now] = [filesOf(before), filesOf(after)]
  const file = [...new Set([...old.keys(), ...now.keys()])].find((path) => old.get(path) !== now.get(path))
  const known = new Map(before.map((node) => [node.key, canonicalJson(node.dependencies)]))
  // What is generated may import what was not imported when the nodes were read.
  return file ?? after.find((node) => known.get(node.key) !== canonicalJson(node.dependencies))?.rootDir
}

function filesOf(nodes: readonly WorkspaceNode[]): ReadonlyMap<string, string> {
  return new Map(
    nodes.flatMap((node) => node.files.map((file) => [`${node.rootDir}/${file.path}`, file.hash] as const)),
  )
}

/**
 * Components, `.bitmap` and manifests change together, and what is being merged is so no more: a process that is killed
 * leaves all or nothing of a tag. What was adopted is in `.bitmap` before.
 */
async function apply(
  context: TagContext,
  draft: Draft,
  options: TagOptions,
): Promise<{ readonly workspace: Workspace; readonly made: Versions }> {
  const { scope } = context
  const plan = nameSnaps(draft.plan)
  const workspace = await withAdopted(context.workspace, draft)
  const nodes = nodesWithVersions(draft.nodes, new Map(plan.tags.map((each) => [each.key, each.version])))
  const { made, ...batch } = await makeObjects({ ...context, workspace }, { ...draft, plan, nodes }, options)
  const record = planRecord(workspace, nodesWithVersions(draft.nodes, made), made)
  const ended = planUnmerged(scope, { ended: made.keys() })
  const commits = workspaceCommits(workspace.root)
  await scope.write(batch, (changes) =>
    commitFiles(commits, [...changes, ...record.changes, ...ended], { fsync: true }),
  )
  return { workspace: record.workspace, made }
}

/** Notes what is to be tagged; nothing is built, nothing made. */
async function applySoft({ workspace, author = {} }: TagContext, { plan, candidates }: Draft): Promise<Workspace> {
  if (plan.tags.length === 0) return workspace
  const { username, email } = author
  const by = { ...(username === undefined ? {} : { username }), ...(email === undefined ? {} : { email }) }
  return writeBitmap(
    workspace,
    entriesWithSoftTags(workspace.bitmap.entries, candidates, { tags: plan.tags, author: by }),
  )
}

async function withAdopted(workspace: Workspace, { nodes, adopted }: Draft): Promise<Workspace> {
  if (adopted.size === 0) return workspace
  return writeBitmap(workspace, entriesWithVersions(workspace.bitmap.entries, nodes, adopted))
}

function planRecord(
  workspace: Workspace,
  nodes: readonly WorkspaceNode[],
  versions: Versions,
): { readonly workspace: Workspace; readonly changes: readonly FileChange[] } {
  const entries = entriesWithVersions(workspace.bitmap.entries, nodes, versions)
  const bitmap = planBitmap(workspace, entries)
  const manifests = planManifests(bitmap.workspace, nodes)
  const changes = versions.size === 0 ? manifests : [...manifests, bitmap.change]
  return { workspace: bitmap.workspace, changes }
}

async function makeObjects(
  { workspace, scope, now = Date.now, author = {} }: TagContext,
  { plan, nodes, unmerged }: Draft,
  options: TagOptions,
): Promise<MadeVersions> {
  const buildStatus = options.skipBuild === true ? 'skipped' : 'succeed'
  return makeVersions({ workspace, scope, nodes, plan, unmerged, date: now(), author, buildStatus })
}

function adoptedIds({ nodes, adopted }: Draft): readonly string[] {
  return nodes.flatMap((node) => {
    const version = adopted.get(node.key)
    return node.kind === 'consumer' || version === undefined ? [] : [formatId(withVersion(node.id, version))]
  })
}
