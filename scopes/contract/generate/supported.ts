import type { ContractDocument, JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { suggestion, TesseraError } from '@tessera/core.model'
import { children, escapePart, isSchema, refName } from './schema.ts'

/** What generated validators hold. */
const ASSERTIONS = [
  ...['$ref', 'type', 'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'pattern', 'format', 'properties', 'required', 'additionalProperties'],
  ...['patternProperties', 'propertyNames', 'minProperties', 'maxProperties', 'dependentRequired', 'dependentSchemas'],
  ...['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'minContains', 'maxContains'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'unevaluatedProperties', 'unevaluatedItems'],
]
/** What says nothing about validity. */
const ANNOTATIONS = [
  ...[
    'title',
    'description',
    'default',
    'examples',
    'deprecated',
    'readOnly',
    'writeOnly',
    '$comment',
    '$schema',
    '$anchor',
  ],
  ...['contentEncoding', 'contentMediaType', 'contentSchema', 'example', 'externalDocs', 'xml', 'discriminator'],
]
const KNOWN = new Set([...ASSERTIONS, ...ANNOTATIONS])
const SCHEMA_KEYWORDS = [
  ...['items', 'additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else'],
  ...['unevaluatedProperties', 'unevaluatedItems'],
]

/** @throws TesseraError `UNSUPPORTED_KEYWORD` with the JSON pointer of the first keyword that validators cannot hold */
export function assertSupported(document: ContractDocument): void {
  const roots = [
    ...document.slots.map((slot, index) => ({ schema: slot.schema, pointer: `/slots/${index}/schema` })),
    ...Object.entries(document.$defs).map(([name, schema]) => ({ schema, pointer: `/$defs/${escapePart(name)}` })),
  ]
  const names = new Set(Object.keys(document.$defs))
  for (const root of roots) assertSchema({ id: document.id, names }, root.schema, root.pointer)
}

interface Around {
  readonly id: string
  /** Of `$defs`. */
  readonly names: ReadonlySet<string>
}

function assertSchema(around: Around, schema: JsonSchema, pointer: string): void {
  if (typeof schema === 'boolean') return
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === '$ref' && !around.names.has(refName(schema) ?? '')) throw dangling(around, schema, pointer)
    if (!isSupported(keyword, value)) throw unsupported(around.id, keyword, pointer)
  }
  for (const child of children(schema)) assertSchema(around, child.schema, `${pointer}${child.pointer}`)
}

function isSupported(keyword: string, value: unknown): boolean {
  if (keyword.startsWith('x-')) return true
  if (SCHEMA_KEYWORDS.includes(keyword)) return isSchema(value)
  return KNOWN.has(keyword)
}

function dangling({ id, names }: Around, schema: JsonSchemaObject, pointer: string): TesseraError {
  const target = String(schema['$ref'])
  return new TesseraError(
    'UNSUPPORTED_KEYWORD',
    `${id}: "${target}" at ${pointer} leads to no schema of the document`,
    {
      hint: `a contract document is closed: refer to #/$defs/<name>${suggestion(target.slice(target.lastIndexOf('/') + 1), names)}`,
      location: { file: 'contract.json', pointer: `${pointer}/$ref` },
    },
  )
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
