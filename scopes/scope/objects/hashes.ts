import { componentKey, sha1, type ComponentId } from '@tessera/core.model'

const HASH = /^[0-9a-f]{40}$/

/** Whether the text is the hash of an object: exactly 40 hex digits. */
export function isHash(text: unknown): text is string {
  return typeof text === 'string' && HASH.test(text)
}

/** Where an object lies below an object folder: `aa/6d02…`, forward slash on every system. */
export function objectPath(hash: string): string {
  return `${hash.slice(0, 2)}/${hash.slice(2)}`
}

/** Hash of a Source: sha1 of the bytes as they are stored. Give it `normaliseText(file)`, not the file. */
export function sourceHash(bytes: Uint8Array): string {
  return sha1(bytes)
}

/** Hash of a Component object: sha1 of `scope/name`, whatever its version. */
export function componentHash(id: ComponentId): string {
  return sha1(componentKey(id))
}
