import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { regExp } from './check-scalars.ts'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, bind, block, type Code, localName, mentions, when } from './code.ts'
import { literal } from './names.ts'
import { mapOf } from './schema.ts'

/** Code that reads a property, and no method that every object has. */
export function propertyCode(value: string, key: string): string {
  const access = `${value}[${literal(key)}]`
  return key in {} ? `(Object.hasOwn(${value}, ${literal(key)}) ? ${access} : undefined)` : access
}

/** What is done with each member of an object that `properties` does not name. */
export interface MemberWork {
  readonly ofKey?: (key: string, inner: At) => Code
  /** For the schema that `patternProperties` or `additionalProperties` has for the member. */
  readonly ofMember: (schema: JsonSchema, inner: At) => Code
}

/** A loop over the members that are there; nothing where there is nothing to do. */
export function memberLoop(schema: JsonSchemaObject, at: At, writer: ChecksWriter, work: MemberWork): Code {
  const { patternProperties, additionalProperties } = schema
  if (patternProperties === undefined && additionalProperties === undefined && !work.ofKey) return []
  const [key, value] = [at.names.take('key'), localName(at, 'member')]
  const pointer = `${at.pointer}/\${escapePointer(${key})}`
  const inner: At = { ...at, value, pointer, hint: `${at.hint}Member` }
  const rest = (schema['additionalProperties'] ?? true) as JsonSchema
  const matched = Object.entries(mapOf(schema, 'patternProperties')).flatMap(([pattern, item]) =>
    when(`${regExp(pattern)}.test(${key})`, item === true ? [] : work.ofMember(item, inner)),
  )
  const further = rest === true ? [] : work.ofMember(rest, inner)
  const declared = isDeclared(schema, key)
  const members = [...matched, ...(declared === '' ? further : when(`!(${declared})`, further))]
  const keys = work.ofKey?.(key, inner) ?? []
  const body = [...keys, ...members]
  if (body.length === 0) return []
  if (mentions(body, '\\$\\{escapePointer')) writer.core('escapePointer')
  return [
    `for (const ${key} of ${writer.local('present')}(${at.value})) ${block([...keys, ...bind(value, `${at.value}[${key}]`, members)])}`,
  ]
}

/** Code that holds for the keys that `properties` and `patternProperties` speak of. */
export function isDeclared(schema: JsonSchemaObject, key: string): string {
  const names = Object.keys(mapOf(schema, 'properties')).map((name) => literal(name))
  const patterns = Object.keys(mapOf(schema, 'patternProperties')).map((pattern) => `${regExp(pattern)}.test(${key})`)
  return [...(names.length === 0 ? [] : [`[${names.join(', ')}].includes(${key})`]), ...patterns].join(' || ')
}
