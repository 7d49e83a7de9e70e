import type { ContractDocument, JsonSchema, JsonSchemaObject, Slot } from '@tessera/contract.define/document'
import { fieldType } from './parameter-types.ts'
import { type Defs, mapOf, refName, resolve, stringsOf, typesOf } from './schema.ts'

/** On a text of a form in parts that is a file there. */
const FILE = 'x-file'

/** What checks and types call a file of a form. */
export function isFile(schema: JsonSchema): boolean {
  return typeof schema === 'object' && schema[FILE] === true
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/
/** Texts by their nature, whatever stands before the slash. */
const TEXT_TYPE =
  /^(?:text\/[\w.+-]+|application\/(?:[\w.-]+\+)?(?:xml|yaml|x-ndjson|jsonl|csv|sql|graphql|javascript))$/
const FORM_TYPE = /^(?:application\/x-www-form-urlencoded|multipart\/[\w.+-]+)$/

/** Whether a payload travels as bytes: it says so, or it is of a media type that is no text. */
export function isBytes({ mediaType, schema }: Slot, defs: Defs): boolean {
  const type = bare(mediaType)
  if (type === '' || JSON_TYPE.test(type) || FORM_TYPE.test(type)) return false
  const target = resolve(schema, defs)
  if (typeof target === 'boolean') return true
  const types = typesOf(target)
  if (types.length > 0 && !types.includes('string')) return false
  return isBinary(target) || types.length === 0 || !TEXT_TYPE.test(type)
}

export interface FormFields {
  /** What each field is read as. */
  readonly fields: Readonly<Record<string, string>>
  readonly required: readonly string[]
}

/** Of a form; nothing where a payload is none. */
export function formFields({ mediaType, schema }: Slot, defs: Defs): FormFields | undefined {
  if (!FORM_TYPE.test(bare(mediaType))) return undefined
  const target = resolve(schema, defs)
  if (typeof target === 'boolean') return { fields: {}, required: [] }
  const fields = Object.fromEntries(
    Object.entries(mapOf(target, 'properties')).map(([name, field]) => [name, fieldType(field, defs, isFile)]),
  )
  return { fields, required: stringsOf(target, 'required') }
}

/** The document with the files of its forms marked, so that types and checks tell them from texts. */
export function markFiles(document: ContractDocument): ContractDocument {
  const forms = document.slots.filter(({ mediaType }) => bare(mediaType).startsWith('multipart/'))
  if (forms.length === 0) return document
  const named = new Set(forms.flatMap(({ schema }) => refName(schema) ?? []))
  const $defs = Object.entries(document.$defs).map(([name, schema]) => [
    name,
    named.has(name) ? marked(schema) : schema,
  ])
  return {
    ...document,
    slots: document.slots.map((slot) => (forms.includes(slot) ? { ...slot, schema: marked(slot.schema) } : slot)),
    $defs: Object.fromEntries($defs),
  }
}

function marked(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const properties = Object.entries(mapOf(schema, 'properties')).map(([name, field]) => [name, asFile(field)])
  return properties.length === 0 ? schema : { ...schema, properties: Object.fromEntries(properties) }
}

function asFile(field: JsonSchema): JsonSchema {
  if (typeof field === 'boolean') return field
  if (isBinary(field)) return { ...field, type: 'string', [FILE]: true }
  const items = field['items'] as JsonSchema | undefined
  return typeof items === 'object' && isBinary(items) ? { ...field, items: asFile(items) } : field
}

/** In the words of OpenAPI 3.0, and of 3.1. */
function isBinary(schema: JsonSchemaObject): boolean {
  const { format, contentMediaType, contentEncoding } = schema
  return format === 'binary' || (contentMediaType !== undefined && contentEncoding === undefined)
}

function bare(mediaType: string | undefined): string {
  return (mediaType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
