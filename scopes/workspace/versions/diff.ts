import { formatId } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { createTwoFilesPatch } from 'diff'
import { noBaseline, readBaseline, tagOf, type Recorded } from './baseline.ts'
import { compareVersions, isModifiedSince } from './compare.ts'
import type { FieldChange, FileChange } from './compare.ts'
import { mapLimited } from './map-limited.ts'
import { matchComponents } from './match.ts'
import { readRecorded } from './recorded.ts'
import { shortVersion } from './short-version.ts'
import { isBinaryNote, readWorkspaceText, sourceText } from './text.ts'
import { contentOf } from './version-of.ts'
import type { VersionContent } from './version-of.ts'

export interface DiffOptions {
  readonly patterns?: readonly string[] | undefined
  /** Compare with this version rather than with the one of `.bitmap`. */
  readonly version?: string | undefined
  /** Compare `version` with this one rather than with the files of the workspace. */
  readonly toVersion?: string | undefined
  /** Compare `version`, or the one of `.bitmap`, with the one before it. */
  readonly parent?: boolean | undefined
}

export interface ComponentDiff {
  /** `scope/name`, with the version of `.bitmap` unless it is new. */
  readonly id: string
  readonly hasDiff: boolean
  readonly filesDiff: readonly {
    readonly filePath: string
    /** The same, relative to the workspace. */
    readonly file: string
    readonly status: 'ADDED' | 'DELETED' | 'MODIFIED'
    /** Unified diff. */
    readonly diffOutput: string
    /** Lines; 0 of a binary file. */
    readonly added: number
    readonly removed: number
    readonly isBinary: boolean
  }[]
  readonly fieldsDiff: readonly { readonly fieldName: string; readonly diffOutput: string }[]
}

/**
 * What changed in the components that the patterns name; without patterns, in every modified one. A new component is
 * compared with nothing.
 * @throws TesseraError `NO_BASELINE`, `VERSION_NOT_FOUND`, and those of `matchComponents`
 */
export async function diff(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: DiffOptions = {},
): Promise<readonly ComponentDiff[]> {
  const { patterns = [] } = options
  const components = matchComponents(patterns, nodes)
  const chosen = patterns.length > 0 ? components : await modifiedOnes(scope, components)
  return mapLimited(chosen, async (component) =>
    diffOne(component, await readSides(workspace, scope, component, options)),
  )
}

async function modifiedOnes(scope: Scope, components: readonly ComponentNode[]): Promise<readonly ComponentNode[]> {
  const modified: ComponentNode[] = []
  for (const component of components) {
    const baseline = await readBaseline(scope, component)
    if (baseline.state === 'absent') throw noBaseline(component)
    if (baseline.state === 'recorded' && isModifiedSince(component, baseline)) modified.push(component)
  }
  return modified
}

interface Side {
  readonly label: string
  readonly content: VersionContent
  read(path: string, hash: string): Promise<string>
}

interface Sides {
  readonly from: Side
  readonly to: Side
}

async function readSides(
  workspace: Workspace,
  scope: Scope,
  component: ComponentNode,
  options: DiffOptions,
): Promise<Sides> {
  if (options.parent === true) return parentSides(scope, component, options.version)
  const from =
    options.version === undefined && component.id.version === undefined
      ? NOTHING
      : await versionSide(scope, component, options.version)
  const to =
    options.toVersion === undefined
      ? filesSide(workspace, component)
      : await versionSide(scope, component, options.toVersion)
  return { from, to }
}

/** Of a merge the first: what was made here. */
async function parentSides(scope: Scope, component: ComponentNode, version: string | undefined): Promise<Sides> {
  const recorded = await readRecorded(scope, component, version)
  const [parent] = recorded.object.parents
  const from = parent === undefined ? NOTHING : await versionSide(scope, component, tagOf(recorded.component, parent))
  return { from, to: sideOf(scope, recorded) }
}

const NOTHING: Side = {
  label: 'nothing',
  content: {
    files: [],
    mainFile: '',
    dependencies: [],
    devDependencies: [],
    packageDependencies: {},
    devPackageDependencies: {},
    peerPackageDependencies: {},
  },
  read: async () => '',
}

async function versionSide(scope: Scope, component: ComponentNode, version: string | undefined): Promise<Side> {
  return sideOf(scope, await readRecorded(scope, component, version))
}

function sideOf(scope: Scope, { version, object }: Recorded): Side {
  return {
    label: shortVersion(version),
    content: object,
    read: async (_path, hash) => sourceText(await scope.readSource(hash)),
  }
}

function filesSide(workspace: Workspace, component: ComponentNode): Side {
  return {
    label: 'workspace',
    content: contentOf(component),
    read: (path) => readWorkspaceText(workspace, component, path),
  }
}

async function diffOne(component: ComponentNode, sides: Sides): Promise<ComponentDiff> {
  const changes = compareVersions(sides.from.content, sides.to.content)
  return {
    id: formatId(component.id),
    hasDiff: changes.files.length + changes.fields.length > 0,
    filesDiff: await mapLimited(changes.files, (change) => diffFile(component, change, sides)),
    fieldsDiff: changes.fields.map(diffField),
  }
}

const STATUS = { added: 'ADDED', modified: 'MODIFIED', deleted: 'DELETED' } as const

async function diffFile(
  { rootDir }: ComponentNode,
  change: FileChange,
  { from, to }: Sides,
): Promise<ComponentDiff['filesDiff'][number]> {
  const { path } = change
  const [before, after] = await Promise.all([
    change.from === undefined ? '' : from.read(path, change.from),
    change.to === undefined ? '' : to.read(path, change.to),
  ])
  const label = (side: Side): string => `${path} (${side.label})`
  const diffOutput = createTwoFilesPatch(label(from), label(to), before, after)
  const isBinary = [before, after].some(isBinaryNote)
  const [added, removed] = isBinary ? [0, 0] : countLines(diffOutput)
  const file = `${rootDir}/${path}`
  return { filePath: path, file, status: STATUS[change.status], diffOutput, added, removed, isBinary }
}

/** Lines gained and lost; the head of a patch has four lines. */
function countLines(patch: string): [added: number, removed: number] {
  const lines = patch.split('\n').slice(4)
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length
  return [count('+'), count('-')]
}

function diffField({ field, from, to }: FieldChange): ComponentDiff['fieldsDiff'][number] {
  const gone = from.filter((line) => line !== '' && !to.includes(line)).map((line) => `- ${line}`)
  const come = to.filter((line) => !from.includes(line)).map((line) => `+ ${line}`)
  return { fieldName: field, diffOutput: [...gone, ...come].join('\n') }
}
