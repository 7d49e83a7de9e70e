import { rm } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { commitFiles, type FileChange } from '@tessera/core.disk'
import { componentKey, suggestion, TesseraError } from '@tessera/core.model'
import { assertPlace, entryId, planBitmap, workspaceCommits, type Workspace } from '@tessera/workspace.files'
import { planFiles, readFolder } from './copy.ts'

export interface MoveOptions {
  /** Folders as typed, from the workspace. */
  readonly from: string
  readonly to: string
  readonly dryRun?: boolean | undefined
}

export interface MoveResult {
  readonly workspace: Workspace
  /** `scope/name` */
  readonly id: string
  readonly from: string
  readonly to: string
}

/**
 * Moves a component to another folder: files and `.bitmap` all or none. What is installed or built there is left behind.
 * @throws TesseraError `COMPONENT_NOT_FOUND`, and those of `assertPlace`
 */
export async function moveComponent(workspace: Workspace, { from, to, dryRun }: MoveOptions): Promise<MoveResult> {
  const [old, next] = [from, to].map((dir) =>
    relative(workspace.root, resolve(workspace.root, dir)).split(sep).join('/'),
  )
  const [source, target] = [old as string, next as string]
  const entry = workspace.bitmap.entries.find(({ rootDir }) => rootDir === source)
  if (entry === undefined) {
    const known = workspace.bitmap.entries.map(({ rootDir }) => rootDir)
    throw new TesseraError(
      'COMPONENT_NOT_FOUND',
      `${source} is the folder of no component${suggestion(source, known)}`,
      {
        hint: 'tessera list shows them, tessera show <id> their folder',
      },
    )
  }
  const id = entryId(workspace, entry)
  const others = workspace.bitmap.entries.filter((each) => each !== entry)
  assertPlace({ ...workspace, bitmap: { ...workspace.bitmap, entries: others } }, target, id)
  const bitmap = planBitmap(workspace, [...others, { ...entry, rootDir: target }])
  const result = { workspace: bitmap.workspace, id: componentKey(id), from: source, to: target }
  if (dryRun === true) return { ...result, workspace }
  const changes = await planMove(workspace.root, source, target)
  await commitFiles(workspaceCommits(workspace.root), [...changes, bitmap.change])
  await clearOld(workspace.root, source, target)
  return result
}

/** Every file at its new place, and none at the old. */
export async function planMove(root: string, from: string, to: string): Promise<readonly FileChange[]> {
  const files = await readFolder(root, from)
  return [...planFiles(root, to, files), ...files.map(({ path }) => ({ path: join(root, from, path) }))]
}

/** What is left of the old folder is built or installed, and can be made again. */
export async function clearOld(root: string, from: string, to: string): Promise<void> {
  if (to.startsWith(`${from}/`)) {
    await rm(join(root, from, 'dist'), { recursive: true, force: true })
    return
  }
  await rm(join(root, from), { recursive: true, force: true })
}
