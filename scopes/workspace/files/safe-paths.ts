import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { formatId, TesseraError, type ComponentId } from '@tessera/core.model'

/** Device names that Windows reserves in every folder, whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?$/i
/** What the file system of macOS passes over in names. */
const IGNORABLE = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN = /[\u0000-\u001f<>:"|?*\\]/
const MAX_LENGTH = 4096

/**
 * Holds that a component's files can be written below one folder on every system: no absolute path, no way out, no
 * name that Windows reserves or cannot store, no two names that differ only in case or Unicode form.
 * @throws TesseraError `UNSAFE_PATH` that names the component and the file
 */
export function assertSafePaths(id: ComponentId, paths: readonly string[]): void {
  const seen = new Map<string, string>()
  for (const path of paths) {
    const why = unsafe(path)
    if (why !== undefined) throw unsafePath(id, path, why)
    const key = fold(path)
    const twin = seen.get(key)
    if (twin !== undefined) throw unsafePath(id, path, `is the same file as ${JSON.stringify(twin)} on some systems`)
    seen.set(key, path)
  }
  for (const path of paths) {
    const parent = parents(fold(path)).find((folder) => seen.has(folder))
    if (parent !== undefined)
      throw unsafePath(id, path, `lies below ${JSON.stringify(seen.get(parent))}, which is a file`)
  }
}

/**
 * Holds that no folder on the way to these files (relative to `root`) is a link that leads elsewhere.
 * @throws TesseraError `UNSAFE_PATH`
 */
export async function assertRealFolders(root: string, id: ComponentId, paths: readonly string[]): Promise<void> {
  const folders = new Set(paths.flatMap(parents))
  for (const folder of folders) {
    const found = await lstat(join(root, folder)).catch(() => undefined)
    if (found === undefined || found.isDirectory()) continue
    const why = found.isSymbolicLink() ? `goes through the link ${folder}` : `goes through the file ${folder}`
    const path = paths.find((other) => other.startsWith(`${folder}/`)) ?? folder
    throw unsafePath(id, path, why)
  }
}

function unsafe(path: string): string | undefined {
  if (path === '') return 'is empty'
  if (path.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'is absolute'
  if (FORBIDDEN.test(path)) return 'holds a character that file names cannot have everywhere'
  for (const part of path.split('/')) {
    if (part === '..' || part === '.' || part === '') return `has the segment ${JSON.stringify(part)}`
    if (RESERVED.test(part)) return `has the segment ${JSON.stringify(part)}, a device on Windows`
    if (/[. ]$/.test(part)) return `has the segment ${JSON.stringify(part)}, which ends in a dot or a space`
    if (isForbiddenFolder(part)) return `writes into ${part}`
  }
  if (path.toLowerCase() === 'package.json') return 'is made by Tessera, and would say which scripts npm runs'
  return undefined
}

/** `git~1` is what Windows calls `.git` in its short form. */
function isForbiddenFolder(part: string): boolean {
  const name = part.replaceAll(IGNORABLE, '').toLowerCase()
  return name === '.git' || /^git~\d$/.test(name) || name === 'node_modules'
}

function fold(path: string): string {
  return path.normalize('NFC').replaceAll(IGNORABLE, '').toLowerCase()
}

function parents(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

function unsafePath(id: ComponentId, path: string, why: string): TesseraError {
  return new TesseraError('UNSAFE_PATH', `${formatId(id)} names the file ${JSON.stringify(path)}, which ${why}`, {
    hint: 'nothing was written; ask the owner of the component to rename the file and tag again',
  })
}
