import type { JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import type { Code } from './layout.ts'
import { literal } from './literal.ts'
import type { Printing } from './printing.ts'

const FORMATS: Readonly<Record<string, string>> = {
  email: 'z.email()',
  uuid: 'z.uuid()',
  date: 'z.iso.date()',
  'date-time': 'z.iso.datetime({ offset: true })',
  duration: 'z.iso.duration()',
  ipv4: 'z.ipv4()',
  ipv6: 'z.ipv6()',
  hostname: 'z.hostname()',
  uri: 'z.url()',
}
const OF_TEXT = new Set(['type', 'format', 'pattern', 'minLength', 'maxLength', 'allOf'])

/** `z.email()`, `z.string().min(1)`… */
export function printText(core: JsonSchemaObject, { borrowed }: Printing): Code | undefined {
  const { 'x-extensible-enum': members, ...rest } = core
  if (members !== undefined) {
    if (Object.keys(rest).length > 1 || !isTexts(members)) return undefined
    borrowed.add('openEnum')
    return ['openEnum(', literal(members), ')']
  }
  if (Object.keys(core).some((word) => !OF_TEXT.has(word))) return undefined
  const patterns = patternsOf(core)
  const base = baseOf(core, patterns)
  if (patterns === undefined || base === undefined) return undefined
  const rules = base === UTC ? [] : patterns.map((pattern) => `.regex(${regex(pattern)})`)
  return [base, ...bounds(core, ['minLength', 'maxLength']), ...rules].join('')
}

/** `dateTime()`; what other codecs work with is remarked on what travels. */
export function printDateTime(core: JsonSchemaObject, { borrowed }: Printing): Code | undefined {
  const { type, format, pattern, ...rest } = core
  const isUtc = type === 'string' && format === 'date-time' && pattern === 'Z$' && Object.keys(rest).length === 0
  if (!isUtc) return undefined
  borrowed.add('dateTime')
  return 'dateTime()'
}

const UTC = 'z.iso.datetime()'

function baseOf({ format }: JsonSchemaObject, patterns: readonly string[] | undefined): string | undefined {
  if (format === undefined) return 'z.string()'
  if (format === 'date-time' && patterns?.length === 1 && patterns[0] === 'Z$') return UTC
  return typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
}

/** Undefined where one cannot be a literal of JavaScript that says exactly this. */
function patternsOf({ pattern, allOf }: JsonSchemaObject): readonly string[] | undefined {
  const several = allOf === undefined ? [] : Array.isArray(allOf) ? allOf.map(onlyPattern) : [undefined]
  if (allOf !== undefined && (pattern !== undefined || several.length < 2)) return undefined
  const all = pattern === undefined ? several : [pattern]
  const texts = all.filter((one): one is string => typeof one === 'string' && isLiteral(one))
  return texts.length === all.length && new Set(texts).size === texts.length ? texts : undefined
}

function onlyPattern(schema: unknown): unknown {
  return isRecord(schema) && Object.keys(schema).length === 1 ? schema['pattern'] : undefined
}

function isLiteral(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source === pattern && new RegExp(pattern).source === pattern
  } catch {
    return false
  }
}

/** With the flag where the pattern would mean something else without it. */
export function regex(pattern: string): string {
  return /\\[pPu]\{|[\u{10000}-\u{10FFFF}]/u.test(pattern) ? `/${pattern}/u` : `/${pattern}/`
}

const OF_NUMBER: Readonly<Record<string, string>> = {
  minimum: 'min',
  exclusiveMinimum: 'gt',
  maximum: 'max',
  exclusiveMaximum: 'lt',
  multipleOf: 'multipleOf',
}
const INT32 = 2 ** 31

/** `z.int().min(1)`, `z.int32()`… */
export function printNumber(core: JsonSchemaObject): Code | undefined {
  const { type, ...rules } = core
  const isWhole = type === 'integer'
  const values = Object.entries(rules)
  if (values.some(([word, value]) => !Object.hasOwn(OF_NUMBER, word) || !isBound(word, value))) return undefined
  const twice = ['minimum', 'maximum'].some((word) => word in rules && `exclusive${upperFirst(word)}` in rules)
  if (twice) return undefined
  if (isWhole && rules['minimum'] === -INT32 && rules['maximum'] === INT32 - 1 && values.length === 2)
    return 'z.int32()'
  const chain = values.map(([word, value]) => `.${OF_NUMBER[word]}(${JSON.stringify(value)})`)
  return [isWhole ? 'z.int()' : 'z.number()', ...chain].join('')
}

/** Bounds that Zod itself sets to all numbers would vanish. */
function isBound(word: string, value: unknown): boolean {
  if (typeof value !== 'number' || Object.is(value, -0)) return false
  if (word === 'multipleOf') return value > 0 && Number.isInteger(value)
  return Math.abs(value) < Number.MAX_SAFE_INTEGER
}

/** `.min(1).max(9)`, or `.length(3)`. */
export function bounds(core: JsonSchemaObject, [least, most]: readonly [string, string]): string[] {
  const [min, max] = [core[least], core[most]]
  if (min !== undefined && min === max) return [`.length(${String(min)})`]
  return [
    ...(min === undefined ? [] : [`.min(${String(min)})`]),
    ...(max === undefined ? [] : [`.max(${String(max)})`]),
  ]
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
