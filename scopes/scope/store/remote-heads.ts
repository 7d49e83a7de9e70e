import { readFileSync } from 'node:fs'
import { writeAtomic } from '@tessera/core.disk'
import { isRecord, isScopeName, TesseraError } from '@tessera/core.model'
import { remoteRefsFile, temporaryFolder } from './layout.ts'

/** Head that the remote scope was last known to have, by `scope/name`. */
export function readRemoteHeads(root: string, scope: string): ReadonlyMap<string, string> {
  const file = remoteRefsFile(root, checkedName(scope))
  try {
    const rows: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return new Map((rows as readonly unknown[]).map(readRow))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw new TesseraError('INVALID_SCOPE', `${file} cannot be read: ${(cause as Error).message}`, {
      hint: 'delete the file, then ask the remote again with "tessera import"',
      location: { file },
      cause,
    })
  }
}

/** Adds to what is known. Synchronous, so that two callers of one process do not undo each other. */
export function mergeRemoteHeads(root: string, scope: string, heads: ReadonlyMap<string, string>): void {
  const { path, data } = planRemoteHeads(root, scope, heads)
  writeAtomic(path, data, { folder: temporaryFolder(root) })
}

/** The same as a change, to be made together with others. */
export function planRemoteHeads(
  root: string,
  scope: string,
  heads: ReadonlyMap<string, string>,
): { readonly path: string; readonly data: string } {
  const merged = new Map([...readRemoteHeads(root, scope), ...heads])
  const rows = [...merged].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, head]) => ({ id: splitKey(key), head }))
  return { path: remoteRefsFile(root, checkedName(scope)), data: `${JSON.stringify(rows, null, 2)}\n` }
}

/** The name becomes part of a path. */
function checkedName(scope: string): string {
  if (isScopeName(scope)) return scope
  throw new TesseraError('INVALID_SCOPE_NAME', `"${scope}" is no scope name`)
}

function readRow(row: unknown): [string, string] {
  if (!isRecord(row) || !isRecord(row['id'])) throw new Error('a row has no id')
  return [`${String(row['id']['scope'])}/${String(row['id']['name'])}`, String(row['head'])]
}

function splitKey(key: string): { scope: string; name: string } {
  const slash = key.indexOf('/')
  return { scope: key.slice(0, slash), name: key.slice(slash + 1) }
}
