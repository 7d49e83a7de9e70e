import { canonicalJson, isRecord } from '@tessera/core.model'
import type { Type } from './node.ts'

/** Equal values, equal text; the order of properties does not matter, and 1.0 is 1. */
export const keyOf: (value: unknown) => string = canonicalJson

export function typeOf(value: unknown): Type {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return isRecord(value) ? 'object' : (typeof value as Type)
}

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return typeof a === 'object' && typeof b === 'object' && keyOf(a) === keyOf(b)
}

/** Characters as JSON Schema counts them: code points. */
export function lengthOf(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Sets a property as data: `__proto__` is a name like any other. */
export function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}
