import { rmSync } from 'node:fs'
import type { FileChange } from '@tessera/core.disk'
import type { ComponentId } from '@tessera/core.model'
import { componentHash } from '@tessera/scope.objects'
import { notWritable } from './errors.ts'
import { objectFile } from './layout.ts'
import { refreshIndex } from './scope-index.ts'

/** Takes Component objects out of the scope, then out of its index. Their Versions stay, reachable by hash alone. */
export function removeComponents(root: string, ids: readonly ComponentId[]): void {
  if (ids.length === 0) return
  try {
    for (const id of ids) rmSync(objectFile(root, componentHash(id)), { force: true })
    refreshIndex(root)
  } catch (error) {
    throw notWritable(root, error)
  }
}

/** The same as changes to be made together with others; the next reader finds that the index is stale. */
export function planRemoval(root: string, ids: readonly ComponentId[]): readonly FileChange[] {
  return ids.map((id) => ({ path: objectFile(root, componentHash(id)) }))
}
