import type { Bump } from '@tessera/contract.compare'
import { isTag, TesseraError } from '@tessera/core.model'
import { inc, lt, parse, rcompare, type ReleaseType } from 'semver'
import type { TagCandidate } from './plan-tag.ts'

export const TAG_LEVELS = ['major', 'premajor', 'minor', 'preminor', 'patch', 'prepatch', 'prerelease'] as const

/** `prerelease` of what is none yet goes before the version that the change asks for: 2.0.0-beta.0 of a breaking one. */
export type TagLevel = (typeof TAG_LEVELS)[number]

export function isTagLevel(text: string): text is TagLevel {
  return (TAG_LEVELS as readonly string[]).includes(text)
}

export interface VersionWish {
  readonly level?: TagLevel | undefined
  /** Exact. */
  readonly version?: string | undefined
  /** How often the level is raised. Default 1. */
  readonly incrementBy?: number | undefined
  /** What stands behind the dash of a pre-release: `beta`. Default none: 1.0.1-0. */
  readonly preReleaseId?: string | undefined
}

/**
 * The version a component gets: the exact one, else the highest tag it has one level up. The level is the one wished for,
 * else what the change of its contract asks for, else patch. The first tag is counted from 0.0.0, as Bit does; without a
 * wish, contracts and what is generated from them start at 0.1.0.
 * @throws TesseraError `VERSION_EXISTS`
 */
export function nextVersion(candidate: TagCandidate, wish: VersionWish): string {
  const version = wish.version ?? increment(candidate, wish)
  if (candidate.versions.includes(version)) {
    throw new TesseraError('VERSION_EXISTS', `${candidate.component.key} already has a version ${version}`, {
      hint: `versions never change: choose one after ${highestTag(candidate.versions)}`,
    })
  }
  return version
}

/** The lowest version that the change of its contract allows; undefined where none is behind it. */
export function leastVersion(candidate: TagCandidate): string | undefined {
  return changeOf(candidate) === undefined ? undefined : increment(candidate, {})
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

function increment(candidate: TagCandidate, wish: VersionWish): string {
  const { level, incrementBy = 1, preReleaseId } = wish
  const highest = highestTag(candidate.versions)
  const asked = askedLevel(candidate, highest)
  const from = highest ?? '0.0.0'
  if (level === undefined && isFirstOfContract(candidate)) return '0.1.0'
  if (level !== 'prerelease') return raise(from, level ?? asked, { times: incrementBy, id: preReleaseId })
  const next = raise(from, 'prerelease', { times: incrementBy, id: preReleaseId })
  const isPreRelease = (parse(from)?.prerelease.length ?? 0) > 0
  if (isPreRelease && !isLower(next, increment(candidate, {}))) return next
  const first = raise(from, `pre${asked}`, { times: 1, id: preReleaseId })
  return raise(first, 'prerelease', { times: incrementBy - 1, id: preReleaseId })
}

function raise(from: string, level: ReleaseType, { times, id }: { times: number; id: string | undefined }): string {
  let version = from
  for (let round = 0; round < times; round++) version = raiseOnce(version, level, id)
  return version
}

/** One level up; a pre-release is of this name. */
export function raiseOnce(from: string, level: ReleaseType, id?: string): string {
  return (id === undefined ? inc(from, level) : inc(from, level, id)) as string
}

function askedLevel(candidate: TagCandidate, highest: string | undefined): 'patch' | 'minor' | 'major' {
  return isFirstOfContract(candidate) ? 'minor' : levelOf(changeOf(candidate) ?? 'patch', highest)
}

function isFirstOfContract({ component, versions }: TagCandidate): boolean {
  const isOfContract = component.contract !== undefined || component.derived !== undefined
  return highestTag(versions) === undefined && isOfContract
}

/** Below 1.0.0 everything counts one less, as semver has it. */
function levelOf(bump: Bump, highest: string | undefined): 'patch' | 'minor' | 'major' {
  const isEarly = highest !== undefined && lt(highest, '1.0.0')
  if (bump === 'major') return isEarly ? 'minor' : 'major'
  return bump === 'minor' && !isEarly ? 'minor' : 'patch'
}

function highestTag(versions: readonly string[]): string | undefined {
  return versions.filter(isTag).toSorted(rcompare)[0]
}
