import { literal } from './names.ts'

/** Members of an object literal as code; those that are `undefined` are left out. */
export type Members = Readonly<Record<string, string | undefined>>

/** The code of an object literal. */
export function objectCode(members: Members): string {
  return entriesCode(Object.entries(members))
}

/** The code of an object literal, in this order; keys may be anything a contract says. */
export function entriesCode(entries: readonly (readonly [key: string, code: string | undefined])[]): string {
  const code = entries.map(([key, value]) => (value === undefined ? '' : `${keyCode(key)}: ${value},\n`))
  return `{${code.join('')}}`
}

/** The code of each value, or nothing for what is not there. */
export function literalOf(value: unknown): string | undefined {
  return value === undefined ? undefined : literal(value)
}

/** A property name as code. Without brackets `__proto__` would set the prototype. */
export function keyCode(key: string): string {
  if (/^(?:0|[1-9]\d{0,8})$/.test(key)) return key
  return key === '__proto__' ? '["__proto__"]' : literal(key)
}
