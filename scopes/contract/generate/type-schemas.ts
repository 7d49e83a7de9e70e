import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isFile } from './body-forms.ts'
import { codecOf } from './codecs.ts'
import { filledProperties } from './defaults.ts'
import { describe } from './describe.ts'
import { OPEN_ENUM, openMembers } from './open-enum.ts'
import { listOf, mapOf, numberOf, refName, stringsOf, type TypeName, typesOf } from './schema.ts'
import type { Side, TypeBook } from './type-book.ts'

/** What json-schema-to-typescript reads: draft 7 with `tsType`. */
export type TypeSchema = Readonly<Record<string, unknown>>

/** How a schema is turned into a type. */
export interface TypeContext {
  readonly types: TypeBook
  readonly defs: Readonly<Record<string, JsonSchema>>
  readonly side: Side
  /** Optional properties may be `undefined` too: JSON drops them, so a writer loses nothing. */
  readonly undefinable: boolean
}

/** Marks that `typeText` turns into `readonly`: the library has no words for it. */
export const MARKS = { property: 'READONLY__', array: 'ARRAY__', tuple: 'TUPLE__' } as const

const UNKNOWN: TypeSchema = {}
/** Declared in the part where it is used. */
const FORM_FILE = 'FormFile'

/** Says the same in the words that the library gets right: no `$ref`, no `prefixItems`, no bounds on arrays. */
export function typeSchema(schema: JsonSchema, context: TypeContext): TypeSchema {
  if (typeof schema === 'boolean') return schema ? UNKNOWN : { tsType: 'never' }
  const codec = codecOf(schema)
  if (codec) return { tsType: codec.type }
  if (isFile(schema)) return { tsType: FORM_FILE }
  const parts = [
    ...reference(schema, context),
    ...values(schema, context),
    ...(HELD.every((keyword) => schema[keyword] === undefined) ? shape(schema, context) : []),
    ...listOf(schema, 'allOf').map((branch) => typeSchema(branch, context)),
    ...alternatives(schema, 'anyOf', context),
    ...alternatives(schema, 'oneOf', context),
  ].filter((part) => !isVacuous(part))
  const [first, ...others] = parts
  return first === undefined ? UNKNOWN : others.length === 0 ? first : { allOf: parts }
}

function reference(schema: JsonSchemaObject, { types, side }: TypeContext): TypeSchema[] {
  const name = refName(schema)
  return name === undefined ? [] : [{ tsType: types.ofDef(name, side) }]
}

/** Leave nothing of the shape to say. */
const HELD = ['enum', 'const', OPEN_ENUM]

function values(schema: JsonSchemaObject, { side }: TypeContext): TypeSchema[] {
  if (schema['const'] !== undefined) return [{ enum: [schema['const']] }]
  const members = openMembers(schema)
  if (members?.length === 0) return [{ type: 'string' }]
  if (members) return [side === 'W' ? { enum: members } : { anyOf: [{ enum: members }, { tsType: 'Unknown' }] }]
  return Array.isArray(schema['enum']) ? [{ enum: schema['enum'] }] : []
}

function shape(schema: JsonSchemaObject, context: TypeContext): TypeSchema[] {
  const types = typesOf(schema)
  const named = types.length > 0 ? types : impliedTypes(schema)
  const shapes = named.map((type) => shapeOf(type, schema, context))
  return shapes.length > 1 ? [{ anyOf: shapes }] : shapes
}

function impliedTypes(schema: JsonSchemaObject): TypeName[] {
  const has = (...keywords: string[]) => keywords.some((keyword) => schema[keyword] !== undefined)
  if (has('properties', 'patternProperties', 'additionalProperties')) return ['object']
  return has('items', 'prefixItems') ? ['array'] : []
}

function shapeOf(type: TypeName, schema: JsonSchemaObject, context: TypeContext): TypeSchema {
  if (type === 'object') return objectShape(schema, context)
  if (type === 'array') return arrayShape(schema, context)
  return { type }
}

function objectShape(schema: JsonSchemaObject, context: TypeContext): TypeSchema {
  const properties = Object.entries(mapOf(schema, 'properties'))
  const written = stringsOf(schema, 'required')
  const filled = context.side === 'R' ? [...filledProperties(schema, context.defs).keys()] : []
  const required = new Set([...written, ...filled])
  const marked = properties.map(([key, value]) => [mark(key), property(value, required.has(key), context)] as const)
  return {
    type: 'object',
    properties: Object.fromEntries(marked),
    required: properties.map(([key]) => key).flatMap((key) => (required.has(key) ? [mark(key)] : [])),
    additionalProperties: furtherProperties(schema, context),
  }
}

/** One index signature for all that has no name. An object that declares nothing at all holds anything. */
function furtherProperties(schema: JsonSchemaObject, context: TypeContext): TypeSchema | boolean {
  const patterns = Object.values(mapOf(schema, 'patternProperties'))
  const rest = schema['additionalProperties'] as JsonSchema | undefined
  if (rest === undefined && patterns.length === 0) return schema['properties'] === undefined
  const schemas = rest === undefined || rest === false ? patterns : [...patterns, rest]
  const shapes = schemas.map((item) => typeSchema(item, context))
  if (shapes.some(isVacuous)) return true
  return shapes.length === 0 ? false : shapes.length === 1 ? (shapes[0] as TypeSchema) : { anyOf: shapes }
}

function property(schema: JsonSchema, required: boolean, context: TypeContext): TypeSchema {
  const type = typeSchema(schema, context)
  const wide = required || !context.undefinable || isVacuous(type) ? type : { anyOf: [type, { tsType: 'undefined' }] }
  const description = describe(schema)
  const deprecated = typeof schema === 'object' && schema['deprecated'] === true
  if (description === '' && !deprecated) return wide
  return { ...('tsType' in wide ? { anyOf: [wide] } : wide), description, ...(deprecated ? { deprecated } : {}) }
}

function arrayShape(schema: JsonSchemaObject, context: TypeContext): TypeSchema {
  const prefix = listOf(schema, 'prefixItems').map((item) => typeSchema(item, context))
  const rest = (schema['items'] ?? true) as JsonSchema
  if (prefix.length === 0) {
    const items = rest === false ? { tsType: 'never' } : typeSchema(rest, context)
    return { type: 'array', items: [{ tsType: MARKS.array }], additionalItems: items, minItems: 1 }
  }
  const minItems = Math.min(numberOf(schema, 'minItems') ?? 0, prefix.length) + 1
  const items = [{ tsType: MARKS.tuple }, ...prefix]
  const closed = rest === false || numberOf(schema, 'maxItems') === prefix.length
  const bounds = closed
    ? { minItems, maxItems: items.length, additionalItems: false }
    : { minItems, additionalItems: typeSchema(rest, context) }
  return { type: 'array', items, ...bounds }
}

/** A branch that says nothing of the shape makes the whole say nothing. */
function alternatives(schema: JsonSchemaObject, keyword: 'anyOf' | 'oneOf', context: TypeContext): TypeSchema[] {
  const branches = listOf(schema, keyword).map((branch) => typeSchema(branch, context))
  if (branches.length === 0 || branches.some(isVacuous)) return []
  return branches.length === 1 ? branches : [{ anyOf: branches }]
}

function isVacuous(schema: TypeSchema): boolean {
  return Object.keys(schema).length === 0
}

/** In digits, so that the library has nothing to do with what a name may be. */
function mark(key: string): string {
  return `${MARKS.property}${Buffer.from(key, 'utf16le').toString('hex')}`
}
