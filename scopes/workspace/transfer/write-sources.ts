import { writeAtomic } from '@tessera/workspace.files'
import { mkdir, readFile, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Scope } from '@tessera/scope.store'
import type { Workspace } from '@tessera/workspace.files'
import type { WriteStep } from './plan-import.ts'

/** Writes the files of a version, each all or nothing and only where it differs, then removes those that are gone. */
export async function writeSources(
  workspace: Pick<Workspace, 'root'>,
  scope: Scope,
  step: Pick<WriteStep, 'target' | 'rootDir' | 'removed'>,
): Promise<void> {
  const dir = join(workspace.root, step.rootDir)
  for (const { relativePath, file } of step.target.version.files) {
    const path = join(dir, relativePath)
    const body = await scope.readSource(file)
    const present = await readFile(path).catch(() => undefined)
    if (present?.equals(body) === true) continue
    await mkdir(dirname(path), { recursive: true })
    // The next import writes again what a power cut took: no need to wait for the disk.
    await writeAtomic(path, body, { fsync: false })
  }
  for (const path of step.removed) await remove(dir, path)
}

/** Folders that are empty afterwards go too. */
async function remove(dir: string, path: string): Promise<void> {
  await rm(join(dir, path), { force: true })
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      await rmdir(join(dir, folder))
    } catch {
      return
    }
  }
}
