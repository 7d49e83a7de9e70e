import { readFileSync, statSync, utimesSync } from 'node:fs'
import { TesseraError } from '@tessera/core.model'
import { corruptObject, decodeObject, isHash, MAX_OBJECT_BYTES, type RawObject } from '@tessera/scope.objects'
import { objectFile } from './layout.ts'

/** Whether the object is there. An empty file, left by a power cut, is not. */
export function hasObject(root: string, hash: string): boolean {
  const found = isHash(hash) ? statSync(objectFile(root, hash), { throwIfNoEntry: false }) : undefined
  return found !== undefined && found.size > 0
}

/**
 * Whether the object is there, for one who is about to refer to it: it counts as new from now on, so that garbage
 * collection leaves it for the time being.
 */
export function keepObject(root: string, hash: string): boolean {
  if (!hasObject(root, hash)) return false
  try {
    const now = new Date()
    utimesSync(objectFile(root, hash), now, now)
    return true
  } catch (error) {
    // In somebody else's scope nobody but its owner collects.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/**
 * The object of this hash, or undefined where the scope has none.
 * @throws TesseraError `CORRUPT_OBJECT`
 */
export function readIfThere(root: string, hash: string): RawObject | undefined {
  if (!isHash(hash)) return undefined
  const file = objectFile(root, hash)
  return located(file, () => {
    const content = readFile(file, hash)
    return content && decodeObject(content, hash)
  })
}

/**
 * The object of this hash, read with `decode`.
 * @throws TesseraError `OBJECT_NOT_FOUND`, `CORRUPT_OBJECT`
 */
export function readDecoded<T>(root: string, hash: string, decode: (object: RawObject) => T): T {
  const object = readIfThere(root, hash)
  if (object) return located(objectFile(root, hash), () => decode(object))
  throw new TesseraError('OBJECT_NOT_FOUND', `object ${hash} is not in the scope at ${root}`, {
    hint: 'fetch it with "tessera import"',
  })
}

/** Adds the file to what `read` throws. */
export function located<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof TesseraError) || error.location !== undefined) throw error
    throw new TesseraError(error.code, error.message, { hint: error.hint, location: { file }, cause: error })
  }
}

/** What cannot be deflated becomes a little larger. */
const MAX_FILE_BYTES = MAX_OBJECT_BYTES + 1024 * 1024

// Synchronous: the files are small and many, and are then read three times as fast.
function readFile(file: string, hash: string): Buffer | undefined {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return undefined
  if (found.size > MAX_FILE_BYTES) throw corruptObject(`object ${hash}`, `its file has ${found.size} bytes`)
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
