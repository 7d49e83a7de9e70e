import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { constants, inflateSync } from 'node:zlib'
import { isRecord } from '@tessera/core.model'
import { OBJECTS } from './layout.ts'
import { readIfThere } from './read.ts'

/** A row of index.json. Rows of lanes have no `isSymlink`. */
export interface IndexEntry {
  readonly id: { readonly scope: string | null; readonly name: string }
  readonly isSymlink?: boolean
  readonly hash: string
}

export interface ScanOptions {
  /** What the index has already, by hash. */
  readonly indexed: ReadonlyMap<string, IndexEntry>
  /** Hashes that need no look: they are not for the index. */
  readonly known: ReadonlySet<string>
  /** Files that have not changed since then were looked at before. */
  readonly sinceMs: number
}

/** Enough of a file to inflate its header. */
const HEAD_BYTES = 1024

/** The folders of `objects/`, named by the first two digits of the hashes in them. */
export function listShards(root: string): string[] {
  const objects = join(root, OBJECTS)
  // git keeps no empty folders: a scope that was cloned may have none.
  return existsSync(objects) ? readdirSync(objects).filter((name) => /^[0-9a-f]{2}$/.test(name)) : []
}

export function shardOf(hash: string): string {
  return hash.slice(0, 2)
}

/** Folders in which a file came or went at or after this time. */
export function changedShards(root: string, sinceMs: number): string[] {
  return listShards(root).filter((shard) => {
    const found = statSync(join(root, OBJECTS, shard), { throwIfNoEntry: false })
    return found !== undefined && found.mtimeMs >= sinceMs
  })
}

/** What of a folder belongs into the index. */
export function findEntries(root: string, shard: string, options: ScanOptions): IndexEntry[] {
  return readdirSync(join(root, OBJECTS, shard))
    .filter((name) => /^[0-9a-f]{38}$/.test(name))
    .map((name) => options.indexed.get(shard + name) ?? lookAt(root, shard + name, options))
    .filter((entry) => entry !== undefined)
}

function lookAt(root: string, hash: string, { known, sinceMs }: ScanOptions): IndexEntry | undefined {
  if (known.has(hash)) return undefined
  const file = join(root, OBJECTS, shardOf(hash), hash.slice(2))
  // A rename changes ctime, a copy that preserves times only mtime.
  const changed = statSync(file, { throwIfNoEntry: false })
  return changed === undefined || changed.ctimeMs < sinceMs ? undefined : readEntry(root, file, hash)
}

/** A damaged object is not for the index; who reads it by its hash is told. */
function readEntry(root: string, file: string, hash: string): IndexEntry | undefined {
  try {
    const type = readType(file)
    if (type !== 'Component' && type !== 'Symlink' && type !== 'Lane') return undefined
    const body: unknown = JSON.parse(readIfThere(root, hash)?.body.toString('utf8') ?? '')
    if (!isRecord(body) || typeof body['name'] !== 'string') return undefined
    const id = { scope: typeof body['scope'] === 'string' ? body['scope'] : null, name: body['name'] }
    return type === 'Lane' ? { id, hash } : { id, isSymlink: type === 'Symlink', hash }
  } catch {
    return undefined
  }
}

/** The type is the header's first word; the rest of a large file need not be read for it. */
function readType(file: string): string {
  const handle = openSync(file, 'r')
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    const length = readSync(handle, head, 0, HEAD_BYTES, 0)
    const inflated = inflateSync(head.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH })
    return inflated.toString('latin1', 0, inflated.indexOf(0x20))
  } finally {
    closeSync(handle)
  }
}
