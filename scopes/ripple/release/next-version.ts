import type { Bump } from '@tessera/contract.compare'
import { isTag, TesseraError } from '@tessera/core.model'
import { inc, lt, parse, rcompare } from 'semver'
import type { TagCandidate } from './plan-tag.ts'

export type TagLevel = 'patch' | 'minor' | 'major'

export interface VersionWish {
  readonly level?: TagLevel | undefined
  /** Exact. */
  readonly version?: string | undefined
}

/**
 * The version a component gets: the exact one, else the highest tag it has one level up. The level is the one wished for,
 * else what the change of its contract asks for, else patch. The first tag is counted from 0.0.0, as Bit does; without a
 * wish, contracts and what is generated from them start at 0.1.0.
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

/** The lowest version that the change of its contract allows; undefined where none is behind it. */
export function leastVersion(candidate: TagCandidate): string | undefined {
  return changeOf(candidate) === undefined ? undefined : increment(candidate, undefined)
}

/** Whether a version raises less than another; what stands behind the dash of a pre-release makes no difference. */
export function isLower(version: string, least: string): boolean {
  const parsed = parse(version)
  return parsed !== null && lt(`${parsed.major}.${parsed.minor}.${parsed.patch}`, least)
}

/** What the change of a candidate's contract asks of it; undefined where no contract is behind it. */
export function changeOf({ change }: TagCandidate): Bump | undefined {
  return change === undefined || change === 'absent' ? undefined : change.verdict.bumps[change.part]
}

function increment(candidate: TagCandidate, level: TagLevel | undefined): string {
  const { component, versions } = candidate
  const highest = highestTag(versions)
  const isOfContract = component.contract !== undefined || component.derived !== undefined
  if (highest === undefined && level === undefined && isOfContract) return '0.1.0'
  return inc(highest ?? '0.0.0', level ?? levelOf(changeOf(candidate) ?? 'patch', highest)) as string
}

/** Below 1.0.0 everything counts one less, as semver has it. */
function levelOf(bump: Bump, highest: string | undefined): TagLevel {
  const isEarly = highest !== undefined && lt(highest, '1.0.0')
  if (bump === 'major') return isEarly ? 'minor' : 'major'
  return bump === 'minor' && !isEarly ? 'minor' : 'patch'
}

function highestTag(versions: readonly string[]): string | undefined {
  return versions.filter(isTag).toSorted(rcompare)[0]
}
