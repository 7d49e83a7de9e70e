import { isRecord } from '@tessera/core.model'
import { CARRIED, CODECS, readsAll } from './codec-names.ts'
import type { ContractDocument, JsonSchemaObject } from './document.ts'
import { escapePointer, kind, type Report } from './shape.ts'

const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']

type Kind =
  | 'type'
  | 'number'
  | 'divisor'
  | 'count'
  | 'text'
  | 'pattern'
  | 'flag'
  | 'schema'
  | 'schemas'
  | 'schemaMap'
  | 'patternMap'
  | 'strings'
  | 'stringLists'
  | 'list'
  | 'codec'

/** What each keyword of JSON Schema 2020-12 takes; of others nothing is known. */
const KINDS = new Map<string, Kind>([
  ['type', 'type'],
  ['pattern', 'pattern'],
  ['multipleOf', 'divisor'],
  ['patternProperties', 'patternMap'],
  ['required', 'strings'],
  ['dependentRequired', 'stringLists'],
  ...all('number', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'),
  ...all('count', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minContains', 'maxContains'),
  ...all('count', 'minProperties', 'maxProperties'),
  ...all('text', '$ref', 'format', 'title', 'description', '$comment', 'contentEncoding', 'contentMediaType'),
  ...all('text', 'x-origin'),
  ...all('flag', 'uniqueItems', 'deprecated', 'readOnly', 'writeOnly', 'x-redact'),
  ...all('schema', 'items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'propertyNames'),
  ...all('schema', 'contains', 'not', 'if', 'then', 'else', 'contentSchema'),
  ...all('schemas', 'allOf', 'anyOf', 'oneOf', 'prefixItems'),
  ...all('schemaMap', 'properties', 'dependentSchemas', '$defs'),
  ...all('list', 'enum', 'examples'),
  ['x-extensible-enum', 'strings'],
  ['x-codec', 'codec'],
])

function all(of: Kind, ...keywords: readonly string[]): readonly (readonly [string, Kind])[] {
  return keywords.map((keyword) => [keyword, of])
}

/** Keywords whose values are not what JSON Schema says, in every schema of a document. */
export function checkKeywords({ slots, $defs }: ContractDocument, report: Report): void {
  slots.forEach(({ schema }, index) => checkSchema(schema, `/slots/${index}/schema`, report))
  for (const [name, schema] of Object.entries($defs)) checkSchema(schema, `/$defs/${escapePointer(name)}`, report)
}

function checkSchema(schema: unknown, pointer: string, report: Report): void {
  if (typeof schema === 'boolean') return
  if (!isRecord(schema)) return report(pointer, `${pointer} must be a schema, is ${kind(schema)}`)
  for (const [keyword, value] of Object.entries(schema)) {
    const of = KINDS.get(keyword)
    if (of !== undefined) checkValue(of, value, { pointer: `${pointer}/${escapePointer(keyword)}`, schema, report })
  }
}

interface Place {
  readonly pointer: string
  readonly schema: JsonSchemaObject
  readonly report: Report
}

function checkValue(of: Kind, value: unknown, { pointer, schema, report }: Place): void {
  const must = (what: string): void => report(pointer, `${pointer} must be ${what}, is ${kind(value)}`)
  const inner = (key: string | number): string => `${pointer}/${escapePointer(String(key))}`
  switch (of) {
    case 'type':
      return isType(value) ? undefined : must(`one of ${TYPES.join(', ')}, or a list of them`)
    case 'number':
      return typeof value === 'number' ? undefined : must('a number')
    case 'divisor':
      return typeof value === 'number' && value > 0 ? undefined : must('a number above 0')
    case 'count':
      return Number.isInteger(value) && (value as number) >= 0 ? undefined : must('a whole number from 0')
    case 'text':
      return typeof value === 'string' ? undefined : must('a string')
    case 'pattern':
      return isPattern(value) ? undefined : must('a regular expression that the flag "u" takes')
    case 'flag':
      return typeof value === 'boolean' ? undefined : must('true or false')
    case 'schema':
      return checkSchema(value, pointer, report)
    case 'schemas':
      if (!Array.isArray(value)) return must('a list of schemas')
      return value.forEach((item, index) => checkSchema(item, inner(index), report))
    case 'schemaMap':
    case 'patternMap':
      if (!isRecord(value)) return must('an object of schemas')
      for (const [key, item] of Object.entries(value)) {
        if (of === 'patternMap' && !isPattern(key)) report(inner(key), `"${key}" is no regular expression`)
        checkSchema(item, inner(key), report)
      }
      return
    case 'strings':
      return isStrings(value) ? undefined : must('a list of strings')
    case 'stringLists':
      return isRecord(value) && Object.values(value).every(isStrings)
        ? undefined
        : must('an object of lists of strings')
    case 'list':
      return Array.isArray(value) ? undefined : must('a list')
    case 'codec':
      if (!(CODECS as readonly unknown[]).includes(value)) return must(`one of ${CODECS.join(', ')}`)
      if (!isReadable(value, schema)) report(pointer, `${pointer}: it could not read every text of this schema`)
      return
  }
}

/** What a reference leads to is not looked at. */
function isReadable(name: unknown, schema: JsonSchemaObject): boolean {
  const { $ref, type, format, pattern, allOf } = schema
  if ($ref !== undefined) return true
  const patterns = [
    pattern,
    ...(Array.isArray(allOf) ? allOf : []).map((part: unknown) => isRecord(part) && part['pattern']),
  ]
  const rules = {
    patterns: patterns.filter(isPattern) as string[],
    ...(typeof format === 'string' ? { format } : {}),
  }
  return type === 'string' && CARRIED.some((codec) => codec.name === name && readsAll(codec, rules))
}

function isType(value: unknown): boolean {
  const types: readonly unknown[] = Array.isArray(value) ? value : [value]
  return types.length > 0 && types.every((type) => typeof type === 'string' && TYPES.includes(type))
}

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false
  try {
    return new RegExp(value, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
