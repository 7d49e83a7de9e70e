import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { BOOLEAN, KEYWORDS } from '../schema/keywords.ts'
import { moveRefs } from '../schema/move-refs.ts'

/** AsyncAPI's schemas are those of draft 7, where tuples and dependencies have other names. */
export function writeSchema(schema: JsonSchema): JsonSchema {
  // Where a payload or a named schema stands, AsyncAPI takes no boolean.
  if (typeof schema === 'boolean') return { ...(schema ? {} : { not: {} }), [BOOLEAN]: schema }
  return inDraft7(moveRefs(schema, '#/components/schemas/'))
}

function inDraft7(schema: JsonSchema): JsonSchema {
  if (!isRecord(schema)) return schema
  const entries = Object.entries(schema).map(([keyword, value]) => [keyword, inside(keyword, value)] as const)
  return withDependencies(withTuple(Object.fromEntries(entries)))
}

function inside(keyword: string, value: unknown): unknown {
  const inner = (one: unknown): unknown => inDraft7(one as JsonSchema)
  switch (Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined) {
    case 'schema':
      return inner(value)
    case 'schemas':
      return (value as readonly unknown[]).map(inner)
    case 'map':
      return Object.fromEntries(Object.entries(value as object).map(([name, item]) => [name, inner(item)]))
    default:
      return value
  }
}

function withTuple(schema: JsonSchemaObject): JsonSchemaObject {
  const { prefixItems, items, ...rest } = schema
  if (!Array.isArray(prefixItems) || prefixItems.length === 0) return schema
  return { ...rest, items: prefixItems, ...(items === undefined ? {} : { additionalItems: items }) }
}

function withDependencies(schema: JsonSchemaObject): JsonSchemaObject {
  const { dependentRequired = {}, dependentSchemas = {}, ...rest } = schema
  const [names, schemas] = [Object.keys(dependentRequired as object), Object.keys(dependentSchemas as object)]
  // Empty, or both for one property: draft 7 has one place for both.
  if (names.length + schemas.length === 0 || names.some((name) => schemas.includes(name))) return schema
  if (('dependentRequired' in schema && names.length === 0) || ('dependentSchemas' in schema && schemas.length === 0))
    return schema
  return { ...rest, dependencies: { ...(dependentRequired as object), ...(dependentSchemas as object) } }
}
