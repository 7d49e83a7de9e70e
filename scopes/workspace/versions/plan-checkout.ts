import { formatId, TesseraError } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { assertSafePaths, type ComponentNode, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'
import { latestTag, tagOf } from './baseline.ts'
import type { Recorded } from './baseline.ts'
import type { CheckoutOptions } from './checkout.ts'
import { mapLimited } from './map-limited.ts'
import { isExactPattern, matchComponents } from './match.ts'
import { mergeFiles } from './merge-files.ts'
import type { MergedFile } from './merge-files.ts'
import { readRecorded } from './recorded.ts'
import { shortVersion } from './short-version.ts'
import { generatedTest, recordedSide, workspaceSide } from './sides.ts'

export type CheckoutPlan = readonly PlannedCheckout[]

/** What it takes to put one component at a version. Paths are relative to its folder. */
export interface PlannedCheckout {
  readonly component: ComponentNode
  readonly to: string
  readonly mainFile: string
  readonly write: readonly { readonly path: string; readonly body: Buffer }[]
  readonly remove: readonly string[]
  /** Files that neither version has. */
  readonly kept: readonly string[]
  /** Files that were edited here and are others in the version: merged, or decided for one side. */
  readonly merged: readonly MergedFile[]
}

export interface VersionsContext {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly nodes: readonly WorkspaceNode[]
}

/** Everything is read and checked here, before the first file is written. */
export async function planCheckout(context: VersionsContext, options: CheckoutOptions): Promise<CheckoutPlan> {
  const { to, patterns } = options
  if (patterns.length === 0 && to !== 'head' && to !== 'latest') throw patternRequired(to)
  const isNamed = patterns.some(isExactPattern)
  const components = matchComponents(patterns, context.nodes).filter((each) => isNamed || each.id.version !== undefined)
  const moves = await mapLimited(components, (component) => readMove(context, component, to))
  const wanted = moves.filter((move) => needsWork(move, to))
  if (to === 'reset') return mapLimited(wanted, (move) => planForced(context.scope, move, 'theirs'))
  if (options.force !== undefined) {
    const { force } = options
    return mapLimited(wanted, (move) => planForced(context.scope, move, force))
  }
  const plans = await mapLimited(wanted, (move) => planMerged(context, move, options.resolve))
  if (options.resolve === undefined) refuseConflicts(plans)
  return plans
}

export interface Move {
  readonly component: ComponentNode
  readonly recorded: Recorded
  readonly target: Recorded
  /** What the user did to the files since the recorded version, what the target brings anyway left out. */
  readonly edited: readonly string[]
}

async function readMove({ scope }: VersionsContext, component: ComponentNode, to: string): Promise<Move> {
  if (component.id.version === undefined) throw isNew(component)
  const recorded = await readRecorded(scope, component)
  const version = targetVersion(recorded, to)
  const target = version === recorded.version ? recorded : await readRecorded(scope, component, version)
  assertSafePaths(
    target === recorded ? component.id : { ...component.id, version },
    target.object.files.map(({ relativePath }) => relativePath),
  )
  return { component, recorded, target, edited: editedFiles(component, recorded, target) }
}

function targetVersion({ component, version }: Recorded, to: string): string {
  if (to === 'reset') return version
  if (to === 'latest') return latestTag(component) ?? version
  if (to === 'head') return component.head === undefined ? version : tagOf(component, component.head)
  return to
}

function editedFiles(component: ComponentNode, recorded: Recorded, target: Recorded): readonly string[] {
  const [now, before, after] = [filesHere(component), fileMap(recorded), fileMap(target)]
  const paths = [...new Set([...now.keys(), ...before.keys()])].toSorted()
  return paths.filter((path) => now.get(path) !== before.get(path) && now.get(path) !== after.get(path))
}

function filesHere(component: ComponentNode): ReadonlyMap<string, string> {
  return new Map(component.files.map((file) => [file.path, file.hash]))
}

function fileMap({ object }: Recorded): ReadonlyMap<string, string> {
  return new Map(object.files.map((file) => [file.relativePath, file.file]))
}

function needsWork({ component, recorded, target, edited }: Move, to: string): boolean {
  return to === 'reset'
    ? edited.length > 0 || component.mainFile !== target.object.mainFile
    : recorded.version !== target.version
}

/** `ours` leaves edited files as they are and takes the others from the version, `theirs` takes all from the version. */
export async function planForced(scope: Scope, move: Move, force: 'ours' | 'theirs'): Promise<PlannedCheckout> {
  const { component, recorded, target } = move
  const ours = new Set(force === 'ours' ? move.edited : [])
  const [now, before, after] = [filesHere(component), fileMap(recorded), fileMap(target)]
  const changed = target.object.files.filter(
    ({ relativePath, file }) => now.get(relativePath) !== file && !ours.has(relativePath),
  )
  return {
    component,
    to: target.version,
    mainFile: ours.has(target.object.mainFile) ? component.mainFile : target.object.mainFile,
    write: await mapLimited(changed, async (file) => ({
      path: file.relativePath,
      body: await scope.readSource(file.file),
    })),
    remove: [...now.keys()].filter((path) => before.has(path) && !after.has(path) && !ours.has(path)),
    kept: untouched(move),
    merged: [],
  }
}

/** What was edited here is merged with what the version changed. */
async function planMerged(
  { workspace, scope }: VersionsContext,
  move: Move,
  strategy: CheckoutOptions['resolve'],
): Promise<PlannedCheckout> {
  const { component, recorded, target } = move
  const files = await mergeFiles({
    base: recordedSide(scope, recorded.object),
    ours: workspaceSide(workspace, component),
    theirs: recordedSide(scope, target.object),
    labels: { ours: `${shortVersion(recorded.version)} modified`, theirs: shortVersion(target.version) },
    strategy,
    isGenerated: generatedTest(component),
  })
  const isEdited = component.mainFile !== recorded.object.mainFile
  return {
    component,
    to: target.version,
    mainFile: isEdited ? component.mainFile : target.object.mainFile,
    ...splitMerged(files),
    kept: untouched(move),
  }
}

/** Merged files as what is written, what goes, and what is worth telling. */
export function splitMerged(files: readonly MergedFile[]): Pick<PlannedCheckout, 'write' | 'remove' | 'merged'> {
  return {
    write: files.flatMap(({ path, body }) => (body === undefined ? [] : [{ path, body }])),
    remove: files.filter(isRemoved).map(({ path }) => path),
    merged: files.filter(({ status, conflict }) => status === 'merged' || conflict !== undefined),
  }
}

function isRemoved({ status, body, conflict }: MergedFile): boolean {
  return status === 'removed' || (status === 'overridden' && body === undefined && conflict !== undefined)
}

function untouched({ component, recorded, target }: Move): readonly string[] {
  const [before, after] = [fileMap(recorded), fileMap(target)]
  return component.files.map(({ path }) => path).filter((path) => !before.has(path) && !after.has(path))
}

function refuseConflicts(plans: CheckoutPlan): void {
  const found = plans.flatMap(({ component, to, merged }) =>
    merged.flatMap(({ path, conflict }) =>
      conflict === undefined ? [] : [{ file: `${component.rootDir}/${path}`, conflict, to }],
    ),
  )
  if (found.length === 0) return
  const files = found.map(({ file }) => file).join(', ')
  throw new TesseraError('LOCAL_CHANGES', `what was edited here cannot be merged in ${files}`, {
    hint: '--manual writes conflict markers, --auto-merge-resolve ours or theirs decides for one side; --force-ours keeps the files you edited, --force-theirs overwrites them',
    diagnostics: found.map(({ file, conflict, to }) => ({
      severity: 'error',
      code: 'LOCAL_CHANGES',
      message: `${conflict} (here, and ${shortVersion(to)})`,
      location: { file },
    })),
  })
}

function patternRequired(to: string): TesseraError {
  return new TesseraError('PATTERN_REQUIRED', `checkout ${to} needs to be told which components`, {
    hint: `name them: \`tessera checkout ${to} <id>\`, or "**" for all`,
  })
}

function isNew(component: ComponentNode): TesseraError {
  return new TesseraError('VERSION_NOT_FOUND', `${formatId(component.id)} is new, it has no versions yet`, {
    hint: 'run `tessera tag` first',
  })
}
