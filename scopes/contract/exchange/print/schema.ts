import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { apart } from '../schema/around.ts'
import { escape } from './escape.ts'
import { call, type Code, object } from './layout.ts'
import { fields, literal, text } from './literal.ts'
import type { Printing } from './printing.ts'
import { printDateTime, printNumber, printText } from './scalars.ts'
import { printArray, printObject } from './shapes.ts'
import { printAllOf, printEnum, printUnion } from './unions.ts'

/** A schema as an expression in Zod; what Zod has no word for as `jsonSchema(…)`. */
export function printSchema(schema: JsonSchema, printing: Printing): Code {
  return inZod(schema, printing) ?? escape(schema, printing)
}

/** A named schema: the same, under its name. */
export function printNamed(name: string, schema: JsonSchema, printing: Printing): Code {
  const { core, around } = apart(isRecord(schema) ? schema : {})
  const { default: preset, ...remarks } = around
  const code = isRecord(schema) ? described(core, { id: name }, printing) : undefined
  if (code === undefined) return [escape(schema, printing), '.meta(', literal({ id: name }), ')']
  return [code, presetOf(preset), '.meta(', object(fields({ id: text(name), ...mapLiterals(remarks) })), ')']
}

function inZod(schema: JsonSchema, printing: Printing): Code | undefined {
  if (!isRecord(schema)) return undefined
  const { core, around } = apart(schema)
  const { default: preset, ...remarks } = around
  const { 'x-codec': codec, ...others } = remarks
  const date = codec === 'date-time' && preset === undefined ? printDateTime(core, printing) : undefined
  if (date !== undefined) return [date, remarksOf(others)]
  const code = described(core, remarks, printing)
  if (code === undefined) return undefined
  return [code, presetOf(preset), remarksOf(remarks)]
}

/** Zod copies what it describes; of a schema that contains itself, only the name may be described. */
function described(core: JsonSchemaObject, remarks: JsonSchemaObject, printing: Printing): Code | undefined {
  const { $ref } = core
  const isPlain = typeof $ref !== 'string' || Object.keys(remarks).length === 0
  if (isPlain || !printing.isRecursive($ref.replace('#/$defs/', ''))) return zodOf(core, printing)
  return zodOf(core, { ...printing, isReady: () => false })
}

/** What is handed to a reader where nothing came. Of objects, before their own defaults are filled in. */
function presetOf(value: unknown): Code {
  if (value === undefined) return ''
  return [typeof value === 'object' && value !== null ? '.prefault(' : '.default(', literal(value), ')']
}

function remarksOf(remarks: JsonSchemaObject): Code {
  const names = Object.keys(remarks)
  if (names.length === 0) return ''
  const { description } = remarks
  if (names.length === 1 && typeof description === 'string') return call('.describe', text(description))
  return ['.meta(', object(fields(mapLiterals(remarks))), ')']
}

function mapLiterals(values: JsonSchemaObject): Record<string, Code> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, literal(value)]))
}

/** Undefined where Zod cannot say exactly this. */
function zodOf(core: JsonSchemaObject, printing: Printing): Code | undefined {
  const words = Object.keys(core)
  if (words.length === 0) return 'z.unknown()'
  if ('$ref' in core) return words.length === 1 ? reference(String(core['$ref']), printing) : undefined
  if ('not' in core) return words.length === 1 && isEmpty(core['not']) ? 'z.never()' : undefined
  if ('enum' in core || 'const' in core) return printEnum(core)
  if ('anyOf' in core || 'oneOf' in core) return printUnion(core, printing)
  if (Array.isArray(core['type'])) return printUnion(core, printing)
  switch (core['type']) {
    case 'string':
      return printText(core, printing)
    case 'number':
    case 'integer':
      return printNumber(core)
    case 'boolean':
    case 'null':
      return words.length === 1 ? `z.${core['type']}()` : undefined
    case 'array':
      return printArray(core, printing)
    case 'object':
      return printObject(core, printing)
    default:
      return 'allOf' in core ? printAllOf(core, printing) : undefined
  }
}

function reference($ref: string, printing: Printing): Code {
  const name = $ref.replace('#/$defs/', '')
  const constant = printing.constantOf(name)
  return printing.isReady(name) ? constant : `z.lazy((): z.ZodType => ${constant})`
}

function isEmpty(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0
}
