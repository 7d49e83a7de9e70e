import { lstat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { commitFiles, type FileChange } from '@tessera/core.disk'
import { componentKey, packageName, TesseraError, withVersion, type ComponentId } from '@tessera/core.model'
import {
  assertPlace,
  componentDirectory,
  loadNodes,
  planBitmap,
  workspaceCommits,
  type BitmapEntry,
  type ComponentNode,
  type Workspace,
  type WorkspaceNode,
} from '@tessera/workspace.files'
import { DEPRECATION, matchComponents, REMOVE, withConfig } from '@tessera/workspace.versions'
import { folderFor, planRefactor, readNewId } from './copy.ts'
import { originalOf, planCopy } from './fork.ts'
import { clearOld, planMove } from './move.ts'

const RENAMING = 'teambit.component/renaming'

export interface RenameOptions {
  readonly from: string
  /** `name` or `scope/name`. */
  readonly to: string
  /** Of the new name; by default the scope it has. */
  readonly scope?: string | undefined
  /** Folder, relative to the workspace; by default that of the template where it lay in that of its old name. */
  readonly path?: string | undefined
  /** Whoever imports it here imports the new name. */
  readonly refactor?: boolean | undefined
  /** Of what has versions: deletes the old name softly in place of deprecating it. */
  readonly delete?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

export interface RenameResult {
  readonly workspace: Workspace
  /** `scope/name` */
  readonly from: string
  readonly to: string
  readonly rootDir: string
  /** What became of the old name: a new component has none any more. */
  readonly old: 'gone' | 'deprecated' | 'deleted'
  readonly refactored: readonly string[]
}

/**
 * Gives a component another name. Versions never change: one that has versions is copied under the new name, and the next
 * version of the old name says that it is deprecated (or deleted) and what its new name is.
 * @throws TesseraError `INVALID_ID`, and those of `matchComponents` and `assertPlace`
 */
export async function renameComponent(workspace: Workspace, options: RenameOptions): Promise<RenameResult> {
  const nodes = await loadNodes(workspace)
  const [node, second] = matchComponents([options.from], nodes)
  if (node === undefined || second !== undefined) {
    throw new TesseraError('INVALID_PATTERN', `"${options.from}" is no name of one component`, {
      hint: 'rename one component at a time',
    })
  }
  const id = readNewId(options.to, options.scope ?? node.id.scope)
  const job = { workspace, nodes, node, id, options }
  const plan = node.id.version === undefined ? await planNew(job) : await planVersioned(job)
  const { root } = workspace
  const refactored = plan.uses.map(({ path }) => path.slice(root.length + 1).replaceAll('\\', '/'))
  const bitmap = planBitmap(workspace, plan.entries)
  const result = { from: node.key, to: componentKey(id), rootDir: plan.rootDir, old: plan.old, refactored }
  if (options.dryRun === true) return { workspace, ...result }
  await commitFiles(workspaceCommits(root), [...plan.changes, ...plan.uses, bitmap.change])
  if (plan.old === 'gone') await clearName(root, node, plan.rootDir)
  return { workspace: bitmap.workspace, ...result }
}

interface Job {
  readonly workspace: Workspace
  readonly nodes: readonly WorkspaceNode[]
  readonly node: ComponentNode
  readonly id: ComponentId
  readonly options: RenameOptions
}

interface Plan {
  readonly entries: readonly BitmapEntry[]
  readonly changes: readonly FileChange[]
  readonly uses: readonly FileChange[]
  readonly rootDir: string
  readonly old: RenameResult['old']
}

/** Nobody outside knows the old name. */
async function planNew({ workspace, nodes, node, id, options }: Job): Promise<Plan> {
  const isAtPlace = node.rootDir === componentDirectory(workspace, node.id)
  const stays = options.path === undefined && !isAtPlace
  const rootDir = stays ? node.rootDir : folderFor(workspace, id, options.path)
  const others = workspace.bitmap.entries.filter((entry) => entry.rootDir !== node.rootDir)
  const without = { ...workspace, bitmap: { ...workspace.bitmap, entries: others } }
  const moves = rootDir !== node.rootDir
  // A folder of its own is no obstacle; a name that is taken is.
  assertPlace(without, moves ? rootDir : `${rootDir}.renamed`, id)
  const entry = workspace.bitmap.entries.find((each) => each.rootDir === node.rootDir) as BitmapEntry
  const renamed = { ...entry, name: id.name, defaultScope: id.scope, rootDir }
  const moved = moves ? await planMove(workspace.root, node.rootDir, rootDir) : []
  const uses = options.refactor === true ? await usesOfName({ workspace, nodes, node, id, options }) : []
  return { entries: [...others, renamed], changes: moved, uses, rootDir, old: 'gone' }
}

function usesOfName({ workspace, nodes, node, id }: Job): Promise<readonly FileChange[]> {
  const others = nodes.filter((each) => each !== node)
  return planRefactor(workspace, others, {
    from: { key: node.key, packageName: node.packageName },
    to: { key: componentKey(id), packageName: packageName(id) },
  })
}

async function planVersioned({ workspace, nodes, node, id, options }: Job): Promise<Plan> {
  const rootDir = folderFor(workspace, id, options.path)
  const original = await originalOf(workspace, node)
  const copy = await planCopy(workspace, { original, id, rootDir, nodes, refactor: options.refactor === true })
  const uses = copy.changes.filter(({ path }) => !path.startsWith(join(workspace.root, rootDir)))
  const made = copy.changes.filter((change) => !uses.includes(change))
  const entry = withConfig(copy.entry, RENAMING, { renamedFrom: withVersion(node.id, undefined) })
  const entries = workspace.bitmap.entries.map((each) => {
    if (each.rootDir !== node.rootDir) return each
    return options.delete === true
      ? withConfig(each, REMOVE, { removed: true })
      : withConfig(each, DEPRECATION, { deprecate: true, newId: componentKey(id) })
  })
  const old = options.delete === true ? 'deleted' : 'deprecated'
  return { entries: [...entries, entry], changes: made, uses, rootDir, old }
}

async function clearName(root: string, { packageName: name, rootDir }: ComponentNode, to: string): Promise<void> {
  const link = join(root, 'node_modules', name)
  if ((await lstat(link).catch(() => undefined))?.isSymbolicLink() === true) await unlink(link)
  if (rootDir !== to) await clearOld(root, rootDir, to)
}
