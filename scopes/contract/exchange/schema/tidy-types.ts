import type { JsonSchemaObject } from '@tessera/contract.define/document'
import { canonicalJson } from '@tessera/core.model'
import type { Place } from '../read/place.ts'
import { apart, without } from './around.ts'
import { OF_TYPE } from './keywords.ts'
import type { Tidying } from './tidy.ts'

/** Types: said where they are meant, one to a branch, and without formats that say less than the type does. */
export function mendTypes(schema: JsonSchemaObject, place: Place, { notes }: Tidying): JsonSchemaObject {
  const said = withMeantType(schema, place, notes)
  return mendFormat(mendEnum(onePerBranch(said)), place, notes)
}

type Notes = Tidying['notes']

const ELSEWHERE = ['$ref', 'type', 'enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not', 'if']

/** `properties` without `type: object` would take any text or number; nobody means that. */
function withMeantType(schema: JsonSchemaObject, place: Place, notes: Notes): JsonSchemaObject {
  if (ELSEWHERE.some((keyword) => keyword in schema && keyword !== 'allOf' && keyword !== 'if')) return schema
  const type = ['properties', 'additionalProperties'].some((keyword) => keyword in schema)
    ? 'object'
    : ['items', 'prefixItems'].some((keyword) => keyword in schema)
      ? 'array'
      : undefined
  if (type === undefined) return schema
  notes.changed('TYPE_ASSUMED', place, `the schema has no type, but keywords of an ${type}`, `its type is "${type}"`)
  return { type, ...schema }
}

/** `type: [string, null], minLength: 1` is a string with that length, or null. */
function onePerBranch(schema: JsonSchemaObject): JsonSchemaObject {
  const { type } = schema
  const { core, around } = apart(schema)
  if (!Array.isArray(type) || Object.keys(core).length === 1) return schema
  const everywhere = without(core, 'type', ...Object.values(OF_TYPE).flat())
  const { enum: values, ...others } = everywhere
  if (Object.keys(others).length > 0) return schema
  const branches = (type as readonly string[]).map((name) => branchOf(name, core, values))
  return { ...around, anyOf: branches.filter((branch) => branch !== undefined) }
}

function branchOf(type: string, core: JsonSchemaObject, values: unknown): JsonSchemaObject | undefined {
  const mine = OF_TYPE[type === 'integer' ? 'number' : type] ?? []
  const own = Object.fromEntries(Object.entries(core).filter(([keyword]) => mine.includes(keyword)))
  if (!Array.isArray(values)) return { type, ...own }
  const members = values.filter((value) => isOfType(value, type))
  if (members.length === 0) return undefined
  return type === 'null' ? { type } : mendEnum({ type, ...own, enum: members })
}

/** Whether a value is of a JSON type; an integer is a number too. */
export function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

/** Values of one kind say their type; a list with repetitions loses them. */
function mendEnum(schema: JsonSchemaObject): JsonSchemaObject {
  if ('const' in schema) return withScalarType(schema, [schema['const']])
  const { enum: values } = schema
  if (!Array.isArray(values)) return schema
  const unique = [...new Map(values.map((value: unknown) => [canonicalJson(value), value])).values()]
  if (unique.length === 1 && typeof unique[0] !== 'string') {
    return withScalarType({ ...without(schema, 'enum'), const: unique[0] }, unique)
  }
  return withScalarType({ ...schema, enum: unique }, unique)
}

function withScalarType(schema: JsonSchemaObject, values: readonly unknown[]): JsonSchemaObject {
  const { type } = schema
  const [kind, ...others] = new Set(values.map((value) => (value === null ? 'null' : typeof value)))
  if (kind === undefined || kind === 'object' || others.length > 0) return schema
  const fits = type === undefined || type === kind || (type === 'integer' && values.every(Number.isInteger))
  return fits ? { ...schema, type: kind } : schema
}

const INT32 = 2 ** 31
/** Of numbers, and of text that is no text. */
const SAYS_NOTHING = new Set(['int64', 'float', 'double', 'decimal', 'number', 'integer', 'string', 'binary'])

function mendFormat(schema: JsonSchemaObject, place: Place, notes: Notes): JsonSchemaObject {
  const { format, type } = schema
  if (format === undefined) return schema
  const rest = without(schema, 'format')
  if (format === 'int32' && type === 'integer') return { minimum: -INT32, maximum: INT32 - 1, ...rest }
  if (format === 'byte' && type === 'string') return { ...rest, contentEncoding: 'base64' }
  if (format === 'password') return { ...rest, 'x-redact': true }
  if (!SAYS_NOTHING.has(String(format)) && (type === 'string' || type === undefined)) return schema
  notes.changed('FORMAT_DROPPED', place, `the format "${String(format)}" checks nothing`, 'it is left out')
  return rest
}
