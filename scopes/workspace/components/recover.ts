import {
  componentKey,
  formatId,
  parseComponentId,
  TesseraError,
  withVersion,
  type ComponentId,
  type Emit,
} from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { loadNodes, writeBitmap, type BitmapEntry, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'
import { fetchVersions, importComponents, remoteOpener, type ImportedComponent } from '@tessera/workspace.transfer'
import {
  isExactPattern,
  marksOf,
  readBaseline,
  readMarks,
  REMOVE,
  withConfig,
  withoutConfig,
  type Marks,
} from '@tessera/workspace.versions'
import { named } from './remove.ts'

export interface RecoverOptions {
  /** Components of the workspace, or `scope/name` of what has left it. */
  readonly patterns: readonly string[]
  readonly skipInstall?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

export interface RecoverResult {
  readonly workspace: Workspace
  /** `scope/name` of what is not deleted any more. */
  readonly recovered: readonly string[]
  /** Those of them whose scope learns it with their next version. */
  readonly pending: readonly string[]
  /** What was written because the workspace did not have it. */
  readonly imported: readonly ImportedComponent[]
}

/**
 * Takes a soft deletion back, of a component or of versions of it. What was exported as deleted is brought into the workspace again, and its next version says
 * that it is not deleted.
 * @throws TesseraError `NOT_DELETED`, `PATTERN_REQUIRED`, and those of `matchComponents` and `importComponents`
 */
export async function recoverComponents(
  workspace: Workspace,
  scope: Scope,
  { patterns, skipInstall, dryRun = false }: RecoverOptions,
  emit: Emit,
): Promise<RecoverResult> {
  const nodes = await loadNodes(workspace)
  const absent = patterns.flatMap((pattern) => absentId(pattern, nodes))
  const present = patterns.filter((pattern) => absentId(pattern, nodes).length === 0)
  const here = absent.length > 0 && present.length === 0 ? [] : named(present, nodes).map(({ key }) => key)
  await refuseLiving(workspace, scope, absent)
  const away = absent.map(componentKey)
  if (dryRun) {
    const found = await deletedIn(scope, nodes, { keys: new Set(here), isNamed: present.some(isExactPattern) })
    return {
      workspace,
      recovered: [...keysOf(found), ...away],
      pending: [...keysOf(found, 'say'), ...away],
      imported: [],
    }
  }
  const ids = absent.map((id) => formatId(withVersion(id, undefined)))
  const brought =
    ids.length === 0
      ? { workspace, imported: [] }
      : await importComponents(workspace, scope, nodes, { patterns: ids, skipInstall }, withoutWarning(emit))
  const keys = new Set([...here, ...away])
  const isNamed = present.some(isExactPattern)
  const found = await deletedIn(scope, await loadNodes(brought.workspace), { keys, isNamed })
  const entries = brought.workspace.bitmap.entries.map((entry) => recovered(entry, found))
  return {
    workspace: await writeBitmap(brought.workspace, entries),
    recovered: keysOf(found),
    pending: keysOf(found, 'say'),
    imported: brought.imported,
  }
}

/** That it is deleted is known: it is why it is recovered. */
function withoutWarning(emit: Emit): Emit {
  return (event) => {
    if (event.type !== 'diagnostic' || event.diagnostic.code !== 'COMPONENT_DELETED') emit(event)
  }
}

/** An id in full that the workspace does not hold may be one of a scope. */
function absentId(pattern: string, nodes: readonly WorkspaceNode[]): readonly ComponentId[] {
  if (!isExactPattern(pattern) || !/^[^@/]+\.[^@/]+\//.test(pattern)) return []
  const isHere = nodes.some((node) => node.kind === 'component' && [node.key, node.rootDir].includes(pattern))
  return isHere ? [] : [parseComponentId(pattern)]
}

async function refuseLiving(workspace: Workspace, scope: Scope, ids: readonly ComponentId[]): Promise<void> {
  const fetcher = { scope, open: remoteOpener(workspace, scope) }
  const requests = ids.map((id) => ({ id: withVersion(id, undefined), why: `recover ${componentKey(id)}` }))
  for (const { id, version } of await fetchVersions(fetcher, requests, { history: true })) {
    if (!marksOf(version).removed) throw notDeleted(componentKey(id))
  }
}

interface Deleted {
  readonly key: string
  /** `say`: a version says that it is deleted, so the next has to say that it is not. */
  readonly how: 'forget' | 'say'
}

/** By folder. @throws TesseraError `NOT_DELETED` for what was named */
async function deletedIn(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  { keys, isNamed }: { readonly keys: ReadonlySet<string>; readonly isNamed: boolean },
): Promise<ReadonlyMap<string, Deleted>> {
  const found = new Map<string, Deleted>()
  for (const node of nodes) {
    if (node.kind !== 'component' || !keys.has(node.key)) continue
    const isMarked = hasDeletions(await readMarks(scope, node, await scope.readComponent(node.id)))
    if (!isMarked && isNamed) throw notDeleted(node.key)
    if (!isMarked) continue
    const baseline = await readBaseline(scope, node)
    const isRecorded = baseline.state === 'recorded' && hasDeletions(marksOf(baseline.object))
    found.set(node.rootDir, { key: node.key, how: isRecorded ? 'say' : 'forget' })
  }
  return found
}

/** The component, or versions of it. */
function hasDeletions({ removed, removedVersions }: Marks): boolean {
  return removed || removedVersions !== undefined
}

function recovered(entry: BitmapEntry, found: ReadonlyMap<string, Deleted>): BitmapEntry {
  const how = found.get(entry.rootDir)?.how
  if (how === undefined) return entry
  return how === 'say' ? withConfig(entry, REMOVE, { removed: false }) : withoutConfig(entry, REMOVE)
}

function keysOf(found: ReadonlyMap<string, Deleted>, how?: Deleted['how']): readonly string[] {
  return [...found.values()].filter((each) => how === undefined || each.how === how).map(({ key }) => key)
}

function notDeleted(key: string): TesseraError {
  return new TesseraError('NOT_DELETED', `${key} is not deleted`, {
    hint: `nothing to recover; to have its sources here: tessera import ${key}`,
  })
}
