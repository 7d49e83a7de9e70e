import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { type Defs, listOf, mapOf, refName, stringsOf, typesOf } from './schema.ts'

/** The properties that a schema speaks of, in itself and in all that is joined to it. */
export interface Declared {
  readonly names: ReadonlySet<string>
  readonly patterns: ReadonlySet<string>
  /** It lets in any further property, or says itself what these must be. */
  readonly open: boolean
}

/** A schema with properties that does not say what becomes of others: writers add none. */
export function closesItself(schema: JsonSchema): boolean {
  return (
    typeof schema === 'object' &&
    schema['properties'] !== undefined &&
    RULES.every((rule) => schema[rule] === undefined)
  )
}

/** Say what becomes of properties that have no name. */
const RULES = ['additionalProperties', 'unevaluatedProperties']

export function declaredBy(schema: JsonSchema, defs: Defs): Declared {
  const names = new Set<string>()
  const patterns = new Set<string>()
  let open = false
  const seen = new Set<JsonSchema>()
  const visit = (part: JsonSchema): void => {
    if (typeof part === 'boolean' || seen.has(part)) return
    seen.add(part)
    for (const name of [...Object.keys(mapOf(part, 'properties')), ...stringsOf(part, 'required')]) names.add(name)
    for (const pattern of Object.keys(mapOf(part, 'patternProperties'))) patterns.add(pattern)
    open ||= isOpen(part)
    for (const branch of joined(part, defs)) visit(branch)
  }
  visit(schema)
  return { names, patterns, open }
}

function isOpen(schema: JsonSchemaObject): boolean {
  const said = RULES.filter((rule) => schema[rule] !== undefined)
  if (said.length > 0) return said.some((rule) => schema[rule] !== false)
  const free = [...JOINING, 'properties', 'patternProperties', '$ref'].every((keyword) => schema[keyword] === undefined)
  return free && typesOf(schema).includes('object')
}

const JOINING = ['allOf', 'anyOf', 'oneOf', 'then', 'else', 'dependentSchemas']

/** Schemas that speak of the same object. */
function joined(schema: JsonSchemaObject, defs: Defs): JsonSchema[] {
  const name = refName(schema)
  return [
    ...(name === undefined ? [] : [defs[name] ?? true]),
    ...['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => listOf(schema, keyword)),
    ...['then', 'else'].map((keyword) => (schema[keyword] ?? true) as JsonSchema),
    ...Object.values(mapOf(schema, 'dependentSchemas')),
  ]
}

/** Properties with their schemas, through references and `allOf`; not those that two schemas speak of. */
export function propertiesOf(schema: JsonSchema, defs: Defs): ReadonlyMap<string, JsonSchema> {
  const found = new Map<string, JsonSchema>()
  const twice = new Set<string>()
  const seen = new Set<JsonSchema>()
  const visit = (part: JsonSchema): void => {
    if (typeof part === 'boolean' || seen.has(part)) return
    seen.add(part)
    for (const [key, item] of Object.entries(mapOf(part, 'properties'))) {
      if (found.has(key)) twice.add(key)
      found.set(key, item)
    }
    const name = refName(part)
    if (name !== undefined) visit(defs[name] ?? true)
    for (const branch of listOf(part, 'allOf')) visit(branch)
  }
  visit(schema)
  for (const key of twice) found.delete(key)
  return found
}
