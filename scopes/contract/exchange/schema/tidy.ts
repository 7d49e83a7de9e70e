import type { ContractDocument, JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import type { Notes } from '../read/notes.ts'
import type { Place } from '../read/place.ts'
import { pointerTo } from '../read/source.ts'
import { combine } from './tidy-combined.ts'
import { mendDefault } from './tidy-default.ts'
import { mendObject } from './tidy-object.ts'
import { mendTypes } from './tidy-types.ts'

/** What tidying a schema needs to know. */
export interface Tidying {
  readonly notes: Notes
  readonly $defs: ContractDocument['$defs']
}

/**
 * The same schema in the forms that Zod has words for: a type where one is meant, one type a branch, `required` only
 * beside `properties`. What a value must be stays, but for what the notes say.
 */
export function tidy(schema: JsonSchema, place: Place, how: Tidying): JsonSchema {
  if (schema === true) return {}
  if (schema === false) return false
  const tidied = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, tidyKeyword(keyword, value, place, how)]),
  )
  const typed = mendTypes(tidied, place, how)
  return mendDefault(combine(mendObject(typed, place, how), how), place, how)
}

/** Conditions: a type that they do not ask for would change when they hold. */
const CONDITIONS = new Set(['if', 'then', 'else', 'not', 'contains', 'propertyNames', 'dependentSchemas'])
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const MAPS = new Set(['properties', 'patternProperties'])
const SINGLE = new Set(['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems'])

function tidyKeyword(keyword: string, value: unknown, place: Place, how: Tidying): unknown {
  if (CONDITIONS.has(keyword)) return value
  const at = inside(place, keyword)
  if (SINGLE.has(keyword)) return tidy(value as JsonSchema, at, how)
  if (LISTS.has(keyword)) {
    return (value as readonly JsonSchema[]).map((item, index) => tidy(item, inside(at, index), how))
  }
  if (!MAPS.has(keyword) || !isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, never(tidy(item as JsonSchema, inside(at, key), how))]),
  )
}

/** Zod's word for a property that must not be. */
function never(schema: JsonSchema): JsonSchemaObject {
  return schema === false ? { not: {} } : (schema as JsonSchemaObject)
}

function inside({ file, pointer }: Place, key: string | number): Place {
  return { file, pointer: pointerTo(pointer, key), value: undefined }
}
