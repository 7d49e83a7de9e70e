import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileChange } from '@tessera/core.disk'
import { isRecord, TesseraError } from '@tessera/core.model'
import { isHash } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'

/** `scope/name` to the head that is being merged into it. */
export type Unmerged = ReadonlyMap<string, string>

/**
 * The components of a scope that are in the middle of a merge: Bit's `unmerged.json`.
 * @throws TesseraError `INVALID_SCOPE` where the file cannot be read
 */
export function readUnmerged(scope: Scope): Unmerged {
  return new Map(readRows(scope).map((row) => [keyOf(row), row.head]))
}

/** The same file with these components begun and those done with, as a change to be made along with others. */
export function planUnmerged(
  scope: Scope,
  { begun = new Map(), ended = [] }: { readonly begun?: Unmerged; readonly ended?: Iterable<string> },
): readonly FileChange[] {
  const rows = readRows(scope)
  const gone = new Set([...ended, ...begun.keys()])
  const kept = rows.filter((row) => !gone.has(keyOf(row)))
  if (kept.length === rows.length && begun.size === 0) return []
  const path = fileOf(scope)
  const next = [...kept, ...[...begun].map(([key, head]) => rowOf(key, head))]
  return next.length === 0 ? [{ path }] : [{ path, data: `${JSON.stringify(next, null, 2)}\n` }]
}

/** Keys that Bit adds are kept. */
interface Row {
  readonly id: { readonly scope: string; readonly name: string }
  readonly head: string
}

function readRows(scope: Scope): readonly Row[] {
  const file = fileOf(scope)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  try {
    const rows: unknown = JSON.parse(text)
    if (Array.isArray(rows) && rows.every(isRow)) return rows
  } catch (cause) {
    throw invalid(file, cause)
  }
  throw invalid(file)
}

function isRow(row: unknown): row is Row {
  if (!isRecord(row) || !isRecord(row['id']) || !isHash(row['head'])) return false
  return typeof row['id']['scope'] === 'string' && typeof row['id']['name'] === 'string'
}

function rowOf(key: string, head: string): Row & Record<string, unknown> {
  const slash = key.indexOf('/')
  const [scope, name] = [key.slice(0, slash), key.slice(slash + 1)]
  return { id: { scope, name }, head, laneId: { name: 'main', scope } }
}

function keyOf({ id }: Row): string {
  return `${id.scope}/${id.name}`
}

function fileOf({ path }: Scope): string {
  return join(path, 'unmerged.json')
}

function invalid(file: string, cause?: unknown): TesseraError {
  return new TesseraError('INVALID_SCOPE', `${file} lists no merges`, {
    hint: 'delete it to forget which components are being merged; their files stay as they are',
    location: { file },
    cause,
  })
}
