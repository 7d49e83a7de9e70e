import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomic } from '@tessera/core.disk'
import { isRecord, TesseraError } from '@tessera/core.model'
import { SCOPE_JSON, temporaryFolder } from './layout.ts'

export interface ScopeJson {
  readonly name: string
  readonly remotes: Readonly<Record<string, string>>
}

/** The release of Bit whose layout is written: Bit migrates a scope that says less than it knows. */
const LAYOUT_VERSION = '2.2.6'

/** @throws TesseraError `SCOPE_NOT_FOUND`, `INVALID_SCOPE` */
export function readScopeJson(root: string): ScopeJson {
  const { name, remotes } = readRecord(root)
  if (typeof name !== 'string' || name === '') throw invalid(root, 'it names no scope')
  return { name, remotes: isRecord(remotes) ? (remotes as Record<string, string>) : {} }
}

/** Makes the scope.json of a new scope, with the fields that Bit gives it. */
export function createScopeJson(root: string, name: string): void {
  write(root, { name, version: LAYOUT_VERSION, lanes: { current: 'main', tracking: [], new: [] } })
}

/** Replaces the remotes, keeps everything else as it was found. */
export function writeRemotes(root: string, remotes: Readonly<Record<string, string>>): void {
  const { remotes: _old, ...rest } = readRecord(root)
  const { name, version, ...others } = rest
  write(root, { name, version, ...(Object.keys(remotes).length > 0 ? { remotes } : {}), ...others })
}

function write(root: string, content: Readonly<Record<string, unknown>>): void {
  writeAtomic(join(root, SCOPE_JSON), `${JSON.stringify(content, null, 4)}\n`, { folder: temporaryFolder(root) })
}

function readRecord(root: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(readFileSync(join(root, SCOPE_JSON), 'utf8'))
    if (isRecord(content)) return content
  } catch (cause) {
    if (cause instanceof SyntaxError) throw invalid(root, `it is no JSON (${cause.message})`, cause)
    throw new TesseraError('SCOPE_NOT_FOUND', `there is no scope at ${root}`, {
      hint: `check the path, or make a scope there: tessera init --bare ${root}`,
      cause,
    })
  }
  throw invalid(root, 'it holds no object')
}

function invalid(root: string, why: string, cause?: unknown): TesseraError {
  const file = join(root, SCOPE_JSON)
  return new TesseraError('INVALID_SCOPE', `${file} cannot be used: ${why}`, {
    hint: 'restore it; a scope.json needs no more than { "name": "<owner>.<scope>" }',
    location: { file },
    cause,
  })
}
