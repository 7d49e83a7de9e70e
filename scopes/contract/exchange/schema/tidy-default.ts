import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { canonicalJson, isRecord } from '@tessera/core.model'
import type { Place } from '../read/place.ts'
import { without } from './around.ts'
import type { Tidying } from './tidy.ts'
import { isOfType } from './tidy-types.ts'

/** A default is what readers are handed, so it must be a value of its schema. */
export function mendDefault(schema: JsonSchemaObject, place: Place, { notes, $defs }: Tidying): JsonSchemaObject {
  if (!('default' in schema) || fits(schema['default'], without(schema, 'default'), $defs)) return schema
  const message = `the default ${JSON.stringify(schema['default'])} is no value of its schema`
  notes.lost('DEFAULT_DROPPED', place, message, 'there is no default')
  return without(schema, 'default')
}

/** Whether a value has the shape of a schema. Bounds and patterns are not looked at. */
function fits(value: unknown, schema: JsonSchema, $defs: Tidying['$defs'], depth = 20): boolean {
  if (typeof schema === 'boolean' || depth === 0) return schema !== false
  const inner = (target: JsonSchema, part: unknown = value): boolean => fits(part, target, $defs, depth - 1)
  const ref = schema['$ref']
  return (
    [schema['type'] ?? []].flat().some((type, _at, types) => types.length === 0 || isOfType(value, type)) ===
      'type' in schema &&
    (!('const' in schema) || canonicalJson(schema['const']) === canonicalJson(value)) &&
    (!Array.isArray(schema['enum']) || schema['enum'].some((one) => canonicalJson(one) === canonicalJson(value))) &&
    (typeof ref !== 'string' || inner($defs[ref.replace('#/$defs/', '')] ?? true)) &&
    list(schema['allOf']).every((branch) => inner(branch)) &&
    ['anyOf', 'oneOf'].every((keyword) => !(keyword in schema) || list(schema[keyword]).some((one) => inner(one))) &&
    membersFit(value, schema, inner)
  )
}

function membersFit(
  value: unknown,
  schema: JsonSchemaObject,
  inner: (target: JsonSchema, part: unknown) => boolean,
): boolean {
  if (Array.isArray(value)) {
    const { items } = schema
    return items === undefined || 'prefixItems' in schema || value.every((item) => inner(items as JsonSchema, item))
  }
  if (!isRecord(value)) return true
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>
  const required = (schema['required'] ?? []) as readonly string[]
  return (
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(
      ([key, part]) => !Object.hasOwn(properties, key) || inner(properties[key] ?? true, part),
    )
  )
}

function list(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? (value as readonly JsonSchema[]) : []
}
