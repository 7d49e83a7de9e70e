import { isRecord } from '@tessera/core.model'
import { z } from 'zod'
import type { Child } from './children.ts'
import type { JsonSchema } from './document.ts'
import { escapePointer } from './shape.ts'

/** A JSON Schema 2020-12 as an author writes it: Zod schemas stand where `$ref`s would. */
export type JsonSchemaSource = boolean | { readonly [keyword: string]: unknown }

interface JsonSchemaDef extends z.core.$ZodUnknownDef {
  readonly source: JsonSchemaSource
}

/** Hold values, in which nothing is a schema. */
const VALUES = new Set(['const', 'enum', 'default', 'examples'])
/** Hold schemas by names, which may be those of keywords. */
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs'])
/** Where the document finds what was written, until Zod has done all its own rewriting. */
export const VERBATIM = 'x-tessera-verbatim'

const JsonSchemaType = z.core.$constructor<z.ZodUnknown, JsonSchemaDef>('TesseraJsonSchema', (inst, def) => {
  z.ZodUnknown.init(inst, def)
  inst._zod.processJSONSchema = (context, json, { path, schemaPath }) => {
    const convert = (schema: z.core.$ZodType): unknown =>
      z.core.process(schema, context as Parameters<typeof z.core.process>[1], { path, schemaPath })
    Object.assign(json, { [VERBATIM]: [replaceSchemas(def.source, convert)] })
  }
})

/**
 * What Zod has no word for, as JSON Schema 2020-12 that stands in the document exactly so. Zod schemas inside it become
 * what they become elsewhere. Zod itself checks nothing of it; generated code does.
 * @example jsonSchema({ type: 'object', properties: { total: Money }, dependentRequired: { discount: ['total'] } })
 */
export function jsonSchema<T = unknown>(source: JsonSchemaSource): z.ZodType<T, T> {
  return new JsonSchemaType({ type: 'unknown', source }) as unknown as z.ZodType<T, T>
}

/** What was given to `jsonSchema`; undefined of any other schema. */
export function jsonSchemaSource(schema: z.core.$ZodType): JsonSchemaSource | undefined {
  return schema._zod.traits.has('TesseraJsonSchema') ? (schema._zod.def as JsonSchemaDef).source : undefined
}

/** The Zod schemas inside a `jsonSchema`. */
export function jsonSchemaChildren(source: JsonSchemaSource, pointer: string): Child[] {
  const found: Child[] = []
  const visit = (value: unknown, at: string): void => {
    if (isZod(value)) found.push({ schema: value, pointer: at, omittable: false })
    else if (Array.isArray(value)) value.forEach((item, index) => visit(item, `${at}/${index}`))
    else if (isRecord(value)) {
      for (const [key, item] of Object.entries(value)) visit(item, `${at}/${escapePointer(key)}`)
    }
  }
  visit(source, pointer)
  return found
}

/** Each `$ref` in a `jsonSchema`: there is no name that it could know. */
export function strayRefs(source: unknown): string[] {
  if (Array.isArray(source)) return source.flatMap(strayRefs)
  if (!isRecord(source) || isZod(source)) return []
  return Object.entries(source).flatMap(([keyword, value]) => {
    if (keyword === '$ref' && typeof value === 'string') return [value]
    if (VALUES.has(keyword)) return []
    return MAPS.has(keyword) && isRecord(value) ? Object.values(value).flatMap(strayRefs) : strayRefs(value)
  })
}

/** Puts what was written verbatim into its place, in the JSON that Zod made. */
export function unwrapVerbatim<T>(json: T): T {
  if (Array.isArray(json)) return json.map((item: unknown) => unwrapVerbatim(item)) as T
  if (!isRecord(json)) return json
  const { [VERBATIM]: verbatim, ...around } = json
  const rest = Object.fromEntries(Object.entries(around).map(([key, value]) => [key, unwrapVerbatim(value)]))
  return (Array.isArray(verbatim) ? withAnnotations(unwrapVerbatim(verbatim[0] as JsonSchema), rest) : rest) as T
}

function withAnnotations(schema: JsonSchema, annotations: Readonly<Record<string, unknown>>): JsonSchema {
  if (typeof schema === 'object') return { ...schema, ...annotations }
  if (Object.keys(annotations).length === 0) return schema
  return schema ? annotations : { ...annotations, not: {} }
}

function replaceSchemas(value: unknown, convert: (schema: z.core.$ZodType) => unknown): unknown {
  if (isZod(value)) return convert(value)
  if (Array.isArray(value)) return value.map((item: unknown) => replaceSchemas(item, convert))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceSchemas(item, convert)]))
}

function isZod(value: unknown): value is z.core.$ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value
}
