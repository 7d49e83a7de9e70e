import { isRecord } from '@tessera/core.model'
import { array, type Code, object } from './layout.ts'

/** A JSON value as source code. */
export function literal(value: unknown): Code {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return array(value.map(literal))
  if (isRecord(value)) return object(Object.entries(value).map(([name, item]) => [`${key(name)}: `, literal(item)]))
  return JSON.stringify(value)
}

/** Text in the quotes that need least escaping. Nothing in it can end the literal. */
export function text(value: string): string {
  const json = JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  if (value.includes("'") && !value.includes('"')) return json
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** The name of a property. `__proto__` as a plain name would set the prototype. */
export function key(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return /^(?:[A-Za-z_$][\w$]*|0|[1-9]\d{0,8})$/.test(name) ? name : text(name)
}

/** `name: code`, for each that there is. */
export function fields(entries: Readonly<Record<string, Code | undefined>>): readonly Code[] {
  return Object.entries(entries).flatMap(([name, code]) => (code === undefined ? [] : [property(name, code)]))
}

/** `name: code`, or the name alone where the code is a constant of that name. */
export function property(name: string, code: Code): Code {
  return code === name ? name : [`${key(name)}: `, code]
}
