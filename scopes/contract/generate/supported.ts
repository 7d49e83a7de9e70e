import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { suggestion, TesseraError } from '@tessera/core.model'
import { children, escapePart, isSchema } from './schema.ts'

/** What generated validators hold. */
const ASSERTIONS = [
  ...['$ref', 'type', 'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'pattern', 'format', 'properties', 'required', 'additionalProperties'],
  ...['patternProperties', 'propertyNames', 'minProperties', 'maxProperties', 'dependentRequired', 'dependentSchemas'],
  ...['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'minContains', 'maxContains'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'],
]
/** What says nothing about validity. */
const ANNOTATIONS = [
  ...['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', '$comment', '$schema'],
  ...['contentEncoding', 'contentMediaType', 'contentSchema', 'example', 'externalDocs', 'xml', 'discriminator'],
]
const KNOWN = new Set([...ASSERTIONS, ...ANNOTATIONS])
const SCHEMA_KEYWORDS = ['items', 'additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else']

/** @throws TesseraError `UNSUPPORTED_KEYWORD` with the JSON pointer of the first keyword that validators cannot hold */
export function assertSupported(document: ContractDocument): void {
  const roots = [
    ...document.slots.map((slot, index) => ({ schema: slot.schema, pointer: `/slots/${index}/schema` })),
    ...Object.entries(document.$defs).map(([name, schema]) => ({ schema, pointer: `/$defs/${escapePart(name)}` })),
  ]
  for (const root of roots) assertSchema(document.id, root.schema, root.pointer)
}

function assertSchema(id: string, schema: JsonSchema, pointer: string): void {
  if (typeof schema === 'boolean') return
  for (const [keyword, value] of Object.entries(schema)) {
    if (!isSupported(keyword, value)) throw unsupported(id, keyword, pointer)
  }
  for (const child of children(schema)) assertSchema(id, child.schema, `${pointer}${child.pointer}`)
}

function isSupported(keyword: string, value: unknown): boolean {
  if (keyword.startsWith('x-')) return true
  if (keyword === '$ref') return typeof value === 'string' && value.startsWith('#/$defs/')
  if (SCHEMA_KEYWORDS.includes(keyword)) return isSchema(value)
  return KNOWN.has(keyword)
}

function unsupported(id: string, keyword: string, pointer: string): TesseraError {
  return new TesseraError(
    'UNSUPPORTED_KEYWORD',
    `${id}: the validators cannot hold "${keyword}" at ${pointer}${suggestion(keyword, ASSERTIONS)}`,
    {
      hint: 'say it with other keywords, or as an extension that starts with x- where it is only a remark',
      location: { file: 'contract.json', pointer: `${pointer}/${escapePart(keyword)}` },
    },
  )
}
