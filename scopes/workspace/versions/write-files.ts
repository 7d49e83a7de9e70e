import { mkdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { TesseraError } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import writeFileAtomic from 'write-file-atomic'
import type { PlannedCheckout } from './plan-checkout.ts'

/** Writes and deletes the files of one component, each at once or not at all; folders left empty go. */
export async function applyFiles(workspace: Workspace, plan: PlannedCheckout): Promise<void> {
  const root = join(workspace.root, plan.component.rootDir)
  for (const path of [...plan.write.map((file) => file.path), ...plan.remove]) refuseUnsafePath(path)
  for (const { path, body } of plan.write) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFileAtomic(join(root, path), body)
  }
  for (const path of plan.remove) {
    await rm(join(root, path), { force: true })
    await removeEmptyFolders(root, dirname(path))
  }
}

/** A version may come from anywhere: nothing it names may lie outside the component's folder. */
function refuseUnsafePath(path: string): void {
  const parts = path.split('/')
  const isSafe = !path.includes('\\') && parts.every((part) => part !== '' && part !== '.' && part !== '..')
  if (isSafe && parts[0] !== 'node_modules') return
  throw new TesseraError('UNSAFE_PATH', `a version names the file "${path}", which must not be written`, {
    hint: 'the scope it came from holds a version made by hand: fetch it again from a scope you trust',
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
