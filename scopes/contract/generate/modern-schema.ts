import type { ContractDocument, JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { mapSchemas } from './schema.ts'

/** The document with what its schemas say in words of draft-7 and draft-4 said in those of 2020-12. */
export function modernDocument(document: ContractDocument): ContractDocument {
  const defs = Object.entries(document.$defs).map(([name, schema]) => [name, modernSchema(schema)] as const)
  return {
    ...document,
    slots: document.slots.map((slot) => ({ ...slot, schema: modernSchema(slot.schema) })),
    $defs: Object.fromEntries(defs),
  }
}

function modernSchema(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const modern = [modernItems, modernDependencies, modernBounds].reduce((said, rewrite) => rewrite(said), schema)
  return mapSchemas(modern, modernSchema, modernSchema)
}

/** `items` as a list is `prefixItems`; `additionalItems` is what `items` is then, and says nothing otherwise. */
function modernItems({ additionalItems, ...schema }: JsonSchemaObject): JsonSchemaObject {
  const { items, ...rest } = schema
  if (!Array.isArray(items)) return schema
  const further = additionalItems === undefined ? {} : { items: additionalItems }
  return items.length === 0 ? { ...rest, ...further } : { ...rest, prefixItems: items, ...further }
}

/** `dependencies` are lists of names or schemas. */
function modernDependencies({ dependencies, ...schema }: JsonSchemaObject): JsonSchemaObject {
  if (!isRecord(dependencies)) return schema
  const entries = Object.entries(dependencies)
  const add = (keyword: string, found: readonly (readonly [string, unknown])[]): JsonSchemaObject =>
    found.length === 0 ? {} : { [keyword]: { ...(schema[keyword] as object), ...Object.fromEntries(found) } }
  return {
    ...schema,
    ...add(
      'dependentRequired',
      entries.filter(([, value]) => Array.isArray(value)),
    ),
    ...add(
      'dependentSchemas',
      entries.filter(([, value]) => !Array.isArray(value)),
    ),
  }
}

/** Draft-4: `exclusiveMinimum: true` beside `minimum`. */
function modernBounds(schema: JsonSchemaObject): JsonSchemaObject {
  return BOUNDS.reduce((said: JsonSchemaObject, [bound, exclusive]) => {
    if (typeof said[exclusive] !== 'boolean') return said
    const { [bound]: limit, [exclusive]: isExclusive, ...rest } = said
    if (limit === undefined) return rest
    return { ...rest, [isExclusive ? exclusive : bound]: limit }
  }, schema)
}

const BOUNDS = [
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
] as const
