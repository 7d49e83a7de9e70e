import { formatId } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { createTwoFilesPatch } from 'diff'
import { noBaseline, readBaseline } from './baseline.ts'
import { compareVersions, isModifiedSince } from './compare.ts'
import type { FieldChange, FileChange } from './compare.ts'
import { mapLimited } from './map-limited.ts'
import { matchComponents } from './match.ts'
import { readRecorded } from './recorded.ts'
import { readWorkspaceText, sourceText } from './text.ts'
import { versionOf } from './version-of.ts'
import type { VersionContent } from './version-of.ts'

export interface DiffOptions {
  readonly patterns?: readonly string[] | undefined
  /** Compare with this version rather than with the one of `.bitmap`. */
  readonly version?: string | undefined
  /** Compare `version` with this one rather than with the files of the workspace. */
  readonly toVersion?: string | undefined
}

export interface ComponentDiff {
  /** `scope/name`, with the version of `.bitmap` unless it is new. */
  readonly id: string
  readonly hasDiff: boolean
  readonly filesDiff: readonly {
    readonly filePath: string
    readonly status: 'ADDED' | 'DELETED' | 'MODIFIED'
    /** Unified diff. */
    readonly diffOutput: string
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
  const from =
    options.version === undefined && component.id.version === undefined
      ? NOTHING
      : await recordedSide(scope, component, options.version)
  const to =
    options.toVersion === undefined
      ? workspaceSide(workspace, component)
      : await recordedSide(scope, component, options.toVersion)
  return { from, to }
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

async function recordedSide(scope: Scope, component: ComponentNode, version: string | undefined): Promise<Side> {
  const recorded = await readRecorded(scope, component, version)
  return {
    label: recorded.version,
    content: recorded.object,
    read: async (_path, hash) => sourceText(await scope.readSource(hash)),
  }
}

function workspaceSide(workspace: Workspace, component: ComponentNode): Side {
  return {
    label: 'workspace',
    content: versionOf(component),
    read: (path) => readWorkspaceText(workspace, component, path),
  }
}

async function diffOne(component: ComponentNode, sides: Sides): Promise<ComponentDiff> {
  const changes = compareVersions(sides.from.content, sides.to.content)
  return {
    id: formatId(component.id),
    hasDiff: changes.files.length + changes.fields.length > 0,
    filesDiff: await mapLimited(changes.files, (change) => diffFile(change, sides)),
    fieldsDiff: changes.fields.map(diffField),
  }
}

const STATUS = { added: 'ADDED', modified: 'MODIFIED', deleted: 'DELETED' } as const

async function diffFile(change: FileChange, { from, to }: Sides): Promise<ComponentDiff['filesDiff'][number]> {
  const { path } = change
  const [before, after] = await Promise.all([
    change.from === undefined ? '' : from.read(path, change.from),
    change.to === undefined ? '' : to.read(path, change.to),
  ])
  const label = (side: Side): string => `${path} (${side.label})`
  return {
    filePath: path,
    status: STATUS[change.status],
    diffOutput: createTwoFilesPatch(label(from), label(to), before, after),
  }
}

function diffField({ field, from, to }: FieldChange): ComponentDiff['fieldsDiff'][number] {
  const gone = from.filter((line) => line !== '' && !to.includes(line)).map((line) => `- ${line}`)
  const come = to.filter((line) => !from.includes(line)).map((line) => `+ ${line}`)
  return { fieldName: field, diffOutput: [...gone, ...come].join('\n') }
}
