import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryPath } from '@tessera/core.disk'
import { isRecord } from '@tessera/core.model'
import { INDEX_JSON, temporaryFolder } from './layout.ts'
import { changedShards, findEntries, listShards, shardOf, type IndexEntry } from './scan.ts'

/** index.json: which objects are Components and Lanes, since a file's name does not tell. */
export interface ScopeIndex {
  readonly components: readonly IndexEntry[]
  readonly lanes: readonly IndexEntry[]
}

interface DatedIndex extends ScopeIndex {
  /** All that was written before this moment is in the index; milliseconds on the clock of the disk. */
  readonly mtimeMs: number
}

/**
 * The index as it should be; index.json is rewritten where it was missing or stale. `known`: hashes that are neither
 * Components nor Lanes.
 *
 * No lock is needed: the file's time is set to a moment before the scan, so whatever another writer adds during it makes
 * its folder of objects newer than the index, and the next reader looks there again.
 */
export function refreshIndex(root: string, known: ReadonlySet<string> = new Set()): ScopeIndex {
  const current = readIndex(root)
  if (current && isFresh(root, current)) return current
  const temporary = temporaryPath(temporaryFolder(root))
  const startMs = touch(temporary)
  const index = scan(root, known)
  if (startMs !== undefined) replaceIndex(root, { index, temporary, startMs })
  return index
}

function isFresh(root: string, { components, lanes, mtimeMs }: DatedIndex): boolean {
  const shards = new Set(listShards(root))
  const complete = [...components, ...lanes].every((entry) => shards.has(shardOf(entry.hash)))
  return complete && changedShards(root, mtimeMs).length === 0
}

/** The disk's own time, which need not be this machine's; undefined where the scope is read-only. */
function touch(temporary: string): number | undefined {
  try {
    if (!existsSync(dirname(dirname(temporary)))) return undefined
    mkdirSync(dirname(temporary), { recursive: true })
    writeFileSync(temporary, '')
    return Math.floor(statSync(temporary).mtimeMs)
  } catch {
    return undefined
  }
}

function scan(root: string, known: ReadonlySet<string>): ScopeIndex {
  const old = readIndex(root) ?? { components: [], lanes: [], mtimeMs: 0 }
  const shards = new Set(listShards(root))
  const changed = new Set(changedShards(root, old.mtimeMs))
  const kept = (entries: readonly IndexEntry[]): IndexEntry[] =>
    entries.filter(({ hash }) => shards.has(shardOf(hash)) && !changed.has(shardOf(hash)))
  const indexed = new Map([...old.components, ...old.lanes].map((entry) => [entry.hash, entry]))
  const found = [...changed].flatMap((shard) => findEntries(root, shard, { indexed, known, sinceMs: old.mtimeMs }))
  const isLane = (entry: IndexEntry): boolean => entry.isSymlink === undefined
  return {
    components: sorted([...kept(old.components), ...found.filter((entry) => !isLane(entry))]),
    lanes: sorted([...kept(old.lanes), ...found.filter(isLane)]),
  }
}

function replaceIndex(root: string, next: { index: ScopeIndex; temporary: string; startMs: number }): void {
  const { components, lanes } = next.index
  try {
    writeFileSync(next.temporary, `${JSON.stringify({ components, lanes }, null, 2)}\n`)
    utimesSync(next.temporary, next.startMs / 1000, next.startMs / 1000)
    renameSync(next.temporary, join(root, INDEX_JSON))
  } catch (error) {
    rmSync(next.temporary, { force: true })
    throw error
  }
}

/** Undefined where it is missing or of another shape: Bit up to 14 wrote a bare list. */
function readIndex(root: string): DatedIndex | undefined {
  const file = join(root, INDEX_JSON)
  try {
    const { mtimeMs } = statSync(file)
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const { components, lanes } = isRecord(content) ? content : {}
    if (!isEntries(components) || !isEntries(lanes)) return undefined
    return { components, lanes, mtimeMs }
  } catch {
    return undefined
  }
}

function isEntries(value: unknown): value is IndexEntry[] {
  return (
    Array.isArray(value) &&
    value.every((entry) => isRecord(entry) && typeof entry['hash'] === 'string' && isRecord(entry['id']))
  )
}

function sorted(entries: readonly IndexEntry[]): IndexEntry[] {
  const key = ({ id }: IndexEntry): string => `${id.scope}/${id.name}`
  return entries.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}
