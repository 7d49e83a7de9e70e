import { join } from 'node:path'
import type { Commits } from '@tessera/core.disk'
import { objectPath } from '@tessera/scope.objects'

/** Where everything lies below a scope's root. */
export const SCOPE_JSON = 'scope.json'
export const INDEX_JSON = 'index.json'
export const OBJECTS = 'objects'
/** What is being written, until it is renamed to where it belongs. */
export const TMP = 'tmp'

/** Where files are prepared. */
export function temporaryFolder(root: string): string {
  return join(root, TMP)
}

/** Changes of several files at once. */
export function scopeCommits(root: string): Commits {
  return { root, folder: temporaryFolder(root) }
}

/** The file of an object. */
export function objectFile(root: string, hash: string): string {
  return join(root, OBJECTS, objectPath(hash))
}

/** What the main line of a remote scope was last known to be. */
export function remoteRefsFile(root: string, scope: string): string {
  return join(root, 'refs', 'remotes', scope, 'main')
}
