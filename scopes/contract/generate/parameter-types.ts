import type { JsonSchema } from '@tessera/contract.define/document'
import { type Defs, listOf, mapOf, refName, resolve, stringsOf, typesOf } from './schema.ts'

export type ParameterType = 'string' | 'number' | 'boolean' | 'string[]' | 'number[]' | 'boolean[]' | 'object'

export interface ParameterTypes {
  readonly types: Readonly<Record<string, ParameterType>>
  /** Of those that are objects, what each property is read as. */
  readonly properties: Readonly<Record<string, Readonly<Record<string, ParameterType>>>>
  readonly required: readonly string[]
}

/** Of the schema of all parameters in one part of a request: what each is read as, and which have to be there. */
export function parameterTypes(parameters: JsonSchema, defs: Defs): ParameterTypes {
  const schema = resolve(parameters, defs)
  if (typeof schema === 'boolean') return { types: {}, properties: {}, required: [] }
  const fields = Object.entries(mapOf(schema, 'properties'))
  const types = fields.map(([key, part]) => [key, parameterType(part, defs)] as const)
  const objects = fields.filter((_, index) => types[index]?.[1] === 'object')
  return {
    types: Object.fromEntries(types),
    properties: Object.fromEntries(objects.map(([key, part]) => [key, propertyTypes(part, defs)])),
    required: stringsOf(schema, 'required'),
  }
}

function propertyTypes(object: JsonSchema, defs: Defs): Readonly<Record<string, ParameterType>> {
  const schema = resolve(object, defs)
  if (typeof schema === 'boolean') return {}
  const types = Object.entries(mapOf(schema, 'properties')).map(([key, part]) => [key, parameterType(part, defs)])
  return Object.fromEntries(types)
}

/** What a field of a form is read as: also a file, and what is written as JSON inside a form. */
export function fieldType(schema: JsonSchema, defs: Defs, isFile: (schema: JsonSchema) => boolean): string {
  const target = resolve(schema, defs)
  if (isFile(target)) return 'file'
  const items = typeof target === 'object' ? (target['items'] as JsonSchema | undefined) : undefined
  if (items !== undefined) {
    if (isFile(resolve(items, defs))) return 'file[]'
    if (parameterType(items, defs) === 'object') return 'json[]'
  }
  const type = parameterType(schema, defs)
  return type === 'object' ? 'json' : type
}

/** What the text of a parameter is read as. Where it may be several things it stays text, and the check decides. */
function parameterType(schema: JsonSchema, defs: Defs): ParameterType {
  const [types, items] = [new Set<string>(), new Set<string>()]
  collectTypes(schema, defs, { types, items })
  if (types.delete('array') && types.size === 0) return `${single(items)}[]`
  if (types.has('object') && types.size === (types.has('null') ? 2 : 1)) return 'object'
  return single(types)
}

interface Found {
  readonly types: Set<string>
  readonly items: Set<string>
}

function collectTypes(schema: JsonSchema, defs: Defs, found: Found, seen: ReadonlySet<string> = new Set()): void {
  if (typeof schema === 'boolean') return
  const name = refName(schema)
  if (name !== undefined && !seen.has(name)) collectTypes(defs[name] ?? true, defs, found, new Set([...seen, name]))
  const values = [...(Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : []), schema['const'] ?? []].flat()
  for (const type of typesOf(schema)) found.types.add(type === 'integer' ? 'number' : type)
  if (typesOf(schema).length === 0) for (const value of values) found.types.add(typeof value)
  if (schema['items'] !== undefined) {
    collectTypes(schema['items'] as JsonSchema, defs, { types: found.items, items: new Set() }, seen)
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    for (const branch of listOf(schema, keyword)) collectTypes(branch, defs, found, seen)
  }
}

function single(types: ReadonlySet<string>): 'string' | 'number' | 'boolean' {
  const [type] = [...types].filter((candidate) => candidate !== 'null')
  const only = types.size - (types.has('null') ? 1 : 0) === 1
  return only && (type === 'number' || type === 'boolean') ? type : 'string'
}
