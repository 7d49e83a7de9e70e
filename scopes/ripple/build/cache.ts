import { rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '@tessera/core.model'
import { readBytesIfExists, writeAtomic } from './disk.ts'
import { tesseraDir } from './home.ts'
import { toolVersion } from './tool.ts'

/** What an action left behind: facts, and files. */
export interface CacheEntry<Facts> {
  readonly facts: Facts
  readonly files: readonly Uint8Array[]
}

interface Header<Facts> {
  readonly facts: Facts
  readonly sizes: readonly number[]
  /** sha256 of all files, one after the other. */
  readonly body: string
}

export type CacheKind = 'check' | 'test' | 'documents'

/** Content-addressed: a key names everything that a result depends on, so an entry never goes stale. */
export interface Cache {
  /** Undefined where there is none, or where the entry is damaged. */
  get<Facts>(kind: CacheKind, key: string): CacheEntry<Facts> | undefined
  put<Facts>(kind: CacheKind, key: string, entry: CacheEntry<Facts>): void
}

/** One file an entry: the checksum of the header, the header, the files. */
export function openCache(root: string): Cache {
  const dir = cacheDir(root)
  const pathOf = (kind: CacheKind, key: string): string => join(dir, kind, key.slice(0, 2), key)
  return {
    get<Facts>(kind: CacheKind, key: string): CacheEntry<Facts> | undefined {
      const path = pathOf(kind, key)
      const data = readBytesIfExists(path)
      if (data === undefined) return undefined
      const entry = decode<Facts>(data)
      if (entry === undefined) rmSync(path, { force: true })
      else markUsed(path)
      return entry
    },
    put<Facts>(kind: CacheKind, key: string, entry: CacheEntry<Facts>): void {
      writeAtomic(pathOf(kind, key), encode(entry))
    },
  }
}

export function cacheDir(root: string): string {
  return join(tesseraDir(root), 'cache')
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The time of its last change says when an entry was last used, to the day. */
function markUsed(path: string): void {
  try {
    const now = Date.now()
    if (now - statSync(path).mtimeMs > DAY_MS) utimesSync(path, now / 1000, now / 1000)
  } catch {
    // Another process removed it, or may not be hindered: it was read.
  }
}

/** Entries of another version of the tool fail their checksum. */
function checksum(header: string): string {
  return sha256(`tessera-cache 1 ${toolVersion}\n${header}`)
}

function encode<Facts>(entry: CacheEntry<Facts>): Buffer {
  const body = Buffer.concat(entry.files)
  const sizes = entry.files.map((file) => file.byteLength)
  const header = JSON.stringify({ facts: entry.facts, sizes, body: sha256(body) } satisfies Header<Facts>)
  return Buffer.concat([Buffer.from(`${checksum(header)}\n${header}\n`), body])
}

function decode<Facts>(data: Buffer): CacheEntry<Facts> | undefined {
  const first = data.indexOf(10)
  const second = data.indexOf(10, first + 1)
  if (first < 0 || second < 0) return undefined
  const text = data.toString('utf8', first + 1, second)
  if (checksum(text) !== data.toString('utf8', 0, first)) return undefined
  const header = JSON.parse(text) as Header<Facts>
  const body = data.subarray(second + 1)
  if (sha256(body) !== header.body) return undefined
  let at = 0
  return { facts: header.facts, files: header.sizes.map((size) => body.subarray(at, (at += size))) }
}
