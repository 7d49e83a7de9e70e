import { dateToText, integerToText, isObject } from '@tessera/runtime.core'

/** The property that says which version something is, as it travels; `undefined` where there is none. */
export function versionOf(value: unknown, name: string | undefined): unknown {
  return name !== undefined && isObject(value) ? integerToText(dateToText(value[name])) : undefined
}

/** Whether it is known that `version` came before `other`: numbers and times have an order, other texts do not. */
export function isOlder(version: unknown, other: unknown): boolean {
  if (typeof version === 'number' && typeof other === 'number') return version < other
  if (typeof version !== 'string' || typeof other !== 'string') return false
  if (INTEGER.test(version) && INTEGER.test(other)) return BigInt(version) < BigInt(other)
  return TIME.test(version) && TIME.test(other) && Date.parse(version) < Date.parse(other)
}

/** 64-bit integers travel as text. */
const INTEGER = /^-?\d+$/
const TIME = /^\d{4}-\d{2}-\d{2}T/
