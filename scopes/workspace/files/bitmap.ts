import type { ComponentId } from '@tessera/core.model'
import type { Bitmap, BitmapEntry, Workspace } from './types.ts'

/**
 * Reads a `.bitmap` of Bit's schema 17.0.0.
 * @throws TesseraError `BITMAP_CONFLICT`, `INVALID_BITMAP`, `UNKNOWN_BITMAP_SCHEMA`, each with its line where there is one
 */
export function parseBitmap(text: string): Bitmap {
  throw new Error(`not built yet: ${text}`)
}

/** The text of a `.bitmap` as Bit lays it out; `parseBitmap` reads back what went in. */
export function formatBitmap(bitmap: Bitmap): string {
  throw new Error(`not built yet: ${JSON.stringify(bitmap)}`)
}

/** Writes `.bitmap` with these entries in place of the present ones (all or nothing), and returns the workspace with them. */
export async function writeBitmap(workspace: Workspace, entries: readonly BitmapEntry[]): Promise<Workspace> {
  throw new Error(`not built yet: ${workspace.root} ${entries.length}`)
}

/** The id an entry stands for: its scope or where it will live, its name, and its version unless new. */
export function entryId(workspace: Workspace, entry: BitmapEntry): ComponentId {
  throw new Error(`not built yet: ${workspace.root} ${entry.name}`)
}
