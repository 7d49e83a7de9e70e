import type { FileChange } from '@tessera/core.disk'
import { type ComponentId, TesseraError } from '@tessera/core.model'
import { join } from 'node:path'
import { formatBitmap } from './bitmap-format.ts'
import type { BitmapEntry, Workspace } from './types.ts'
import { writeAtomic } from './write-atomic.ts'

/**
 * Writes `.bitmap` with these entries in place of the present ones (all or nothing), and returns the workspace with
 * them, sorted as the file is.
 */
export async function writeBitmap(workspace: Workspace, entries: readonly BitmapEntry[]): Promise<Workspace> {
  const { change, workspace: next } = planBitmap(workspace, entries)
  writeAtomic(change.path, change.data)
  return next
}

/** The same as a change, to be made together with others. */
export function planBitmap(
  workspace: Workspace,
  entries: readonly BitmapEntry[],
): { readonly change: FileChange & { readonly data: string }; readonly workspace: Workspace } {
  refuseOld(workspace)
  const sorted = entries.toSorted((a, b) => compare(a.name, b.name) || compare(a.scope, b.scope))
  const bitmap = { ...workspace.bitmap, entries: sorted }
  const change = { path: join(workspace.root, '.bitmap'), data: formatBitmap(bitmap) }
  return { change, workspace: { ...workspace, bitmap } }
}

/** Written anew, the file would be closed to the `bit` that made it. */
function refuseOld({ bitmap: { writtenBy } }: Workspace): void {
  if (writtenBy === undefined) return
  throw new TesseraError(
    'OLD_BITMAP',
    `.bitmap has the form of bit ${writtenBy}, which Tessera reads and does not write`,
    {
      location: { file: '.bitmap' },
      hint: 'import its components into a workspace of Tessera: tessera init, tessera remote add, tessera import',
    },
  )
}

/** The id an entry stands for: its scope or where it will live, its name, and its version unless new. */
export function entryId(workspace: Pick<Workspace, 'defaultScope'>, entry: BitmapEntry): ComponentId {
  const scope = entry.scope || entry.defaultScope || workspace.defaultScope
  return { scope, name: entry.name, ...(entry.version === '' ? {} : { version: entry.version }) }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
