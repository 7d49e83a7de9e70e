import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commitFiles, type FileChange } from '@tessera/core.disk'
import type { Scope } from '@tessera/scope.store'
import { workspaceCommits, type Workspace } from '@tessera/workspace.files'
import type { WriteStep } from './plan-import.ts'

/** Makes the changes of `planSources`, all or none. */
export async function writeSources(workspace: Workspace, scope: Scope, step: WriteStep): Promise<void> {
  await commitFiles(workspaceCommits(workspace.root), await planSources(workspace, scope, step))
}

/** What becomes of the files of one component: those that go, then those that differ from the version. */
export async function planSources(workspace: Workspace, scope: Scope, step: WriteStep): Promise<readonly FileChange[]> {
  const dir = join(workspace.root, step.rootDir)
  const changes: FileChange[] = step.removed.map((path) => ({ path: join(dir, path) }))
  if (step.merged !== undefined) {
    const written = step.merged.flatMap(({ path, body }) => (body === undefined ? [] : [{ path, body }]))
    return [...changes, ...written.map(({ path, body }) => ({ path: join(dir, path), data: body }))]
  }
  for (const { relativePath, file } of step.target.version.files) {
    const path = join(dir, relativePath)
    const data = await scope.readSource(file)
    const present = await readFile(path).catch(() => undefined)
    if (present?.equals(data) !== true) changes.push({ path, data, executable: isProgram(data) })
  }
  return changes
}

/** Versions of Bit have no room for modes: what names its interpreter can be run. */
function isProgram(data: Buffer): boolean {
  return data[0] === 0x23 && data[1] === 0x21
}
