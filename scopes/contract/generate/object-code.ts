import { keyCode, literal } from './names.ts'

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
