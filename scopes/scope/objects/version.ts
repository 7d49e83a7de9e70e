import type { RawObject, VersionObject } from './types.ts'

/** The content-derived hash that every generation of Bit accepts. */
export function versionHash(version: VersionObject): string {
  throw new Error(`not finished: ${version.mainFile}`)
}

/** The Version as an object, keys in Bit's order. */
export function encodeVersion(version: VersionObject, hash: string = versionHash(version)): RawObject {
  throw new Error(`not finished: ${hash}`)
}

/** @throws TesseraError `CORRUPT_OBJECT` */
export function decodeVersion(object: RawObject): VersionObject {
  throw new Error(`not finished: ${object.hash}`)
}
