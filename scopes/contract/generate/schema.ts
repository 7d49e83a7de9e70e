import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'

export type Defs = Readonly<Record<string, JsonSchema>>
export type SchemaMap = Readonly<Record<string, JsonSchema>>

/** A schema inside another, and where. */
export interface Child {
  readonly pointer: string
  readonly schema: JsonSchema
}

export const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const
export type TypeName = (typeof TYPES)[number]

/** Keywords whose schemas say how a value looks, so that types and defaults come from them. */
const SHAPING = {
  one: ['items', 'additionalProperties'],
  list: ['prefixItems', 'allOf', 'anyOf', 'oneOf'],
  map: ['properties', 'patternProperties'],
}
/** Keywords whose schemas only test. */
const TESTING = {
  one: [
    ...['propertyNames', 'contains', 'not', 'if', 'then', 'else'],
    ...['unevaluatedProperties', 'unevaluatedItems'],
  ],
  list: [],
  map: ['dependentSchemas'],
}

/** Schemas that shape the value: its properties, items and branches. */
export function shapes(schema: JsonSchema): readonly Child[] {
  return childrenOf(schema, SHAPING)
}

/** All schemas directly inside. */
export function children(schema: JsonSchema): readonly Child[] {
  return [...childrenOf(schema, SHAPING), ...childrenOf(schema, TESTING)]
}

interface Keywords {
  readonly one: readonly string[]
  readonly list: readonly string[]
  readonly map: readonly string[]
}

function childrenOf(schema: JsonSchema, { one, list, map }: Keywords): Child[] {
  if (typeof schema === 'boolean') return []
  const at = (pointer: string, value: unknown): Child => ({ pointer, schema: value as JsonSchema })
  return [
    ...one.flatMap((keyword) => (isSchema(schema[keyword]) ? [at(`/${keyword}`, schema[keyword])] : [])),
    ...list.flatMap((keyword) => listOf(schema, keyword).map((item, index) => at(`/${keyword}/${index}`, item))),
    ...map.flatMap((keyword) =>
      Object.entries(mapOf(schema, keyword)).map(([key, item]) => at(`/${keyword}/${escapePart(key)}`, item)),
    ),
  ]
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isRecord(value)
}

/** The schemas under `allOf` and its like; none where the keyword is absent. */
export function listOf(schema: JsonSchemaObject, keyword: string): readonly JsonSchema[] {
  return Array.isArray(schema[keyword]) ? (schema[keyword] as readonly JsonSchema[]) : []
}

/** The schemas under `properties` and its like; none where the keyword is absent. */
export function mapOf(schema: JsonSchemaObject, keyword: string): SchemaMap {
  return isRecord(schema[keyword]) ? (schema[keyword] as SchemaMap) : {}
}

export function stringsOf(schema: JsonSchemaObject, keyword: string): readonly string[] {
  return Array.isArray(schema[keyword]) ? (schema[keyword] as readonly string[]) : []
}

export function numberOf(schema: JsonSchemaObject, keyword: string): number | undefined {
  return typeof schema[keyword] === 'number' ? schema[keyword] : undefined
}

export function textOf(schema: JsonSchemaObject, keyword: string): string | undefined {
  return typeof schema[keyword] === 'string' ? schema[keyword] : undefined
}

/** The types a schema names; none where it leaves them open. */
export function typesOf(schema: JsonSchemaObject): readonly TypeName[] {
  return schema['type'] === undefined ? [] : ([schema['type']].flat() as TypeName[])
}

/** `Order` of `#/$defs/Order`. */
export function refName(schema: JsonSchema): string | undefined {
  if (typeof schema === 'boolean' || typeof schema['$ref'] !== 'string') return undefined
  return schema['$ref'].replace('#/$defs/', '')
}

/** Follows `$ref`; a schema that only refers to itself is `true`. */
export function resolve(schema: JsonSchema, defs: Defs): JsonSchema {
  const seen = new Set<string>()
  let at = schema
  for (let name = refName(at); name !== undefined && !seen.has(name); name = refName(at)) {
    seen.add(name)
    at = defs[name] ?? true
  }
  return refName(at) === undefined ? at : true
}

/** Whether an object without properties is one of its values. */
export function requiresNothing(schema: JsonSchema, defs: Defs): boolean {
  const target = resolve(schema, defs)
  return typeof target === 'object' && stringsOf(target, 'required').length === 0
}

/** One part of a JSON pointer. */
export function escapePart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The schema with what is directly inside replaced: `shaping` for what says how a value looks, `testing` for the rest. */
export function mapSchemas(
  schema: JsonSchemaObject,
  shaping: (inner: JsonSchema) => JsonSchema,
  testing: (inner: JsonSchema) => JsonSchema,
): JsonSchemaObject {
  return mapKeywords(mapKeywords(schema, SHAPING, shaping), TESTING, testing)
}

function mapKeywords(
  schema: JsonSchemaObject,
  { one, list, map }: Keywords,
  change: (inner: JsonSchema) => JsonSchema,
): JsonSchemaObject {
  const changed = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (one.includes(keyword) && isSchema(value)) return [keyword, change(value)]
    if (list.includes(keyword)) return [keyword, listOf(schema, keyword).map(change)]
    if (!map.includes(keyword)) return [keyword, value]
    const entries = Object.entries(mapOf(schema, keyword)).map(([key, item]) => [key, change(item)])
    return [keyword, Object.fromEntries(entries)]
  })
  return Object.fromEntries(changed)
}
