import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { KEYWORDS } from '../schema/keywords.ts'
import { array, type Code, object } from './layout.ts'
import { key, literal } from './literal.ts'
import type { Printing } from './printing.ts'
import { printSchema } from './schema.ts'

/** JSON Schema as it is, with the constants of named schemas in the place of `$ref`s. */
export function escape(schema: JsonSchema, printing: Printing): Code {
  printing.borrowed.add('jsonSchema')
  return ['jsonSchema(', typeof schema === 'boolean' ? String(schema) : verbatim(schema, printing), ')']
}

function verbatim(schema: JsonSchemaObject, printing: Printing): Code {
  const { $ref, ...rest } = schema
  // Keywords that stand beside a reference, stand beside it in one branch each.
  const source: JsonSchemaObject =
    $ref === undefined ? schema : { ...rest, allOf: [{ $ref }, ...((rest['allOf'] ?? []) as readonly JsonSchema[])] }
  return object(
    Object.entries(source).map(([keyword, value]) => [`${key(keyword)}: `, valueOf(keyword, value, printing)]),
  )
}

function valueOf(keyword: string, value: unknown, printing: Printing): Code {
  const inner = (schema: unknown): Code => subschema(schema as JsonSchema, printing)
  switch (Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined) {
    case 'schema':
      return inner(value)
    case 'schemas':
      return array((value as readonly unknown[]).map(inner))
    case 'map':
      return object(Object.entries(value as object).map(([name, item]) => [`${key(name)}: `, inner(item)]))
    default:
      return literal(value)
  }
}

function subschema(schema: JsonSchema, printing: Printing): Code {
  if (!isRecord(schema)) return literal(schema)
  return '$ref' in schema ? printSchema(schema, printing) : verbatim(schema, printing)
}
