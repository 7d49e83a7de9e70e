import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'

/** Keywords that hold schemas: one, a list, or one for each name. */
const ONE = [
  ...['additionalItems', 'additionalProperties', 'contains', 'contentSchema', 'else', 'if', 'items', 'not'],
  ...['propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties'],
]
const LIST = ['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems']
const MAP = [...['$defs', 'definitions', 'dependencies', 'dependentSchemas', 'patternProperties', 'properties']]

/** The schema with each schema directly inside replaced. */
export function mapChildren(schema: JsonSchemaObject, change: (child: JsonSchema) => JsonSchema): JsonSchemaObject {
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (ONE.includes(keyword) && isSchema(value)) return [keyword, change(value)]
    if (LIST.includes(keyword) && Array.isArray(value)) {
      return [keyword, value.map((item) => (isSchema(item) ? change(item) : item))]
    }
    if (!MAP.includes(keyword) || !isRecord(value)) return [keyword, value]
    return [
      keyword,
      fromEntries(Object.entries(value).map(([key, item]) => [key, isSchema(item) ? change(item) : item])),
    ]
  })
  return fromEntries(entries)
}

/** The schemas directly inside, each with its pointer from here. */
export function childrenOf(schema: JsonSchemaObject): Child[] {
  return Object.entries(schema).flatMap(([keyword, value]): Child[] => {
    if (ONE.includes(keyword) && isSchema(value)) return [[[keyword], value]]
    const holds = LIST.includes(keyword) ? Array.isArray(value) : MAP.includes(keyword) && isRecord(value)
    if (!holds) return []
    return Object.entries(value as object).flatMap(([key, item]): Child[] =>
      isSchema(item) ? [[[keyword, key], item]] : [],
    )
  })
}

type Child = readonly [path: readonly string[], child: JsonSchema]

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isRecord(value)
}

/** `Object.fromEntries`, where `__proto__` is a name like any other: that is what it does. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): JsonSchemaObject {
  return Object.fromEntries(entries)
}
