import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { commentText } from './names.ts'
import { openMembers } from './open-enum.ts'
import { textOf } from './schema.ts'

/** Keywords that a type cannot say, in the order they are told. */
const TOLD = [
  ...['format', 'pattern', 'minLength', 'maxLength', 'minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'],
  ...['multipleOf', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'minContains', 'maxContains'],
  ...['minProperties', 'maxProperties', 'propertyNames', 'dependentRequired', 'dependentSchemas'],
  ...['unevaluatedItems', 'unevaluatedProperties', 'contentEncoding', 'contentMediaType', 'contentSchema'],
  ...['not', 'if', 'then', 'else', 'default'],
]

/** What a doc comment says of a schema: its author's words, then the rules that its type cannot express. */
export function describe(schema: JsonSchema): string {
  if (typeof schema === 'boolean') return ''
  const words = textOf(schema, 'description') ?? textOf(schema, 'title') ?? ''
  const rules = [...rulesOf(schema), ...itemRules(schema)].join(', ')
  return commentText([words, rules].filter((line) => line !== '').join('\n\n'))
}

function rulesOf(schema: JsonSchemaObject): string[] {
  const own = TOLD.flatMap((keyword) =>
    schema[keyword] === undefined ? [] : [`${keyword} \`${tell(schema[keyword])}\``],
  )
  const open = openMembers(schema) ? ['open: a reader may be handed further members'] : []
  const redacted = schema['x-redact'] === true ? ['kept out of logs'] : []
  return [...(schema['type'] === 'integer' ? ['integer'] : []), ...own, ...open, ...redacted]
}

/** Items have no comment of their own in a type. */
function itemRules(schema: JsonSchemaObject): string[] {
  const { items } = schema
  if (typeof items !== 'object' || items === null) return []
  return rulesOf(items as JsonSchemaObject).map((rule) => `items: ${rule}`)
}

function tell(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.replaceAll('`', "'").replaceAll(/\s*\n\s*/g, ' ')
}
