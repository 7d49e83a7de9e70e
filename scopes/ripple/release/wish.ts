import { TesseraError } from '@tessera/core.model'
import type { SoftTag } from '@tessera/workspace.versions'
import { isTagLevel, TAG_LEVELS, type VersionWish } from './next-version.ts'
import { valid } from 'semver'
import type { TagOptions } from './plan-tag.ts'

/** Which version a component is to get, the nearest word first: its own, that of a soft tag, that of all. */
export interface WishSource {
  readonly key: string
  /** It is tagged by itself, not for the sake of another. */
  readonly isTagged: boolean
  readonly soft?: SoftTag | undefined
  /** What stood behind its pattern: `a@1.2.0`, `b@minor`. */
  readonly named?: string | undefined
}

export function wishFor({ key, isTagged, soft, named }: WishSource, options: TagOptions): VersionWish {
  const { incrementBy, preReleaseId } = options
  const counted = { incrementBy, preReleaseId }
  const inFile = options.versions?.components.get(key) ?? (isTagged ? options.versions?.fallback : undefined)
  if (inFile !== undefined) return { ...counted, ...readWish(inFile) }
  if (options.persist === true && soft !== undefined) {
    return { incrementBy, preReleaseId: soft.preRelease, ...readWish(soft.version) }
  }
  if (!isTagged) return { ...counted, level: options.autoTagLevel ?? preLevel(options.level) }
  if (named !== undefined) return { ...counted, ...readWish(named) }
  return { ...counted, level: options.level, version: options.version }
}

/** `2.0.0` or `minor`. @throws TesseraError `INVALID_VERSION` */
export function readWish(text: string): VersionWish {
  if (isTagLevel(text)) return { level: text }
  if (valid(text) === text) return { version: text }
  throw new TesseraError('INVALID_VERSION', `"${text}" is no version and no level`, {
    hint: `a version is semver: 1.2.0, or 2.0.0-beta.1; a level is one of ${TAG_LEVELS.join(', ')}`,
  })
}

/** Dependents get a patch, but a pre-release of what depends on a pre-release. */
function preLevel(level: VersionWish['level']): VersionWish['level'] {
  return level?.startsWith('pre') === true ? level : undefined
}
