import { isRecord } from '@tessera/core.model'
import type { VersionObject } from './types.ts'

/** Every Source that a Version names: its files, and what Bit stores apart (which may be missing). */
export function referencedSources(version: VersionObject): { readonly files: string[]; readonly extras: string[] } {
  const refs = ['flattenedDependenciesRef', 'flattenedEdgesRef', 'dependenciesGraphRef'].map(
    (key) => version.rest?.[key],
  )
  const dists = version.rest?.['dists']
  const built = Array.isArray(dists) ? dists.map((dist: unknown) => (isRecord(dist) ? dist['file'] : undefined)) : []
  return {
    files: version.files.map((file) => file.file),
    extras: [...refs, ...built].filter((ref) => typeof ref === 'string'),
  }
}
