import type { Bitmap, BitmapEntry } from './types.ts'

export const BITMAP_SCHEMA = '17.0.0'

const COMMENTS = `/* THIS IS A BIT-AUTO-GENERATED FILE, kept by Tessera: change it with commands, not by hand. */

/**
 * Which folder of this workspace is which component, and at which version. Tessera and Bit both read it; commit it.
 * An entry without a version is new; one without a scope was not exported yet and will live in its defaultScope.
 */

`

/** Keys of Bit that Tessera keeps as it found them, in Bit's order; unknown ones follow as they were found. */
const REST_ORDER = ['wrapDir', 'onLanesOnly', 'isAvailableOnCurrentLane', 'nextVersion', 'localOnly', 'config']

/** The text of a `.bitmap` as Bit lays it out; `parseBitmap` reads back what went in. */
export function formatBitmap(bitmap: Bitmap): string {
  const names = new Set<string>()
  const shared = new Set<string>()
  for (const { name } of bitmap.entries) (names.has(name) ? shared : names).add(name)
  const components = bitmap.entries
    .map((entry) => [shared.has(entry.name) ? sharedKey(entry) : entry.name, formatEntry(entry)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const { _bit_lane: lane, ...rest } = bitmap.rest ?? {}
  const top = Object.fromEntries<unknown>([...components, ...Object.entries(rest), ['$schema-version', BITMAP_SCHEMA]])
  return COMMENTS + JSON.stringify(lane === undefined ? top : { ...top, _bit_lane: lane }, null, 4)
}

function sharedKey(entry: BitmapEntry): string {
  return `${entry.scope || entry.defaultScope || ''}/${entry.name}`
}

function formatEntry({ name, scope, version, defaultScope, mainFile, rootDir, rest = {} }: BitmapEntry): unknown {
  const known = REST_ORDER.filter((key) => key in rest).map((key) => [key, rest[key]])
  return {
    name,
    scope,
    version,
    ...(defaultScope === undefined ? {} : { defaultScope }),
    mainFile,
    rootDir,
    ...Object.fromEntries(known),
    ...rest,
  }
}
