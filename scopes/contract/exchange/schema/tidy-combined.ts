import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { apart, without } from './around.ts'
import type { Tidying } from './tidy.ts'

/** `allOf`, `anyOf`, `oneOf`: alone in their schema, and only where there are several. */
export function combine(schema: JsonSchemaObject, how: Tidying): JsonSchemaObject {
  return allOfAlone(unionAlone(single(schema), how))
}

/** One alternative is none: `{ allOf: [{ $ref }], description }`, as 3.0 makes people write. */
function single(schema: JsonSchemaObject): JsonSchemaObject {
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const branches = schema[keyword]
    if (!Array.isArray(branches) || branches.length !== 1) continue
    const { core, around } = apart(without(schema, keyword))
    const branch = branches[0] as JsonSchema
    if (Object.keys(core).length === 0 && isRecord(branch)) return { ...branch, ...around }
  }
  return schema
}

/** `type: object` beside alternatives that are objects says nothing more. */
function unionAlone(schema: JsonSchemaObject, { $defs }: Tidying): JsonSchemaObject {
  const keyword = 'oneOf' in schema ? 'oneOf' : 'anyOf'
  const branches = schema[keyword]
  const { core } = apart(without(schema, keyword))
  const { type } = core
  if (!Array.isArray(branches) || type === undefined) return schema
  const rest = without(core, 'type', ...(isFreeForm(core) ? ['additionalProperties'] : []))
  if (Object.keys(rest).length > 0) return schema
  const isImplied = branches.every((branch) => typeOf(branch as JsonSchema, $defs) === type)
  return isImplied ? without(schema, 'type', 'additionalProperties') : schema
}

function isFreeForm(core: JsonSchemaObject): boolean {
  const extra = core['additionalProperties']
  return isRecord(extra) && Object.keys(extra).length === 0
}

function typeOf(schema: JsonSchema, $defs: Tidying['$defs'], depth = 8): unknown {
  if (typeof schema === 'boolean' || depth === 0) return undefined
  if (schema['type'] !== undefined) return schema['type']
  const ref = schema['$ref']
  if (typeof ref === 'string') return typeOf($defs[ref.replace('#/$defs/', '')] ?? true, $defs, depth - 1)
  for (const branch of (schema['allOf'] ?? []) as readonly JsonSchema[]) {
    const type = typeOf(branch, $defs, depth - 1)
    if (type !== undefined) return type
  }
  return 'properties' in schema ? 'object' : undefined
}

/** What stands beside `allOf`, or beside a `$ref`, becomes one branch more; several shapes without a name become one. */
function allOfAlone(schema: JsonSchemaObject): JsonSchemaObject {
  const { core, around } = apart(schema)
  const { $ref, allOf, ...own } = core
  const branches = [
    ...($ref === undefined ? [] : [{ $ref }]),
    ...((allOf ?? []) as readonly JsonSchema[]),
    ...(Object.keys(own).length === 0 ? [] : [own]),
  ]
  const isAlone = branches.length < 2 || 'unevaluatedProperties' in own || 'unevaluatedItems' in own
  if (isAlone || ($ref === undefined && allOf === undefined)) return schema
  const merged = mergeShapes(branches)
  return merged.length === 1 ? { ...(merged[0] as JsonSchemaObject), ...around } : { ...around, allOf: merged }
}

const SHAPE = new Set(['type', 'properties', 'required'])

/** Open objects without a name that declare different properties. */
function mergeShapes(branches: readonly JsonSchema[]): JsonSchema[] {
  const shapes = branches.filter(isShape)
  const names = shapes.flatMap(({ properties }) => Object.keys(properties))
  if (shapes.length < 2 || new Set(names).size < names.length) return [...branches]
  const required = shapes.flatMap((shape) => shape.required ?? [])
  const merged = {
    type: 'object',
    properties: Object.fromEntries(shapes.flatMap(({ properties }) => Object.entries(properties))),
    ...(required.length === 0 ? {} : { required }),
  }
  return [...branches.filter((branch) => !isShape(branch)), merged]
}

interface Shape extends JsonSchemaObject {
  readonly properties: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

function isShape(schema: JsonSchema): schema is Shape {
  if (typeof schema === 'boolean' || schema['type'] !== 'object' || !isRecord(schema['properties'])) return false
  return Object.keys(schema).every((keyword) => SHAPE.has(keyword))
}
