import { isTag } from '@tessera/core.model'
import type { BitmapEntry } from '@tessera/workspace.files'
import { softTagOf, withSoftTag, type SoftTag } from '@tessera/workspace.versions'
import { diff, parse, rcompare } from 'semver'
import { raiseOnce } from './next-version.ts'
import type { PlannedTag, TagCandidate } from './plan-tag.ts'

/** What soft tags noted, by folder. */
export function softTags(entries: readonly BitmapEntry[]): ReadonlyMap<string, SoftTag> {
  return new Map(
    entries.flatMap((entry) => {
      const noted = softTagOf(entry)
      return noted === undefined ? [] : [[entry.rootDir, noted] as const]
    }),
  )
}

/** `.bitmap` with the versions of a plan noted, for a later tag to make. */
export function entriesWithSoftTags(
  entries: readonly BitmapEntry[],
  candidates: readonly TagCandidate[],
  { tags, author }: { readonly tags: readonly PlannedTag[]; readonly author: Pick<SoftTag, 'username' | 'email'> },
): readonly BitmapEntry[] {
  const byFolder = new Map(candidates.map((candidate) => [candidate.component.rootDir, candidate]))
  const planned = new Map(tags.map((each) => [each.key, each]))
  return entries.map((entry) => {
    const candidate = byFolder.get(entry.rootDir)
    const tag = planned.get(candidate?.component.key ?? '')
    if (candidate === undefined || tag === undefined) return entry
    const message = tag.message === '' ? {} : { message: tag.message }
    return withSoftTag(entry, { ...wishOf(candidate, tag.version), ...message, ...author })
  })
}

/** The level that leads to the version, so that a version made meanwhile does no harm; the version where none does. */
function wishOf({ versions }: TagCandidate, version: string): Pick<SoftTag, 'version' | 'preRelease'> {
  const highest = versions.filter(isTag).toSorted(rcompare)[0] ?? '0.0.0'
  const level = diff(highest, version)
  const id = parse(version)?.prerelease.find((part) => typeof part === 'string')
  if (level === null || raiseOnce(highest, level, id) !== version) return { version }
  return { version: level, ...(id === undefined ? {} : { preRelease: id }) }
}
