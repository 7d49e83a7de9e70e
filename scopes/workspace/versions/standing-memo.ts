import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomic } from '@tessera/core.disk'
import { isRecord, sha1 } from '@tessera/core.model'
import { componentHash } from '@tessera/scope.objects'
import { objectFile, type Scope } from '@tessera/scope.store'
import type { ComponentNode } from '@tessera/workspace.files'
import type { RemoteHeads } from './remote-heads.ts'
import { readStanding, type Standing } from './standing.ts'

/** Goes up whenever the same files and objects may give another standing. */
const VERSION = 1

/** What changed less than this ago may change again without a trace in its times. */
const RACY_MS = 2000

/** The first two digits of a hash: objects come and go in folders of these names. */
type Shard = string

interface Row {
  /** Of the component as it lies there, its remote's head, and its Component object. */
  readonly key: string
  /** Folders of all other objects that were read. */
  readonly shards: readonly Shard[]
  readonly standing: Standing
}

interface Stamp {
  readonly text: string
  readonly changedMs: number
}

interface Found {
  readonly object: Stamp
  readonly key: string
  readonly row?: Row
}

export interface StandingMemo {
  /** What is remembered of a component and still holds. */
  recall(component: ComponentNode): Promise<Standing | undefined>
  read(component: ComponentNode): Promise<Standing>
  /** Remembers what was read; forgets all else. Failing to write is no failure. */
  save(): void
}

/**
 * Standings of components. One whose files, dependencies and objects are those of an earlier run is not worked out again:
 * a Component object is known by its times, a Version by that none came or went in its folder, and what changed a moment
 * ago is not remembered.
 */
export function openStandingMemo(root: string, scope: Scope, remoteHeads: RemoteHeads): StandingMemo {
  const file = join(root, '.tessera', 'standings.json')
  const known = readKnown(file, scope)
  const trustedMs = Date.now() - RACY_MS
  const shards = shardStamps(scope)
  const rows = new Map<string, Row>()
  let added = 0

  const isSame = (shard: Shard): boolean => known.shards[shard] === shards(shard).text
  const find = async (component: ComponentNode): Promise<Found> => {
    const object = stampOf(objectFile(scope.path, componentHash(component.id)))
    const key = keyOf(component, await remoteHeads(component.id), object)
    const row = Object.hasOwn(known.rows, component.key) ? known.rows[component.key] : undefined
    return row?.key === key && row.shards.every(isSame) ? { object, key, row } : { object, key }
  }

  const read = async (component: ComponentNode): Promise<Standing> => {
    const { object, key, row } = await find(component)
    if (row !== undefined) {
      rows.set(component.key, row)
      return row.standing
    }
    const watched = watching(scope)
    const standing = await readStanding(watched.scope, component, remoteHeads)
    const seen = [...watched.shards].toSorted()
    const isSettled = [object, ...seen.map(shards)].every(({ changedMs }) => changedMs < trustedMs)
    if (isSettled && standing.state !== 'invalid') {
      rows.set(component.key, { key, shards: seen, standing })
      added++
    }
    return standing
  }

  const save = (): void => {
    if (added === 0 && rows.size === Object.keys(known.rows).length) return
    const used = new Set([...rows.values()].flatMap((row) => row.shards))
    const stamps = Object.fromEntries([...used].map((shard) => [shard, shards(shard).text]))
    const content = { version: VERSION, scope: scope.path, shards: stamps, rows: Object.fromEntries(rows) }
    try {
      writeAtomic(file, JSON.stringify(content), { fsync: false })
    } catch {
      // A read-only tree works too, it is only slower.
    }
  }
  return { recall: async (component) => (await find(component)).row?.standing, read, save }
}

interface Known {
  readonly shards: Readonly<Record<Shard, string>>
  readonly rows: Readonly<Record<string, Row>>
}

/** None where the file is missing, damaged, of another version or of another scope. */
function readKnown(file: string, { path }: Scope): Known {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (!isRecord(content) || content['version'] !== VERSION || content['scope'] !== path) return NOTHING
    const { shards, rows } = content
    return isRecord(shards) && isRecord(rows) && Object.values(rows).every(isRow)
      ? (content as unknown as Known)
      : NOTHING
  } catch {
    return NOTHING
  }
}

const NOTHING: Known = { shards: {}, rows: {} }

function isRow(value: unknown): boolean {
  if (!isRecord(value) || typeof value['key'] !== 'string' || !Array.isArray(value['shards'])) return false
  const { standing } = value
  return isRecord(standing) && typeof standing['state'] === 'string' && Array.isArray(standing['staged'])
}

function keyOf({ id, mainFile, files, dependencies, config }: ComponentNode, head = '', object: Stamp): string {
  const content = files.map(({ path, hash, dev }) => [path, hash, dev])
  return sha1(JSON.stringify([id, mainFile, content, dependencies, config, head, object.text]))
}

/** A scope that notes which folders of objects are asked for Versions. */
function watching(scope: Scope): { readonly scope: Scope; readonly shards: ReadonlySet<Shard> } {
  const shards = new Set<Shard>()
  const note = (hash: string): string => {
    shards.add(hash.slice(0, 2))
    return hash
  }
  const watched = {
    readComponent: scope.readComponent,
    has: (hash: string) => scope.has(note(hash)),
    readVersion: (hash: string) => scope.readVersion(note(hash)),
  }
  return { scope: { ...scope, ...watched }, shards }
}

function shardStamps(scope: Scope): (shard: Shard) => Stamp {
  const known = new Map<Shard, Stamp>()
  return (shard) => {
    const stamp = known.get(shard) ?? stampOf(join(scope.path, 'objects', shard))
    known.set(shard, stamp)
    return stamp
  }
}

function stampOf(path: string): Stamp {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return { text: '', changedMs: 0 }
  const { size, mtimeMs, ctimeMs, ino } = found
  return { text: `${size} ${mtimeMs} ${ctimeMs} ${ino}`, changedMs: Math.max(mtimeMs, ctimeMs) }
}
