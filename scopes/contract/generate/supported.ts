import type { ContractDocument, JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord, suggestion, TesseraError } from '@tessera/core.model'
import { regExp } from './check-scalars.ts'
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

/**
 * @throws TesseraError `UNSUPPORTED_KEYWORD` with the JSON pointer of the first keyword that validators cannot hold,
 * `UNUSABLE_NAME` with that of the first name that cannot be one in code
 */
export function assertSupported(document: ContractDocument): void {
  assertNames(document)
  const roots = [
    ...document.slots.map((slot, index) => ({ schema: slot.schema, pointer: `/slots/${index}/schema` })),
    ...Object.entries(document.$defs).map(([name, schema]) => ({ schema, pointer: `/$defs/${escapePart(name)}` })),
  ]
  const names = new Set(Object.keys(document.$defs))
  for (const root of roots) assertSchema({ id: document.id, names }, root.schema, root.pointer)
}

/** `constructor` and its like are on every object: handlers would seem to be there that nobody wrote. */
function assertNames({ id, operations = {}, channels = {}, items = {}, events = {} }: ContractDocument): void {
  for (const [field, edges] of Object.entries({ operations, channels, items, events })) {
    for (const name of Object.keys(edges)) if (name in {}) throw unusable(id, name, `/${field}/${escapePart(name)}`)
  }
  const taken = new Set(Object.keys(operations))
  for (const [key, { aliases = [] }] of Object.entries(operations)) {
    aliases.forEach((alias, index) => {
      if (alias in {} || taken.has(alias)) throw unusable(id, alias, `/operations/${escapePart(key)}/aliases/${index}`)
      taken.add(alias)
    })
  }
}

function unusable(id: string, name: string, pointer: string): TesseraError {
  const why = name in {} ? 'every JavaScript object has it' : 'another operation has it'
  return new TesseraError('UNUSABLE_NAME', `${id}: ${JSON.stringify(name)} at ${pointer} cannot be a name: ${why}`, {
    hint: 'choose another name',
    location: { file: 'contract.json', pointer },
  })
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
  if (keyword === 'pattern') return typeof value === 'string' && isPattern(value)
  if (keyword === 'patternProperties') return isRecord(value) && Object.keys(value).every(isPattern)
  return KNOWN.has(keyword)
}

function isPattern(pattern: string): boolean {
  try {
    return regExp(pattern) !== ''
  } catch {
    return false
  }
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
    `${id}: the validators cannot hold "${keyword}" at ${pointer}${KNOWN.has(keyword) ? '' : suggestion(keyword, ASSERTIONS)}`,
    {
      hint: 'say it with other keywords, or as an extension that starts with x- where it is only a remark',
      location: { file: 'contract.json', pointer: `${pointer}/${escapePart(keyword)}` },
    },
  )
}
