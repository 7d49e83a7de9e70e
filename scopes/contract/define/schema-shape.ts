import { isRecord } from '@tessera/core.model'
import type { JsonSchema } from './document.ts'
import { leaf, mapValues, type Shape } from './shape.ts'

/** Keywords in the order a reader wants them: what it is, its shape, its bounds, its branches, then the rest. */
const KEYWORDS = [
  ...['$ref', '$comment', 'x-origin', 'title', 'description', 'deprecated', 'readOnly', 'writeOnly'],
  ...['type', 'const', 'enum', 'x-extensible-enum', 'format', 'x-codec'],
  ...['contentEncoding', 'contentMediaType', 'pattern', 'minLength', 'maxLength'],
  ...['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf'],
  ...['properties', 'required', 'patternProperties', 'additionalProperties', 'unevaluatedProperties'],
  ...['propertyNames', 'minProperties', 'maxProperties', 'dependentRequired', 'dependentSchemas'],
  ...['prefixItems', 'items', 'unevaluatedItems', 'contains', 'minContains', 'maxContains'],
  ...['minItems', 'maxItems', 'uniqueItems'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'default', 'examples', '$defs'],
]
const RANK = new Map(KEYWORDS.map((keyword, index) => [keyword, index]))
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs'])
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const SINGLE = new Set([
  ...['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'propertyNames', 'contains'],
  ...['not', 'if', 'then', 'else'],
])

/** A schema: its keywords are written in one fixed order, its properties as the author wrote them. */
export const schema: Shape = {
  ...leaf((value, pointer, report) => {
    if (typeof value === 'boolean' || isRecord(value)) return
    report(pointer, `${pointer} must be a schema (an object or a boolean), is ${JSON.stringify(value)}`)
  }),
  order: (value) => orderSchema(value as JsonSchema),
}

function orderSchema(value: JsonSchema): JsonSchema {
  if (!isRecord(value)) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([keyword, part]) => [keyword, orderKeyword(keyword, part)]))
}

function orderKeyword(keyword: string, value: unknown): unknown {
  if (SINGLE.has(keyword)) return orderSchema(value as JsonSchema)
  if (LISTS.has(keyword) && Array.isArray(value)) return value.map(orderSchema)
  if (MAPS.has(keyword) && isRecord(value)) return mapValues(value as Record<string, JsonSchema>, orderSchema)
  return value
}

function rank(keyword: string): number {
  return RANK.get(keyword) ?? RANK.size
}
