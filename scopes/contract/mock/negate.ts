import { isObject } from './equal.ts'
import type { JsonSchema, JsonSchemaObject } from './types.ts'

/** Bounds whose negation is another bound. */
const OPPOSITE: Readonly<Record<string, (limit: number) => JsonSchemaObject>> = {
  minimum: (limit) => ({ type: 'number', exclusiveMaximum: limit }),
  maximum: (limit) => ({ type: 'number', exclusiveMinimum: limit }),
  exclusiveMinimum: (limit) => ({ type: 'number', maximum: limit }),
  exclusiveMaximum: (limit) => ({ type: 'number', minimum: limit }),
  minLength: (limit) => ({ type: 'string', maxLength: limit - 1 }),
  maxLength: (limit) => ({ type: 'string', minLength: limit + 1 }),
  minItems: (limit) => ({ type: 'array', maxItems: limit - 1 }),
  maxItems: (limit) => ({ type: 'array', minItems: limit + 1 }),
  minProperties: (limit) => ({ type: 'object', maxProperties: limit - 1 }),
  maxProperties: (limit) => ({ type: 'object', minProperties: limit + 1 }),
}

/** What a keyword means depends on these, so that it cannot be negated by itself. */
const ENTANGLED = [
  ...['additionalProperties', 'patternProperties', 'unevaluatedProperties', 'prefixItems', 'unevaluatedItems'],
  ...['minContains', 'maxContains', 'if', 'then', 'else', 'oneOf', '$ref', '$dynamicRef'],
]
const SILENT = new Set([
  'title',
  'description',
  'examples',
  'default',
  'deprecated',
  '$comment',
  '$schema',
  '$id',
  '$defs',
])

/**
 * Schemas of which at least one holds wherever the given one does not; together they are its negation. Undefined
 * where the negation cannot be said in other words: then it is left to validation.
 */
export function negate(schema: JsonSchema): JsonSchema[] | undefined {
  if (typeof schema === 'boolean') return schema ? [] : [true]
  const entries = Object.entries(schema).filter(([keyword]) => !SILENT.has(keyword) && !keyword.startsWith('x-'))
  if (entries.some(([keyword]) => ENTANGLED.includes(keyword))) return undefined
  const negated = entries.map(([keyword, value]) => negateKeyword(keyword, value))
  if (entries.length === 1 && negated[0] === undefined) return undefined
  return entries.flatMap(([keyword, value], index) => negated[index] ?? [{ not: { [keyword]: value } }])
}

function negateKeyword(keyword: string, value: unknown): JsonSchema[] | undefined {
  const opposite = OPPOSITE[keyword]
  if (opposite !== undefined && typeof value === 'number') return [opposite(value)]
  if (keyword === 'not') return [value as JsonSchema]
  if (keyword === 'allOf') return (value as readonly JsonSchema[]).map((part) => ({ not: part }))
  if (keyword === 'anyOf') return [{ allOf: (value as readonly JsonSchema[]).map((part) => ({ not: part })) }]
  if (keyword === 'properties' && isObject(value)) {
    return Object.entries(value).map(([key, part]) => ({
      type: 'object',
      required: [key],
      properties: { [key]: { not: part } },
    }))
  }
  if (keyword === 'required' && Array.isArray(value) && value.length > 1) {
    return value.map((key) => ({ type: 'object', not: { required: [key as string] } }))
  }
  return undefined
}
