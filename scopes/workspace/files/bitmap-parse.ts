import { isComponentName, isRecord, isScopeName, isSnap, isTag, TesseraError } from '@tessera/core.model'
import { BITMAP_SCHEMA } from './bitmap-format.ts'
import { isOldBitmap, readOldBitmap } from './old-bitmap.ts'
import { conflictLine, keyLine, parseJsonc, twinKey } from './jsonc.ts'
import { findNested, rootDirFault } from './root-dir.ts'
import type { Bitmap, BitmapEntry } from './types.ts'

const FILE = '.bitmap'
const ENTRY_KEYS = new Set(['name', 'scope', 'version', 'defaultScope', 'mainFile', 'rootDir'])

/**
 * Reads a `.bitmap` of Bit's schema 17.0.0, and those of Bit 14, which are not written.
 * @throws TesseraError `BITMAP_CONFLICT`, `INVALID_BITMAP`, `UNKNOWN_BITMAP_SCHEMA`, `INVALID_ID`, `INVALID_VERSION`,
 * each with its line where there is one
 */
export function parseBitmap(text: string): Bitmap {
  refuseConflict(text)
  const content = parseJsonc({ file: FILE, text, code: 'INVALID_BITMAP' })
  if (!isRecord(content)) throw invalid(text, undefined, 'it is no object')
  if (isOldBitmap(content)) return readOldBitmap(content, (key, what) => invalid(text, key, what))
  const { '$schema-version': schema, ...all } = content
  if (schema !== BITMAP_SCHEMA) throw unknownSchema(text, schema)
  const rest: Record<string, unknown> = {}
  const entries: BitmapEntry[] = []
  for (const [key, value] of Object.entries(all)) {
    if (/^[_$]/.test(key) && !(isRecord(value) && 'rootDir' in value)) rest[key] = value
    else entries.push(parseEntry(text, key, value))
  }
  refuseTwins(text, entries.length)
  refuseSameId(text, entries)
  refuseOverlap(text, entries)
  return { entries, ...(Object.keys(rest).length === 0 ? {} : { rest }) }
}

function refuseConflict(text: string): void {
  const line = conflictLine(text)
  if (line === undefined) return
  throw new TesseraError('BITMAP_CONFLICT', `${FILE} has a merge conflict of git`, {
    location: { file: FILE, line },
    hint: 'keep the entries of both sides, one for each component, and delete the lines with <<<<<<<, ======= and >>>>>>>',
  })
}

/** Two entries of one key, which a merge may leave: looked for only where more entries are written than were read. */
function refuseTwins(text: string, read: number): void {
  const written = text.match(/"rootDir"\s*:/g)?.length ?? 0
  const twin = written === read ? undefined : twinKey(text)
  if (twin === undefined) return
  throw new TesseraError('INVALID_BITMAP', `${FILE} has two entries "${twin.key}"`, {
    location: { file: FILE, line: twin.line },
    hint: 'keep one of them',
  })
}

function parseEntry(text: string, key: string, value: unknown): BitmapEntry {
  if (!isRecord(value)) throw invalid(text, key, 'is no object')
  const field = (name: string, fallback?: string): string => {
    const found = value[name] ?? fallback
    if (typeof found !== 'string') throw invalid(text, key, `has no "${name}"`)
    return found
  }
  const entry = { name: field('name', key), scope: field('scope'), version: field('version', '') }
  const defaultScope = value['defaultScope'] === undefined ? undefined : field('defaultScope')
  const rootDir = field('rootDir')
  refuseBadId(text, key, { ...entry, defaultScope })
  const fault = rootDirFault(rootDir)
  if (fault !== undefined) throw invalid(text, key, `has the rootDir "${rootDir}", which ${fault}`)
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !ENTRY_KEYS.has(name)))
  return {
    ...entry,
    ...(defaultScope === undefined ? {} : { defaultScope }),
    mainFile: field('mainFile'),
    rootDir,
    ...(Object.keys(rest).length === 0 ? {} : { rest }),
  }
}

interface EntryId {
  readonly name: string
  readonly scope: string
  readonly version: string
  readonly defaultScope: string | undefined
}

function refuseBadId(text: string, key: string, { name, scope, version, defaultScope }: EntryId): void {
  const refuse = (code: string, message: string, hint: string): never => {
    const location = { file: FILE, line: keyLine(text, key) }
    throw new TesseraError(code, `${FILE}: entry "${key}": ${message}`, { location, hint })
  }
  const badScope = [scope, defaultScope ?? ''].find((item) => item !== '' && !isScopeName(item))
  if (badScope !== undefined || !isComponentName(name)) {
    const what = badScope === undefined ? `"${name}" is no component name` : `"${badScope}" is no scope`
    refuse('INVALID_ID', what, 'names and scopes are lower case, a scope has at most one dot: acme.orders')
  }
  if (version !== '' && !isTag(version) && !isSnap(version)) {
    const hint = 'a version is semver (1.2.0) or the 40 hex digits of a snap'
    refuse('INVALID_VERSION', `"${version}" is no version`, hint)
  }
  if (scope !== '' && version === '') throw invalid(text, key, `has the scope "${scope}" but no version`)
}

function refuseSameId(text: string, entries: readonly BitmapEntry[]): void {
  const ids = new Set<string>()
  for (const { scope, defaultScope = '', name } of entries) {
    const id = `${scope || defaultScope}/${name}`
    if (ids.has(id)) throw invalid(text, name, `is there twice, as ${id}`)
    ids.add(id)
  }
}

function refuseOverlap(text: string, entries: readonly BitmapEntry[]): void {
  const found = findNested(entries.map((entry) => entry.rootDir))
  if (found === undefined) return
  const [outer, inner] = found
  const [first, second] = [outer, inner].map((dir) => entries.filter((entry) => entry.rootDir === dir))
  const entry = second?.at(-1) as BitmapEntry
  const other = first?.[0] as BitmapEntry
  const how = outer === inner ? `share the folder ${outer}` : `are nested: ${inner} lies in ${outer}`
  throw new TesseraError('INVALID_BITMAP', `${FILE}: the components "${other.name}" and "${entry.name}" ${how}`, {
    location: { file: FILE, line: keyLine(text, entry.name) },
    hint: 'give each component a folder of its own',
  })
}

function invalid(text: string, key: string | undefined, what: string): TesseraError {
  const subject = key === undefined ? FILE : `${FILE}: entry "${key}"`
  return new TesseraError('INVALID_BITMAP', `${subject} ${what}`, {
    location: { file: FILE, line: key === undefined ? undefined : keyLine(text, key) },
    hint: 'restore it from git (git checkout .bitmap), or mend the entry',
  })
}

function unknownSchema(text: string, schema: unknown): TesseraError {
  const found = schema === undefined ? 'names no schema' : `has the schema ${JSON.stringify(schema)}`
  return new TesseraError('UNKNOWN_BITMAP_SCHEMA', `${FILE} ${found}, Tessera reads ${BITMAP_SCHEMA}`, {
    location: { file: FILE, line: keyLine(text, '$schema-version') },
    hint: 'open the workspace once with Bit 2, which upgrades the file',
  })
}
