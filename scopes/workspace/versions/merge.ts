import { formatId, TesseraError, type Diagnostic } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import {
  assertSafePaths,
  loadNodes,
  type ComponentNode,
  type Workspace,
  type WorkspaceNode,
} from '@tessera/workspace.files'
import { tagOf, type Recorded } from './baseline.ts'
import { applyCheckout, mergeReports, type MergeReport } from './checkout.ts'
import { compareVersions } from './compare.ts'
import { commonAncestor, divergence } from './history.ts'
import { mapLimited } from './map-limited.ts'
import { isExactPattern, matchComponents } from './match.ts'
import { mergeFiles, type MergeStrategy } from './merge-files.ts'
import { planForced, splitMerged, type PlannedCheckout, type VersionsContext } from './plan-checkout.ts'
import { readRecorded } from './recorded.ts'
import { remoteHeadReader } from './remote-heads.ts'
import { shortVersion } from './short-version.ts'
import { generatedTest, recordedSide, workspaceSide } from './sides.ts'
import { planUnmerged, readUnmerged } from './unmerged.ts'
import { versionOf } from './version-of.ts'

export interface MergeOptions {
  /** None: every component whose history and its remote's have both moved on. */
  readonly patterns: readonly string[]
  /** What becomes of files that cannot be merged. Without it they are a reason to refuse. */
  readonly resolve?: MergeStrategy | undefined
  readonly dryRun?: boolean | undefined
}

export interface MergeResult {
  readonly workspace: Workspace
  readonly components: readonly MergedComponent[]
}

export interface MergedComponent {
  /** `scope/name` */
  readonly id: string
  /** The version of `.bitmap`, and the one that is merged into it. */
  readonly ours: string
  readonly theirs: string
  /** What both come from; absent where they have nothing in common. */
  readonly base?: string
  /** Relative to the workspace. */
  readonly written: readonly string[]
  readonly deleted: readonly string[]
  readonly merged: readonly MergeReport[]
}

/**
 * Brings what the remote's head changed into the files of components whose history has moved on here and there. Files and
 * the note that a merge is under way change together; the next snap or tag, with both as its parents, ends it.
 * @throws TesseraError `UNRESOLVED_CONFLICTS`, `MERGE_IN_PROGRESS`, `LOCAL_CHANGES`, `NEWER_VERSION_EXISTS`, `NO_BASELINE`,
 * `UNSAFE_PATH`, and those of `matchComponents`
 */
export async function merge(workspace: Workspace, scope: Scope, options: MergeOptions): Promise<MergeResult> {
  const plan = await planMerge({ workspace, scope, nodes: await loadNodes(workspace) }, options)
  const components = plan.map(report)
  if (options.dryRun === true || plan.length === 0) return { workspace, components }
  const begun = new Map(plan.map(({ component, theirs }) => [component.key, theirs.hash]))
  return { workspace: await applyCheckout(workspace, plan, planUnmerged(scope, { begun })), components }
}

/**
 * Gives merges up: the files are those of `.bitmap`'s versions again.
 * @throws TesseraError `NOTHING_TO_MERGE` where none of these components is being merged
 */
export async function abortMerge(
  workspace: Workspace,
  scope: Scope,
  { patterns, dryRun = false }: Pick<MergeOptions, 'patterns' | 'dryRun'>,
): Promise<MergeResult> {
  const nodes = await loadNodes(workspace)
  const merging = mergingComponents(scope, matchComponents(patterns, nodes))
  if (merging.length === 0) throw notMerging(patterns)
  const plan = await mapLimited(merging, ({ component, theirs }) => planAbort(scope, component, theirs))
  const components = plan.map(report)
  if (dryRun) return { workspace, components }
  const ended = planUnmerged(scope, { ended: merging.map(({ component }) => component.key) })
  return { workspace: await applyCheckout(workspace, plan, ended), components }
}

/** Those of these components that are in the middle of a merge, with the version that is merged into them. */
export function mergingComponents(
  scope: Scope,
  components: readonly ComponentNode[],
): readonly { readonly component: ComponentNode; readonly theirs: string }[] {
  const unmerged = readUnmerged(scope)
  return components.flatMap((component) => {
    const theirs = unmerged.get(component.key)
    return theirs === undefined ? [] : [{ component, theirs }]
  })
}

/**
 * Whether what a merge of these components makes can be exported. It cannot where one number was given to two versions,
 * and of a version without a number that others made nobody here knows whether it has one.
 */
export async function mergesCleanly(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  keys: readonly string[],
): Promise<boolean> {
  const remoteHead = remoteHeadReader(scope)
  for (const node of nodes) {
    if (node.kind !== 'component' || !keys.includes(node.key)) continue
    const object = await scope.readComponent(node.id)
    if (object === undefined) continue
    const { ahead, behind } = await divergence(scope, object, await remoteHead(node.id))
    const isTagged = (hash: string): boolean => tagOf(object, hash) !== hash
    if (ahead.some(isTagged) && !behind.every(isTagged)) return false
  }
  return true
}

/** The error where a merge is to be ended and there is none. */
export function notMerging(patterns: readonly string[]): TesseraError {
  const what = patterns.length === 0 ? 'no component' : `none of ${patterns.join(', ')}`
  return new TesseraError('NOTHING_TO_MERGE', `${what} is in the middle of a merge`, {
    hint: '`tessera status` lists those that are, and those that a merge waits for',
  })
}

interface PlannedMerge extends PlannedCheckout {
  readonly ours: Recorded
  readonly theirs: Pick<Recorded, 'version' | 'hash' | 'object'>
  readonly base?: string
}

async function planMerge(context: VersionsContext, options: MergeOptions): Promise<readonly PlannedMerge[]> {
  const { scope, nodes } = context
  const remoteHead = remoteHeadReader(scope)
  const unmerged = readUnmerged(scope)
  const isNamed = options.patterns.some(isExactPattern)
  const plans = await mapLimited(matchComponents(options.patterns, nodes), async (component) => {
    if (unmerged.has(component.key)) {
      if (isNamed) throw inProgress(component)
      return []
    }
    const object = await scope.readComponent(component.id)
    const theirs = await remoteHead(component.id)
    if (object === undefined || theirs === undefined || !(await isDiverged(scope, object, theirs))) return []
    return [await planOne(context, { component, object, theirs }, options.resolve)]
  })
  const plan = plans.flat()
  if (options.resolve === undefined) refuseConflicts(plan)
  return plan
}

async function isDiverged(scope: Scope, object: ComponentObject, remoteHead: string): Promise<boolean> {
  const { ahead, behind } = await divergence(scope, object, remoteHead)
  return ahead.length > 0 && behind.length > 0
}

interface Subject {
  readonly component: ComponentNode
  readonly object: ComponentObject
  /** Hash of the remote's head. */
  readonly theirs: string
}

async function planOne(
  { workspace, scope }: VersionsContext,
  { component, object, theirs: hash }: Subject,
  strategy: MergeStrategy | undefined,
): Promise<PlannedMerge> {
  const ours = await readRecorded(scope, component)
  refuseUnready(component, ours)
  if (!(await scope.has(hash))) throw notFetched(component, hash)
  const theirs = { version: tagOf(object, hash), hash, object: await scope.readVersion(hash) }
  assertSafePaths(
    { ...component.id, version: theirs.version },
    theirs.object.files.map(({ relativePath }) => relativePath),
  )
  const base = await commonAncestor(scope, component.id, { ours: ours.hash, theirs: hash })
  const files = await mergeFiles({
    base: recordedSide(scope, base?.version),
    ours: workspaceSide(workspace, component),
    theirs: recordedSide(scope, theirs.object),
    labels: { ours: shortVersion(ours.version), theirs: shortVersion(theirs.version) },
    strategy,
    isGenerated: generatedTest(component),
  })
  const isOurs = base === undefined || ours.object.mainFile !== base.version.mainFile
  return {
    component,
    to: ours.version,
    mainFile: isOurs ? ours.object.mainFile : theirs.object.mainFile,
    ...splitMerged(files),
    ...{ kept: [], ours, theirs },
    ...(base === undefined ? {} : { base: tagOf(object, base.hash) }),
  }
}

/** A merge takes two versions: what no version holds would be lost to `--abort`. */
function refuseUnready(component: ComponentNode, { object, hash, component: known }: Recorded): void {
  const { key } = component
  if (known.head !== hash) {
    throw new TesseraError('NEWER_VERSION_EXISTS', `${key} is not at the newest of its versions here`, {
      hint: `run \`tessera checkout head ${key}\` first`,
    })
  }
  const { files } = compareVersions(object, versionOf(component))
  if (files.length === 0) return
  throw new TesseraError(
    'LOCAL_CHANGES',
    `${key} has changes that no version holds: ${files.map(({ path }) => path).join(', ')}`,
    {
      hint: `run \`tessera snap ${key}\` first, or drop them with \`tessera checkout reset ${key}\``,
      diagnostics: files.map(({ path }) => ({
        severity: 'error',
        code: 'LOCAL_CHANGES',
        message: 'changed since the recorded version',
        location: { file: `${component.rootDir}/${path}` },
        node: key,
      })),
    },
  )
}

async function planAbort(scope: Scope, component: ComponentNode, hash: string): Promise<PlannedMerge> {
  const ours = await readRecorded(scope, component)
  const object = await scope.readVersion(hash)
  const theirs = { version: tagOf(ours.component, hash), hash, object }
  const plan = await planForced(scope, { component, recorded: ours, target: ours, edited: [] }, 'theirs')
  const own = new Set(ours.object.files.map((file) => file.relativePath))
  const came = new Set(object.files.map((file) => file.relativePath))
  const remove = component.files.map(({ path }) => path).filter((path) => came.has(path) && !own.has(path))
  return { ...plan, remove: [...plan.remove, ...remove], ours, theirs }
}

function report({ component, ours, theirs, base, write, remove, merged }: PlannedMerge): MergedComponent {
  const inWorkspace = (path: string): string => `${component.rootDir}/${path}`
  return {
    id: component.key,
    ours: ours.version,
    theirs: theirs.version,
    ...(base === undefined ? {} : { base }),
    written: write.map(({ path }) => inWorkspace(path)),
    deleted: remove.map(inWorkspace),
    merged: mergeReports({ component, merged }),
  }
}

function refuseConflicts(plan: readonly PlannedMerge[]): void {
  const diagnostics = plan.flatMap(({ component, ours, theirs, merged }) =>
    merged.flatMap(({ path, conflict }): Diagnostic[] => {
      if (conflict === undefined) return []
      const message = `${conflict} (${shortVersion(ours.version)} here, ${shortVersion(theirs.version)} there)`
      const location = { file: `${component.rootDir}/${path}` }
      return [{ severity: 'error', code: 'UNRESOLVED_CONFLICTS', message, location, node: component.key }]
    }),
  )
  if (diagnostics.length === 0) return
  const files = diagnostics.map(({ location }) => location?.file).join(', ')
  throw new TesseraError('UNRESOLVED_CONFLICTS', `nothing was merged: ${files} cannot be merged by itself`, {
    hint: '--manual writes conflict markers for you to resolve, --auto-merge-resolve ours or theirs takes one side',
    diagnostics,
  })
}

function inProgress({ key }: ComponentNode): TesseraError {
  return new TesseraError('MERGE_IN_PROGRESS', `${key} is in the middle of a merge already`, {
    hint: `end it with \`tessera snap ${key}\`, or give it up with \`tessera merge --abort ${key}\``,
  })
}

function notFetched(component: ComponentNode, hash: string): TesseraError {
  return new TesseraError('NO_BASELINE', `the remote's version ${hash} of ${formatId(component.id)} was not fetched`, {
    hint: 'run `tessera import`',
  })
}
