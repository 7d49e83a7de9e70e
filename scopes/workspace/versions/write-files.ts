import { writeAtomic } from '@tessera/workspace.files'
import { mkdir, realpath, rm, rmdir } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { TesseraError } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import type { PlannedCheckout } from './plan-checkout.ts'

/**
 * Writes and deletes the files of one component, each at once or not at all; folders left empty go.
 * @throws TesseraError `UNSAFE_PATH` where a link leads out of the component's folder
 */
export async function applyFiles(workspace: Workspace, plan: PlannedCheckout): Promise<void> {
  const root = join(workspace.root, plan.component.rootDir)
  await mkdir(root, { recursive: true })
  for (const { path, body } of plan.write) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await refuseLinkOutside(root, path)
    await writeAtomic(join(root, path), body)
  }
  for (const path of plan.remove) {
    await rm(join(root, path), { force: true })
    await removeEmptyFolders(root, dirname(path))
  }
}

/**
 * A version may come from anywhere: nothing it names may lie outside the component's folder.
 * @throws TesseraError `UNSAFE_PATH`
 */
export function refuseUnsafePath(path: string): void {
  const parts = path.split('/')
  const isInside = !/[\\\0]/.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..')
  if (!isInside || parts.includes('node_modules') || parts.includes('.git')) throw unsafePath(path)
}

async function refuseLinkOutside(root: string, path: string): Promise<void> {
  const [home, folder] = await Promise.all([realpath(root), realpath(dirname(join(root, path)))])
  if (folder !== home && !folder.startsWith(home + sep)) throw unsafePath(path)
}

function unsafePath(path: string): TesseraError {
  return new TesseraError('UNSAFE_PATH', `a version names the file "${path}", which must not be written`, {
    hint: 'it would lie outside its component: fetch the version again from a scope you trust',
  })
}

async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let each = folder; each !== '.' && each !== ''; each = dirname(each)) {
    try {
      await rmdir(join(root, each))
    } catch {
      return
    }
  }
}
