import type { VersionObject } from '@tessera/scope.objects'

export interface VersionCache {
  get(hash: string): VersionObject | undefined
  add(hash: string, version: VersionObject): void
}

/** Lists of files and dependencies that are kept, all versions together: some 150 MB. */
const LIMIT = 2_000_000

/** What was read a moment ago need not be read and decoded again: a Version never changes under its hash. */
export function versionCache(limit = LIMIT): VersionCache {
  const known = new Map<string, VersionObject>()
  let size = 0
  return {
    get: (hash) => known.get(hash),
    add(hash, version) {
      size += 16 + version.files.length + version.flattenedDependencies.length
      if (size > limit) {
        known.clear()
        size = 0
      }
      known.set(hash, version)
    },
  }
}
