import { formatId, TesseraError, type ComponentId } from '@tessera/core.model'
import { isHash } from './hashes.ts'
import type { VersionObject } from './types.ts'

/** An object's file may not inflate to more: a small file that does is an attack or an accident. */
export const MAX_OBJECT_BYTES = 100 * 1024 * 1024
/** The files of one version, inflated. */
export const MAX_VERSION_BYTES = 512 * 1024 * 1024
export const MAX_FILES = 20_000

/**
 * Holds what a version of another scope says against what can be taken from there.
 * @throws TesseraError `VERSION_TOO_LARGE`, `INVALID_OBJECT`
 */
export function assertTakeable(id: ComponentId, hash: string, version: VersionObject): void {
  if (version.files.length > MAX_FILES) {
    throw tooLarge(id, `${version.files.length} files, more than the ${MAX_FILES} that a version may have`)
  }
  if (version.parents.includes(hash)) throw invalid(id, `names itself, ${hash}, as the version before it`)
  const broken = [...version.parents, ...version.files.map(({ file }) => file)].find((each) => !isHash(each))
  if (broken !== undefined) throw invalid(id, `refers to "${broken}", which is no hash`)
}

/** The error for a version that would fill memory or disk: `what` it has too much of. */
export function tooLarge(id: ComponentId, what: string): TesseraError {
  return new TesseraError('VERSION_TOO_LARGE', `${formatId(id)} has ${what}`, {
    hint: 'nothing was written; ask its owner to keep large files elsewhere and tag again',
  })
}

/** The error for a version that comes after itself. */
export function inCircle(id: ComponentId, hash: string): TesseraError {
  return invalid(id, `comes after itself: the versions before ${hash} form a circle`)
}

function invalid(id: ComponentId, why: string): TesseraError {
  return new TesseraError('INVALID_OBJECT', `${formatId(id)} ${why}`, {
    hint: 'nothing was written; ask its owner to run tessera verify on the scope',
  })
}
