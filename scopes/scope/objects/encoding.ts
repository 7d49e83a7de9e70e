import type { RawObject } from './types.ts'

/** The file of an object: zlib over header and body. The same object gives the same bytes. */
export function encodeObject(object: RawObject): Buffer {
  throw new Error(`not finished: ${object.hash}`)
}

/**
 * Reads an object's file. With `hash` (its name) it must also be the object of that hash.
 * @throws TesseraError `CORRUPT_OBJECT`
 */
export function decodeObject(file: Uint8Array, hash?: string): RawObject {
  throw new Error(`not finished: ${file.length} ${hash}`)
}
