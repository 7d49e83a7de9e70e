import { isTag, TesseraError } from '@tessera/core.model'
import { inc, rcompare } from 'semver'
import type { TagCandidate } from './plan-tag.ts'

export type TagLevel = 'patch' | 'minor' | 'major'

export interface VersionWish {
  readonly level?: TagLevel | undefined
  /** Exact. */
  readonly version?: string | undefined
}

/**
 * The version a component gets: the exact one, else the highest tag it has one level up (default patch). The first tag is
 * counted from 0.0.0, as Bit does; without a wish, contracts and what is generated from them start at 0.1.0.
 * @throws TesseraError `VERSION_EXISTS`
 */
export function nextVersion(candidate: TagCandidate, wish: VersionWish): string {
  const version = wish.version ?? increment(candidate, wish.level)
  if (candidate.versions.includes(version)) {
    throw new TesseraError('VERSION_EXISTS', `${candidate.component.key} already has a version ${version}`, {
      hint: `versions never change: choose one after ${highestTag(candidate.versions)}`,
    })
  }
  return version
}

function increment({ component, versions }: TagCandidate, level: TagLevel | undefined): string {
  const highest = highestTag(versions)
  const isOfContract = component.contract !== undefined || component.derived !== undefined
  if (highest === undefined && level === undefined && isOfContract) return '0.1.0'
  return inc(highest ?? '0.0.0', level ?? 'patch') as string
}

function highestTag(versions: readonly string[]): string | undefined {
  return versions.filter(isTag).toSorted(rcompare)[0]
}
