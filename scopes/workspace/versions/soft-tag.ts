import { isRecord } from '@tessera/core.model'
import type { BitmapEntry } from '@tessera/workspace.files'

/** What `tag --soft` notes in `.bitmap` for `tag --persist`: Bit's `nextVersion`. */
export interface SoftTag {
  /** An exact version, or a level: `1.2.0`, `minor`, `prerelease`. */
  readonly version: string
  readonly message?: string
  readonly username?: string
  readonly email?: string
  /** What stands behind the dash of a pre-release. */
  readonly preRelease?: string
}

export function softTagOf({ rest }: BitmapEntry): SoftTag | undefined {
  const noted = rest?.['nextVersion']
  if (!isRecord(noted) || typeof noted['version'] !== 'string') return undefined
  const text = (key: string): string | undefined => (typeof noted[key] === 'string' ? noted[key] : undefined)
  const [message, username, email, preRelease] = ['message', 'username', 'email', 'preRelease'].map(text)
  return {
    version: noted['version'],
    ...(message === undefined ? {} : { message }),
    ...(username === undefined ? {} : { username }),
    ...(email === undefined ? {} : { email }),
    ...(preRelease === undefined ? {} : { preRelease }),
  }
}

export function withSoftTag(entry: BitmapEntry, nextVersion: SoftTag): BitmapEntry {
  return { ...entry, rest: { ...entry.rest, nextVersion } }
}

export function withoutSoftTag(entry: BitmapEntry): BitmapEntry {
  if (entry.rest?.['nextVersion'] === undefined) return entry
  const { nextVersion: _done, ...rest } = entry.rest
  const { rest: _rest, ...own } = entry
  return Object.keys(rest).length === 0 ? own : { ...own, rest }
}
