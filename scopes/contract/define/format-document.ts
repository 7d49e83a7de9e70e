import { isRecord } from '@tessera/core.model'
import type { ContractDocument, HttpOperation, JsonSchema, Slot } from './document.ts'

/** Keywords in the order a reader wants them: what it is, its shape, its bounds, its branches, then the rest. */
const KEYWORDS = [
  ...['$ref', '$comment', 'x-origin', 'title', 'description', 'deprecated', 'readOnly', 'writeOnly'],
  ...['type', 'const', 'enum', 'format', 'contentEncoding', 'contentMediaType', 'pattern', 'minLength', 'maxLength'],
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

/**
 * JSON text of a document: two spaces, a newline at the end. Operations, slots and properties stand in authored order,
 * `$defs` and `exports` sorted, keywords in one fixed order: equal documents, equal bytes.
 */
export function formatDocument(document: ContractDocument): string {
  return `${JSON.stringify(normalizeDocument(document), null, 2)}\n`
}

/** The same document with its keys in the order of the text. */
export function normalizeDocument(document: ContractDocument): ContractDocument {
  const ordered = pick(document, [
    ...(['formatVersion', 'id', 'pattern', 'line', 'summary', 'description', 'operations'] as const),
    ...(['slots', 'exports', '$defs'] as const),
  ])
  return {
    ...ordered,
    ...(document.operations === undefined ? {} : { operations: mapValues(document.operations, orderOperation) }),
    slots: document.slots.map(orderSlot),
    exports: document.exports.toSorted(),
    $defs: sortKeys(mapValues(document.$defs, orderSchema)),
  }
}

function orderOperation(operation: HttpOperation): HttpOperation {
  const ordered = pick(operation, [
    ...(['method', 'path', 'summary', 'description', 'deprecated', 'deadlineMs', 'idempotent'] as const),
    ...(['request', 'responses'] as const),
  ])
  return {
    ...ordered,
    request: pick(operation.request, ['params', 'query', 'headers', 'body']),
    responses: mapValues(operation.responses, (response) => pick(response, ['description', 'problem', 'body'])),
  }
}

function orderSlot(slot: Slot): Slot {
  return { ...pick(slot, ['at', 'sentBy', 'mediaType', 'strict', 'schema']), schema: orderSchema(slot.schema) }
}

function orderSchema(schema: JsonSchema): JsonSchema {
  if (!isRecord(schema)) return schema
  const entries = Object.entries(schema).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, orderKeyword(keyword, value)]))
}

function orderKeyword(keyword: string, value: unknown): unknown {
  if (SINGLE.has(keyword)) return orderSchema(value as JsonSchema)
  if (LISTS.has(keyword)) return (value as readonly JsonSchema[]).map(orderSchema)
  if (MAPS.has(keyword)) return mapValues(value as Record<string, JsonSchema>, orderSchema)
  return value
}

function rank(keyword: string): number {
  return RANK.get(keyword) ?? RANK.size
}

/** The named keys that are there, in the order named. */
function pick<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]]]))) as Pick<T, K>
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

function sortKeys<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
