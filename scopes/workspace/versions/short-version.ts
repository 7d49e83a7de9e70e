import { isSnap } from '@tessera/core.model'

/** A version as people read it: a tag, or the first digits of a snap. */
export function shortVersion(version: string): string {
  return isSnap(version) ? version.slice(0, 9) : version
}
