import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import type { Place } from '../read/place.ts'
import { without } from './around.ts'
import type { Tidying } from './tidy.ts'

/** Objects and lists: free-form ones say so, required properties are declared, tuples say how long they are. */
export function mendObject(schema: JsonSchemaObject, place: Place, how: Tidying): JsonSchemaObject {
  if (schema['type'] === 'object') return declareRequired(sayFreeForm(schema), place, how)
  return schema['type'] === 'array' ? mendTuple(sayItems(schema)) : schema
}

const SHAPES = ['properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties', 'propertyNames']
const BESIDE = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'not', 'dependentSchemas', 'const', 'enum']

/** `type: object` alone is what people write for any object; what is sent is held to what is declared. */
function sayFreeForm(schema: JsonSchemaObject): JsonSchemaObject {
  if ('patternProperties' in schema || 'unevaluatedProperties' in schema) return schema
  if (schema['additionalProperties'] === false && !('properties' in schema)) return { ...schema, properties: {} }
  if ([...SHAPES, ...BESIDE].some((keyword) => keyword in schema)) return schema
  if (Array.isArray(schema['required'])) return { ...schema, properties: {}, additionalProperties: {} }
  return { ...schema, additionalProperties: {} }
}

function declareRequired(schema: JsonSchemaObject, place: Place, { notes }: Tidying): JsonSchemaObject {
  const { required, properties } = schema
  if (!Array.isArray(required)) return schema
  if (required.length === 0) return without(schema, 'required')
  if (!isRecord(properties)) return schema
  const missing = (required as readonly string[]).filter((name) => !Object.hasOwn(properties, name))
  const extra = schema['additionalProperties']
  if (missing.length === 0 || extra === false || 'patternProperties' in schema) return ordered(schema)
  const message = `${missing.join(', ')} must be there but is not declared`
  notes.changed('PROPERTY_DECLARED', place, message, 'it is declared, with any value')
  const declared = missing.map((name) => [name, isRecord(extra) ? extra : {}] as const)
  return ordered({ ...schema, properties: { ...properties, ...Object.fromEntries(declared) } })
}

/** As Zod writes it: in the order of the properties. */
function ordered(schema: JsonSchemaObject): JsonSchemaObject {
  const order = Object.keys(schema['properties'] as object)
  const required = (schema['required'] as readonly string[]).toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
  return { ...schema, required }
}

function sayItems(schema: JsonSchemaObject): JsonSchemaObject {
  if ('items' in schema || 'unevaluatedItems' in schema || BESIDE.some((keyword) => keyword in schema)) return schema
  return { ...schema, items: {} satisfies JsonSchema }
}

/** A list that ends with its tuple says how long it is at most. */
function mendTuple(schema: JsonSchemaObject): JsonSchemaObject {
  const { prefixItems, items, maxItems } = schema
  if (!Array.isArray(prefixItems) || items !== false || typeof maxItems === 'number') return schema
  return { ...schema, maxItems: prefixItems.length }
}
