import { lt, major, minor, parse, rcompare, satisfies, validRange } from 'semver'

/** What a version promises of those after it. */
export interface Dependency {
  readonly version: string
  /** A contract, or made from one: its versions say what they do to those who use it. */
  readonly ofContract: boolean
  /** What its dependent recorded, where it did. */
  readonly recorded?: string | undefined
}

/**
 * The range at which a package asks for a component it was built with. Versions of contracts and their parts take their
 * level from what a change does, so what is compatible may take their place: `^1.2.0`, `~0.3.1`. Others get a patch for
 * whatever it was, and a pre-release promises nothing: these are asked for exactly.
 */
export function dependencyRange({ version, ofContract, recorded }: Dependency): string {
  if (recorded !== undefined && recorded !== '*' && satisfies(version, recorded)) return recorded
  if (!ofContract || isPreRelease(version)) return version
  return compatibleRange(version)
}

/** Below 1.0.0 a minor may break. */
export function compatibleRange(version: string): string {
  return `${lt(version, '1.0.0') ? '~' : '^'}${version}`
}

/**
 * npm's dist-tag for a version: `latest`, unless it is older than what is there (`release-1.x`, `release-0.2.x`) or a
 * pre-release (`beta` of 2.0.0-beta.1, `next` where it has no name).
 */
export function distTag(version: string, known: readonly string[]): string {
  const [name] = parse(version)?.prerelease ?? []
  if (name !== undefined) return typeof name === 'string' && !isRange(name) ? name : 'next'
  const [newest] = known.filter((other) => !isPreRelease(other)).toSorted(rcompare)
  if (newest === undefined || !lt(version, newest)) return 'latest'
  return major(version) > 0 ? `release-${major(version)}.x` : `release-0.${minor(version)}.x`
}

/** npm refuses a dist-tag that reads like a version. */
export function isRange(text: string): boolean {
  return validRange(text) !== null
}

function isPreRelease(version: string): boolean {
  return (parse(version)?.prerelease.length ?? 0) > 0
}
