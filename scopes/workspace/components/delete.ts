import { commitFiles } from '@tessera/core.disk'
import { componentKey, type ComponentId } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { loadNodes, writeBitmap, workspaceCommits, type ComponentNode, type Workspace } from '@tessera/workspace.files'
import { marksOf, readBaseline, REMOVE, withConfig } from '@tessera/workspace.versions'
import { refuseUsed, usesOf } from './dependents.ts'
import { clearAway, named, planLeaving, refuseUnsaved, removeComponents, type RemovedComponent } from './remove.ts'

export interface DeleteOptions {
  /** As in `matchComponents`; at least one. */
  readonly patterns: readonly string[]
  /** Also what others use. */
  readonly force?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

export interface DeleteResult {
  readonly workspace: Workspace
  /** `scope/name` of what the next version will say is deleted. */
  readonly marked: readonly string[]
  /** What had no version: it left the workspace, its files stay. */
  readonly untracked: readonly string[]
}

/**
 * Marks components as deleted: their next version says so, its export tells their scope, and then they leave the
 * workspace. History and files of older versions stay in the scope.
 * @throws TesseraError `COMPONENT_IN_USE`, `PATTERN_REQUIRED`, and those of `matchComponents`
 */
export async function deleteComponents(
  workspace: Workspace,
  scope: Scope,
  { patterns, force = false, dryRun = false }: DeleteOptions,
): Promise<DeleteResult> {
  const nodes = await loadNodes(workspace)
  const components = named(patterns, nodes)
  if (!force) {
    refuseUsed(usesOf(nodes, new Set(components.map(({ key }) => key))), 'delete it too, or use --force')
  }
  const versioned = components.filter(({ id }) => id.version !== undefined)
  const fresh = components.filter(({ id }) => id.version === undefined)
  const result = { marked: versioned.map(({ key }) => key), untracked: fresh.map(({ key }) => key) }
  if (dryRun) return { workspace, ...result }
  const marked = await mark(workspace, versioned)
  if (fresh.length === 0) return { workspace: marked, ...result }
  const left = await removeComponents(marked, scope, { patterns: result.untracked, keepFiles: true, force: true })
  return { workspace: left.workspace, ...result }
}

async function mark(workspace: Workspace, components: readonly ComponentNode[]): Promise<Workspace> {
  const folders = new Set(components.map(({ rootDir }) => rootDir))
  const entries = workspace.bitmap.entries.map((entry) =>
    folders.has(entry.rootDir) ? withConfig(entry, REMOVE, { removed: true }) : entry,
  )
  return writeBitmap(workspace, entries)
}

/** What leaves the workspace because its scope was sent now that it is deleted; what others here use stays. */
export async function leaveDeleted(
  workspace: Workspace,
  scope: Scope,
  sent: readonly { readonly id: ComponentId; readonly head: string }[],
): Promise<{ readonly workspace: Workspace; readonly removed: readonly RemovedComponent[] }> {
  const marked = new Set<string>()
  for (const { id, head } of sent) if (marksOf(await scope.readVersion(head)).removed) marked.add(componentKey(id))
  if (marked.size === 0) return { workspace, removed: [] }
  const nodes = await loadNodes(workspace)
  const deleted: ComponentNode[] = []
  for (const node of nodes) {
    if (node.kind === 'component' && marked.has(node.key) && (await isDeleted(scope, node))) deleted.push(node)
  }
  const used = new Set(usesOf(nodes, new Set(deleted.map(({ key }) => key))).map(({ of }) => of))
  const leaving = deleted.filter((node) => !used.has(componentKey(node.id)))
  if (leaving.length === 0) return { workspace, removed: [] }
  const plan = planLeaving(workspace, leaving)
  await commitFiles(workspaceCommits(workspace.root), plan.changes)
  await clearAway(workspace, leaving)
  return { workspace: plan.workspace, removed: plan.removed }
}

/** Its exported version says so, and its files are those of that version. */
async function isDeleted(scope: Scope, node: ComponentNode): Promise<boolean> {
  const baseline = await readBaseline(scope, node)
  if (baseline.state !== 'recorded' || !marksOf(baseline.object).removed) return false
  return refuseUnsaved(scope, [node]).then(
    () => true,
    () => false,
  )
}
