import { codecValue, type JsonSchema } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'

type Defs = Readonly<Record<string, JsonSchema>>

/** Bounds that a validator looks at and a type cannot say. */
const UNTYPED = new Set([
  ...['format', 'pattern', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'minContains', 'maxContains'],
  ...['minProperties', 'maxProperties', 'propertyNames', 'if', 'then', 'else', 'not', 'dependentRequired'],
  ...['dependentSchemas', 'unevaluatedProperties', 'unevaluatedItems'],
])
const NAMED = new Set(['properties', 'patternProperties'])
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const SINGLE = new Set(['items', 'additionalProperties'])

/**
 * The values that the generated type of a schema takes: without bounds, open, an integer a number; a reader has every
 * property with a default.
 */
export function typeView(schema: JsonSchema, side: 'write' | 'read'): JsonSchema {
  if (!isRecord(schema)) return schema
  const codec = codecValue(schema)
  if (codec !== undefined) return { type: 'object', required: ['codec'], properties: { codec: { const: codec } } }
  const kept = Object.entries(schema).filter(([keyword, value]) => !UNTYPED.has(keyword) && !isClosing(keyword, value))
  const view = Object.fromEntries(kept.map(([keyword, value]) => [keyword, keywordView(keyword, value, side)]))
  return side === 'read' ? withDefaults(view) : view
}

export function typeViews(defs: Defs, side: 'write' | 'read'): Defs {
  return Object.fromEntries(Object.entries(defs).map(([name, schema]) => [name, typeView(schema, side)]))
}

function isClosing(keyword: string, value: unknown): boolean {
  return keyword === 'additionalProperties' && value === false
}

function keywordView(keyword: string, value: unknown, side: 'write' | 'read'): unknown {
  const view = (schema: unknown): JsonSchema => typeView(schema as JsonSchema, side)
  if (keyword === 'type') return [value].flat().map((type) => (type === 'integer' ? 'number' : type))
  if (SINGLE.has(keyword)) return view(value)
  if (LISTS.has(keyword) && Array.isArray(value)) return value.map(view)
  if (!NAMED.has(keyword) || !isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, view(schema)]))
}

function withDefaults(schema: Record<string, unknown>): JsonSchema {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  const filled = Object.keys(properties).filter((name) => isRecord(properties[name]) && 'default' in properties[name])
  if (filled.length === 0) return schema
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly unknown[]) : []
  return { ...schema, required: [...new Set([...required, ...filled])] }
}
