import type { ComponentObject, RawObject } from './types.ts'

/** The Component as an object, keys in Bit's order; `schema` and `head` are filled in where they are missing. */
export function encodeComponent(component: ComponentObject): RawObject {
  throw new Error(`not finished: ${component.name}`)
}

/** @throws TesseraError `CORRUPT_OBJECT` */
export function decodeComponent(object: RawObject): ComponentObject {
  throw new Error(`not finished: ${object.hash}`)
}
