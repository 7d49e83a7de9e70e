import { join } from 'node:path'
import type { FileChange } from '@tessera/core.disk'
import { assertRealFolders, type Workspace } from '@tessera/workspace.files'
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
  await assertRealFolders(home, component.id, [...write.map(({ path }) => path), ...remove])
  return [
    ...write.map(({ path, body }) => ({ path: join(home, path), data: body })),
    ...remove.map((path) => ({ path: join(home, path) })),
  ]
}
