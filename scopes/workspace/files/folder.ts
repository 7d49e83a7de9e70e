import { readdirSync, statSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import { isTemporary } from '@tessera/core.disk'
import { folderIgnore, isIgnoredAtRoot, isIgnoredFile, isIgnoredFolder } from './ignore-rules.ts'
import type { IgnoreRule } from './ignore-rules.ts'

export interface FolderQuery {
  /** Absolute. */
  readonly root: string
  /** Relative to the workspace. */
  readonly rootDir: string
  /** Of the workspace. */
  readonly ignored: IgnoreRule
  /** Bit leaves out configuration files at the root of a component; a consumer's are its own. */
  readonly kind: 'component' | 'consumer'
  /** Folders that are nodes of their own, relative to the workspace. */
  readonly others: ReadonlySet<string>
}

export interface Folder {
  /** Relative to the folder, sorted. */
  readonly paths: readonly string[]
  /** It has packages of its own in `node_modules`. */
  readonly hasModules: boolean
}

/** The files of a component or consumer; undefined where the folder does not exist. */
export function listFolder(query: FolderQuery): Folder | undefined {
  const top = entriesOf(join(query.root, query.rootDir))
  if (top === undefined) return undefined
  const names = new Set(top.map((entry) => entry.name))
  const own = folderIgnore(join(query.root, query.rootDir), names)
  const paths: string[] = []
  const visit = (entries: readonly Dirent[], prefix: string): void => {
    for (const entry of entries) {
      const path = prefix + entry.name
      if (entry.isDirectory()) {
        if (isLeftOutFolder(query, own, path, entry.name)) continue
        visit(entriesOf(join(query.root, query.rootDir, path)) ?? [], `${path}/`)
      } else if (isFile(query, entry, path) && !isLeftOutFile(query, own, path, entry.name)) {
        paths.push(path)
      }
    }
  }
  visit(top, '')
  return { paths: paths.toSorted(), hasModules: names.has('node_modules') }
}

function isLeftOutFolder(query: FolderQuery, own: IgnoreRule | undefined, path: string, name: string): boolean {
  if (isIgnoredFolder(name) || path === 'dist') return true
  const full = `${query.rootDir}/${path}`
  return query.others.has(full) || query.ignored(`${full}/`) || (own?.(`${path}/`) ?? false)
}

function isLeftOutFile(query: FolderQuery, own: IgnoreRule | undefined, path: string, name: string): boolean {
  if (
    isIgnoredFile(name) ||
    isTemporary(name) ||
    (query.kind === 'component' && path === name && isIgnoredAtRoot(name))
  )
    return true
  return query.ignored(`${query.rootDir}/${path}`) || (own?.(path) ?? false)
}

/** A link counts as the file it leads to; linked folders are not followed. */
function isFile({ root, rootDir }: FolderQuery, entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile()
  return statSync(join(root, rootDir, path), { throwIfNoEntry: false })?.isFile() ?? false
}

function entriesOf(dir: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(dir, { withFileTypes: true })
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
