import { isComponentName, isRecord, isScopeName, isSnap, isTag } from '@tessera/core.model'
import type { Bitmap, BitmapEntry } from './types.ts'

/** Whether it has the form of Bit 14: the program's version at its end, and ids as keys. */
export function isOldBitmap(content: Readonly<Record<string, unknown>>): boolean {
  return typeof content['version'] === 'string' && content['$schema-version'] === undefined
}

type Refuse = (key: string, what: string) => Error

/** Components that are there only for others (`NESTED`) are no components of the workspace. */
export function readOldBitmap({ version, ...all }: Readonly<Record<string, unknown>>, refuse: Refuse): Bitmap {
  const entries = Object.entries(all).flatMap(([key, value]): BitmapEntry[] => {
    if (!isRecord(value)) throw refuse(key, 'is no object')
    return value['origin'] === 'NESTED' ? [] : [readEntry(key, value, refuse)]
  })
  return { entries: newest(entries), writtenBy: String(version) }
}

/** `acme.chain/c@0.0.1` once it was exported or imported, `c@0.0.1` or `c` before. */
function readEntry(key: string, value: Readonly<Record<string, unknown>>, refuse: Refuse): BitmapEntry {
  const [id = '', version = ''] = key.split('@')
  const isExported = value['exported'] === true || value['origin'] === 'IMPORTED'
  const slash = isExported ? id.indexOf('/') : -1
  const [scope, name] = [id.slice(0, Math.max(slash, 0)), id.slice(slash + 1)]
  if ((scope !== '' && !isScopeName(scope)) || !isComponentName(name)) throw refuse(key, 'has an id that is none')
  if (version !== '' && !isTag(version) && !isSnap(version)) throw refuse(key, `has "${version}", which is no version`)
  const { mainFile, rootDir } = value
  if (typeof mainFile !== 'string' || typeof rootDir !== 'string') throw refuse(key, 'has no "mainFile" or "rootDir"')
  // A version that was not exported is known to the scope by the name alone: here it counts as new.
  return { name, scope, version, mainFile, rootDir }
}

/** An update leaves the entry of the version before. */
function newest(entries: readonly BitmapEntry[]): readonly BitmapEntry[] {
  return [...new Map(entries.map((entry) => [entry.rootDir, entry])).values()]
}
