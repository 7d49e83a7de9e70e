import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { array, call, type Code } from './layout.ts'
import { literal, text } from './literal.ts'
import type { Printing } from './printing.ts'
import { printSchema } from './schema.ts'

/** `z.enum([…])`, `z.literal(…)`. */
export function printEnum(core: JsonSchemaObject): Code | undefined {
  const { type, const: only, enum: members } = core
  if (Object.keys(core).length > (type === undefined ? 1 : 2)) return undefined
  if ('const' in core) return isScalar(only) && kindOf(only) === type ? call('z.literal', literal(only)) : undefined
  if (!Array.isArray(members) || members.length === 0 || !members.every(isScalar)) return undefined
  const kinds = new Set(members.map(kindOf))
  if (new Set(members).size < members.length || (kinds.size === 1 ? type !== [...kinds][0] : type !== undefined)) {
    return undefined
  }
  if (type === 'string' && members.every(isEnumKey))
    return call('z.enum', array(members.map((one) => text(String(one)))))
  return members.length > 1 ? call('z.literal', array(members.map(literal))) : undefined
}

/** An enum of Zod is an object, whose keys that look like numbers come first. */
function isEnumKey(member: unknown): boolean {
  return !/^(?:\d+|__proto__)$/.test(String(member))
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value
}

const BARE: Readonly<Record<string, string>> = {
  string: 'z.string()',
  number: 'z.number()',
  integer: 'z.int()',
  boolean: 'z.boolean()',
  null: 'z.null()',
}

/** `X.nullable()`, `z.union([…])`, `z.discriminatedUnion(…)`, `z.xor([…])`. */
export function printUnion(core: JsonSchemaObject, printing: Printing): Code | undefined {
  const [word] = Object.keys(core)
  if (Object.keys(core).length > 1 || word === undefined) return undefined
  if (word === 'type') return printTypes(core['type'] as readonly string[])
  const branches = core[word] as readonly JsonSchema[]
  if (branches.length === 0) return undefined
  const print = (branch: JsonSchema): Code => printSchema(branch, printing)
  if (word === 'oneOf') {
    const tag = tagOf(branches, printing)
    return tag === undefined
      ? call('z.xor', array(branches.map(print)))
      : call('z.discriminatedUnion', text(tag), array(branches.map(print)))
  }
  // Zod writes alternatives that are types and nothing more as one list of types.
  if (branches.every(isBareType)) return undefined
  const [first, second] = branches
  return branches.length === 2 && isNull(second as JsonSchema)
    ? [print(first as JsonSchema), '.nullable()']
    : call('z.union', array(branches.map(print)))
}

function printTypes(types: readonly string[]): Code | undefined {
  const printed = types.map((type) => (Object.hasOwn(BARE, type) ? BARE[type] : undefined))
  if (printed.length < 2 || printed.includes(undefined) || new Set(types).size < types.length) return undefined
  if (types.length === 2 && types[1] === 'null') return `${printed[0]}.nullable()`
  return call('z.union', array(printed as readonly string[]))
}

function isBareType(schema: JsonSchema): boolean {
  if (!isRecord(schema)) return false
  const [word, ...others] = Object.keys(schema)
  if (others.length > 0) return false
  return word === 'type' || (word === 'anyOf' && (schema['anyOf'] as readonly JsonSchema[]).every(isBareType))
}

function isNull(schema: JsonSchema): boolean {
  return isRecord(schema) && schema['type'] === 'null' && Object.keys(schema).length === 1
}

/** The property that tells alternatives apart: required in each, with other values in each. */
function tagOf(branches: readonly JsonSchema[], printing: Printing): string | undefined {
  const objects = branches.map((branch) => plainObject(branch, printing))
  const [first] = objects
  if (first === undefined || objects.length < 2) return undefined
  return Object.keys(first['properties'] as object).find((name) => {
    const values = objects.map((object) => object && tagValues(object, name))
    if (values.includes(undefined)) return false
    const all = (values as readonly (readonly unknown[])[]).flat()
    return new Set(all).size === all.length
  })
}

/** What is printed as `z.object(…)`, by name or in place. */
function plainObject(branch: JsonSchema, { $defs, isReady }: Printing): JsonSchemaObject | undefined {
  if (!isRecord(branch)) return undefined
  const name = typeof branch['$ref'] === 'string' ? branch['$ref'].replace('#/$defs/', '') : undefined
  if (name !== undefined && !isReady(name)) return undefined
  const target = name === undefined ? branch : $defs[name]
  if (!isRecord(target) || target['type'] !== 'object' || !isRecord(target['properties'])) return undefined
  const known = [
    'type',
    'properties',
    'required',
    'additionalProperties',
    'title',
    'description',
    'examples',
    'deprecated',
  ]
  const isPlain = Object.keys(target).every((word) => known.includes(word) || word.startsWith('x-'))
  const required = (target['required'] ?? []) as readonly string[]
  const isDeclared = required.every((one) => Object.hasOwn(target['properties'] as object, one))
  return isPlain && isDeclared && target['additionalProperties'] !== true ? target : undefined
}

function tagValues(object: JsonSchemaObject, name: string): readonly unknown[] | undefined {
  const properties = object['properties'] as Readonly<Record<string, JsonSchema>>
  const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
  if (!isRecord(schema) || !((object['required'] ?? []) as readonly string[]).includes(name)) return undefined
  if ('default' in schema || schema['type'] !== 'string') return undefined
  if (
    printEnum(
      Object.fromEntries(Object.entries(schema).filter(([word]) => ['type', 'const', 'enum'].includes(word))),
    ) === undefined
  )
    return undefined
  return 'const' in schema ? [schema['const']] : (schema['enum'] as readonly unknown[] | undefined)
}

/** `z.intersection(…)`; of shapes without a name Zod would make one, so they stay as they are. */
export function printAllOf(core: JsonSchemaObject, printing: Printing): Code | undefined {
  const branches = core['allOf'] as readonly JsonSchema[]
  if (Object.keys(core).length > 1 || branches.length < 2) return undefined
  const hasName = branches.some((branch) => isRecord(branch) && '$ref' in branch)
  const isNested = branches.some((branch) => isRecord(branch) && 'allOf' in branch && Object.keys(branch).length === 1)
  if (!hasName || isNested) return undefined
  const [first, ...rest] = branches.map((branch) => printSchema(branch, printing)) as [Code, ...Code[]]
  return rest.reduce<Code>((left, right) => call('z.intersection', left, right), first)
}
