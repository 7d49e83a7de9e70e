import { formatId, TesseraError } from '@tessera/core.model'
import type { VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { latestTag, tagOf } from './baseline.ts'
import type { Recorded } from './baseline.ts'
import type { CheckoutOptions } from './checkout.ts'
import { mapLimited } from './map-limited.ts'
import { isExactPattern, matchComponents } from './match.ts'
import { readRecorded } from './recorded.ts'
import { versionOf } from './version-of.ts'
import { refuseUnsafePath } from './write-files.ts'

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
}

/** Everything is read and checked here, before the first file is written. */
export async function planCheckout(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: CheckoutOptions,
): Promise<CheckoutPlan> {
  const { to, patterns } = options
  if (patterns.length === 0 && to !== 'head' && to !== 'latest') throw patternRequired(to)
  const isNamed = patterns.some(isExactPattern)
  const components = matchComponents(patterns, nodes).filter((each) => isNamed || each.id.version !== undefined)
  const moves = await mapLimited(components, (component) => readMove(scope, component, to))
  const wanted = moves.filter((move) => needsWork(move, to))
  if (to !== 'reset' && options.force === undefined) refuseLocalChanges(wanted)
  const force = to === 'reset' ? 'theirs' : options.force
  return mapLimited(wanted, (move) => planMove(scope, move, force))
}

interface Move {
  readonly component: ComponentNode
  readonly recorded: Recorded
  readonly target: Recorded
  /** What the user did to the files since the recorded version, what the target brings anyway left out. */
  readonly edited: readonly string[]
}

async function readMove(scope: Scope, component: ComponentNode, to: string): Promise<Move> {
  if (component.id.version === undefined) throw isNew(component)
  const recorded = await readRecorded(scope, component)
  const version = targetVersion(recorded, to)
  const target = version === recorded.version ? recorded : await readRecorded(scope, component, version)
  return { component, recorded, target, edited: editedFiles(component, recorded, target) }
}

function targetVersion({ component, version }: Recorded, to: string): string {
  if (to === 'reset') return version
  if (to === 'latest') return latestTag(component) ?? version
  if (to === 'head') return component.head === undefined ? version : tagOf(component, component.head)
  return to
}

function editedFiles(component: ComponentNode, recorded: Recorded, target: Recorded): readonly string[] {
  const [now, before, after] = [fileMap(versionOf(component)), fileMap(recorded.object), fileMap(target.object)]
  const paths = [...new Set([...now.keys(), ...before.keys()])].toSorted()
  return paths.filter((path) => now.get(path) !== before.get(path) && now.get(path) !== after.get(path))
}

function fileMap(version: Pick<VersionObject, 'files'>): ReadonlyMap<string, string> {
  return new Map(version.files.map((file) => [file.relativePath, file.file]))
}

function needsWork({ component, recorded, target, edited }: Move, to: string): boolean {
  return to === 'reset'
    ? edited.length > 0 || component.mainFile !== target.object.mainFile
    : recorded.version !== target.version
}

async function planMove(scope: Scope, move: Move, force: CheckoutOptions['force']): Promise<PlannedCheckout> {
  const { component, recorded, target } = move
  const ours = new Set(force === 'ours' ? move.edited : [])
  const [now, before, after] = [fileMap(versionOf(component)), fileMap(recorded.object), fileMap(target.object)]
  for (const path of after.keys()) refuseUnsafePath(path)
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
    kept: [...now.keys()].filter((path) => !before.has(path) && !after.has(path)),
  }
}

function refuseLocalChanges(moves: readonly Move[]): void {
  const files = moves.flatMap(({ component, edited }) => edited.map((path) => `${component.rootDir}/${path}`))
  if (files.length === 0) return
  throw new TesseraError('LOCAL_CHANGES', `checkout would overwrite local changes in ${files.join(', ')}`, {
    hint: '--force-ours keeps the files you edited, --force-theirs overwrites them; or put them aside with `git stash` and bring them back after',
    diagnostics: files.map((file) => ({
      severity: 'error',
      code: 'LOCAL_CHANGES',
      message: 'changed since the recorded version',
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
