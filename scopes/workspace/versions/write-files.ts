import { realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { FileChange } from '@tessera/core.disk'
import { TesseraError } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import type { PlannedCheckout } from './plan-checkout.ts'

/**
 * What is written and deleted in the folder of one component, as changes to be made all or none.
 * @throws TesseraError `UNSAFE_PATH` where a link leads out of the component's folder
 */
export async function planFiles(
  { root }: Workspace,
  { component, write, remove }: Pick<PlannedCheckout, 'component' | 'write' | 'remove'>,
): Promise<readonly FileChange[]> {
  const home = join(root, component.rootDir)
  for (const { path } of write) await refuseLinkOutside(home, path)
  for (const path of remove) await refuseLinkOutside(home, path)
  return [
    ...write.map(({ path, body }) => ({ path: join(home, path), data: body })),
    ...remove.map((path) => ({ path: join(home, path) })),
  ]
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

async function refuseLinkOutside(home: string, path: string): Promise<void> {
  const root = await realpath(home).catch(() => undefined)
  if (root === undefined) return
  const folder = await nearestFolder(dirname(join(home, path)))
  if (folder !== root && !folder.startsWith(root + sep)) throw unsafePath(path)
}

/** Where the folder really lies, or the nearest above it that is there. */
async function nearestFolder(folder: string): Promise<string> {
  return realpath(folder).catch(() => nearestFolder(dirname(folder)))
}

function unsafePath(path: string): TesseraError {
  return new TesseraError('UNSAFE_PATH', `a version names the file "${path}", which must not be written`, {
    hint: 'it would lie outside its component: fetch the version again from a scope you trust',
  })
}
