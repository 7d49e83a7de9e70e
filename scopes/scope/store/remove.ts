import { rmSync } from 'node:fs'
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
