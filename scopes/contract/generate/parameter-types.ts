import type { JsonSchema } from '@tessera/contract.define/document'
import { type Defs, listOf, mapOf, refName, resolve, stringsOf, typesOf } from './schema.ts'

export type ParameterType = 'string' | 'number' | 'boolean' | 'string[]' | 'number[]' | 'boolean[]'

/** Of the schema of all parameters in one part of a request: what each is read as, and which have to be there. */
export function parameterTypes(
  parameters: JsonSchema,
  defs: Defs,
): { readonly types: Readonly<Record<string, ParameterType>>; readonly required: readonly string[] } {
  const schema = resolve(parameters, defs)
  if (typeof schema === 'boolean') return { types: {}, required: [] }
  const types = Object.entries(mapOf(schema, 'properties')).map(
    ([key, part]) => [key, parameterType(part, defs)] as const,
  )
  return { types: Object.fromEntries(types), required: stringsOf(schema, 'required') }
}

/** What the text of a parameter is read as. Where it may be several things it stays text, and the check decides. */
function parameterType(schema: JsonSchema, defs: Defs): ParameterType {
  const [types, items] = [new Set<string>(), new Set<string>()]
  collectTypes(schema, defs, { types, items })
  if (types.delete('array') && types.size === 0) return `${single(items)}[]`
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
