import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryPath } from '@tessera/core.disk'
import { TesseraError } from '@tessera/core.model'
import { decodeObject, type ObjectType, type RawObject } from '@tessera/scope.objects'
import { inQueue } from '@tessera/scope.remote'
import { notWritable, objectFile, temporaryFolder, type Scope } from '@tessera/scope.store'
import { listObjects } from './inventory.ts'

export interface GarbageOptions {
  /** Objects that were written or reused less than this ago stay; milliseconds, a day unless told. */
  readonly graceMs?: number | undefined
  /** Only say what would go. */
  readonly dryRun?: boolean | undefined
  /** Texts whose hashes count as roots, such as `.bitmap`. */
  readonly roots?: readonly string[] | undefined
}

export interface Garbage {
  readonly hash: string
  readonly type: ObjectType
  /** Of its file. */
  readonly bytes: number
}

export interface GarbageResult {
  readonly dryRun: boolean
  readonly removed: readonly Garbage[]
  /** Objects that something reaches. */
  readonly reachable: number
  /** Objects that nothing reaches, but that are too new to go. */
  readonly recent: number
}

const DAY_MS = 86_400_000
const WAIT_MS = 60_000
const HASHES = /\b[0-9a-f]{40}\b/g
/** Immutable: who needs one names it. All other types stand for themselves. */
const COLLECTED: ReadonlySet<ObjectType> = new Set<ObjectType>(['Source', 'Version'])
/** Folders of a scope whose files name nothing that must stay. */
const PASSED_OVER = new Set(['objects', 'tmp', 'trash', 'objects.bak', 'index.json'])

/**
 * Removes Versions and Sources that nothing reaches: no component, lane, remote head, file of the scope, `roots`. Every
 * text of 40 hex digits counts as a reference, so what other generations of Bit note is honoured unread. Exports wait
 * meanwhile; an object that a writer begins to use again (`Scope.keep`) counts as new.
 * @throws TesseraError `CORRUPT_OBJECT` where an object that may name others is damaged: nothing is removed then
 */
export async function collectGarbage(scope: Scope, options: GarbageOptions = {}): Promise<GarbageResult> {
  const root = scope.path
  if (options.dryRun === true) return plan(root, options)
  return inQueue(root, WAIT_MS, async () => {
    const { removed, ...result } = plan(root, options)
    try {
      return { ...result, removed: removed.filter(({ hash }) => removeUnlessFresh(root, hash, options)) }
    } catch (error) {
      throw notWritable(root, error)
    }
  })
}

function plan(root: string, { graceMs = DAY_MS, dryRun = false, roots = [] }: GarbageOptions): GarbageResult {
  const { hashes } = listObjects(root)
  const types = new Map(hashes.map((hash) => [hash, read(root, hash).type]))
  const reached = reach(root, types, roots)
  const unreached = hashes.filter((hash) => !reached.has(hash))
  const garbage = unreached.map((hash) => ({ hash, type: types.get(hash) as ObjectType, ...sizeOf(root, hash) }))
  const old = garbage.filter(({ timeMs }) => isOld(timeMs, graceMs))
  return {
    dryRun,
    removed: old.map(({ hash, type, bytes }) => ({ hash, type, bytes })),
    reachable: reached.size,
    recent: garbage.length - old.length,
  }
}

/** From everything that stands for itself, along every hash that is named. */
function reach(root: string, types: ReadonlyMap<string, ObjectType>, roots: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>()
  const standing = [...types].filter(([, type]) => !COLLECTED.has(type)).map(([hash]) => hash)
  const named = [...roots, ...textsOf(root)].flatMap((text) => text.match(HASHES) ?? [])
  const queue = [...standing, ...named]
  for (let hash = queue.pop(); hash !== undefined; hash = queue.pop()) {
    const type = types.get(hash)
    if (type === undefined || reached.has(hash)) continue
    reached.add(hash)
    if (type !== 'Source') queue.push(...(read(root, hash).body.toString('utf8').match(HASHES) ?? []))
  }
  return reached
}

function read(root: string, hash: string): RawObject {
  const file = objectFile(root, hash)
  try {
    return decodeObject(readFileSync(file), hash)
  } catch (cause) {
    if (!(cause instanceof TesseraError)) throw cause
    throw new TesseraError(cause.code, `${cause.message}; it may name what must stay, so nothing was removed`, {
      hint: 'tessera verify --repair; where no scope has it, delete the file',
      location: { file },
      cause,
    })
  }
}

/** Heads of remotes, stashes, unmerged components, exports under way: whatever lies in the scope beside its objects. */
function textsOf(folder: string, top = true): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly string[] => {
    if (top && PASSED_OVER.has(entry.name)) return []
    const path = join(folder, entry.name)
    // An export of Bit keeps objects under their hash: the names count as well.
    if (entry.isDirectory()) return [path.replaceAll(/[\\/](?=[0-9a-f]{38}\b)/g, ''), ...textsOf(path, false)]
    return entry.isFile() ? [path.replace(/[\\/](?=[0-9a-f]{38}$)/, ''), readFileSync(path, 'latin1')] : []
  })
}

/** Taken aside first: a writer that begins to use it in this moment finds it gone, or has made it new. */
function removeUnlessFresh(root: string, hash: string, { graceMs = DAY_MS }: GarbageOptions): boolean {
  const file = objectFile(root, hash)
  const aside = temporaryPath(temporaryFolder(root))
  if (!existsSync(dirname(aside))) return false
  renameSync(file, aside)
  if (isOld(statSync(aside).mtimeMs, graceMs)) {
    rmSync(aside)
    return true
  }
  renameSync(aside, file)
  return false
}

function sizeOf(root: string, hash: string): { readonly bytes: number; readonly timeMs: number } {
  const { size, mtimeMs } = statSync(objectFile(root, hash))
  return { bytes: size, timeMs: mtimeMs }
}

function isOld(timeMs: number, graceMs: number): boolean {
  return graceMs === 0 || Date.now() - timeMs > graceMs
}
