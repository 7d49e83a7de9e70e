import { readFileSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isRecord, TesseraError } from '@tessera/core.model'
import { MAX_OBJECT_BYTES } from '@tessera/scope.objects'
import { readFacts } from './facts.ts'
import type { FileFacts } from './facts.ts'
import type { ImportKind, ImportRef } from './imports.ts'
import { writeAtomic } from './write-atomic.ts'

/** Goes up whenever the same bytes may give other facts. */
const VERSION = 1

/**
 * A file changed less than this before it was read may change again without a trace in its times (some file systems
 * count in steps of two seconds), so what was read is not remembered.
 */
const RACY_NS = 2_000_000_000n

/** What no scope would take; its header needs room, too. */
const MAX_BYTES = BigInt(MAX_OBJECT_BYTES - 1024)

/** Facts of files; those that did not change since an earlier run are not read again. */
export interface FileIndex {
  /** @param path relative to the workspace. Undefined where there is no such file. */
  facts(path: string): FileFacts | undefined
  /** Remembers the files asked for; forgets all others. Failing to write is no failure. */
  save(): Promise<void>
}

type Row = readonly [stamp: string, hash: string, imports?: readonly ImportRow[], derived?: FileFacts['derived']]
type ImportRow = readonly [specifier: string, kind: ImportKind, line: number, column: number]

export function openFileIndex(root: string): FileIndex {
  const path = join(root, '.tessera', 'index.json')
  const known = readRows(path)
  const rows = new Map<string, Row>()
  const trustedBefore = BigInt(Date.now()) * 1_000_000n - RACY_NS
  let added = 0

  const facts = (file: string): FileFacts | undefined => {
    const full = join(root, file)
    const stat = statSync(full, { bigint: true, throwIfNoEntry: false })
    if (stat === undefined) return undefined
    const stamp = `${stat.size} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.ino}`
    const row = known.get(file)
    if (row?.[0] === stamp) {
      rows.set(file, row)
      return fromRow(row)
    }
    if (stat.size > MAX_BYTES) throw tooLarge(file, stat.size)
    const bytes = readBytes(full)
    if (bytes === undefined) return undefined
    const found = readFacts(file, bytes)
    if (stat.mtimeNs < trustedBefore && stat.ctimeNs < trustedBefore) {
      rows.set(file, toRow(stamp, found))
      added++
    }
    return found
  }

  const save = async (): Promise<void> => {
    if (added === 0 && rows.size === known.size) return
    try {
      await mkdir(dirname(path), { recursive: true })
      const text = JSON.stringify({ version: VERSION, files: Object.fromEntries(rows) })
      await writeAtomic(path, text, { fsync: false })
    } catch {
      // A read-only tree works too, it is only slower.
    }
  }

  return { facts, save }
}

function tooLarge(file: string, size: bigint): TesseraError {
  return new TesseraError(
    'FILE_TOO_LARGE',
    `${file} has ${size} bytes, and a file of a component ${MAX_BYTES} at most`,
    {
      hint: 'keep it elsewhere, or leave it out with a line in .bitignore',
      location: { file },
    },
  )
}

/** Undefined where the file went away since it was listed. */
function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** None where the file is missing, damaged or of another version. */
function readRows(path: string): ReadonlyMap<string, Row> {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!isRecord(content) || content['version'] !== VERSION || !isRecord(content['files'])) return new Map()
    return new Map(Object.entries(content['files']).filter((entry): entry is [string, Row] => isRow(entry[1])))
  } catch {
    return new Map()
  }
}

function isRow(value: unknown): boolean {
  if (!Array.isArray(value) || typeof value[0] !== 'string' || !/^[0-9a-f]{40}$/.test(String(value[1]))) return false
  const imports: unknown = value[2] ?? []
  return Array.isArray(imports) && imports.every((row) => Array.isArray(row) && row.length === 4)
}

function toRow(stamp: string, { hash, imports, derived }: FileFacts): Row {
  const rows = imports.map((ref): ImportRow => [ref.specifier, ref.kind, ref.line, ref.column])
  if (derived !== undefined) return [stamp, hash, rows, derived]
  return rows.length === 0 ? [stamp, hash] : [stamp, hash, rows]
}

function fromRow([, hash, rows = [], derived]: Row): FileFacts {
  const imports = rows.map(([specifier, kind, line, column]): ImportRef => ({ specifier, kind, line, column }))
  return derived === undefined ? { hash, imports } : { hash, imports, derived }
}
