import type { Alternative } from './alternatives.ts'
import { equal, isObject, type JsonType, typeOf } from './equal.ts'
import type { JsonSchema, JsonSchemaObject } from './types.ts'

/** What one alternative asks of a value, all its schemas taken together. */
export interface Facts {
  readonly types: ReadonlySet<JsonType>
  /** From `const` and `enum`; undefined where any value will do. */
  readonly values?: readonly unknown[]
  /** The schemas themselves: what they say of properties and items is looked up place by place. */
  readonly all: readonly JsonSchemaObject[]
  readonly none: readonly JsonSchema[]
  /** Properties that must not be there. */
  readonly forbidden: ReadonlySet<string>
}

/** A contradiction: no value can satisfy both. */
export interface Contradiction {
  readonly keyword: string
  readonly message: string
}

const ALL_TYPES: readonly JsonType[] = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']

/** Takes the schemas of an alternative together, or says why they cannot be. */
export function gather({ all, none }: Alternative): Facts | Contradiction {
  const values = gatherValues(all, none)
  if (values?.length === 0) return { keyword: 'enum', message: 'no value is left of const and enum' }
  const types = gatherTypes(all, none)
  if (types.size === 0) return { keyword: 'type', message: 'no type is left' }
  const forbidden = new Set(none.flatMap(forbiddenBy))
  return { types, ...(values === undefined ? {} : { values }), all, none, forbidden }
}

/** The greatest of the values that the schemas give a keyword: of several lower bounds the one that counts. */
export function highest(facts: Facts, keyword: string): number | undefined {
  const values = numbers(facts, keyword)
  return values.length === 0 ? undefined : Math.max(...values)
}

export function lowest(facts: Facts, keyword: string): number | undefined {
  const values = numbers(facts, keyword)
  return values.length === 0 ? undefined : Math.min(...values)
}

export function numbers({ all }: Facts, keyword: string): number[] {
  return all.flatMap((schema) => (typeof schema[keyword] === 'number' ? [schema[keyword]] : []))
}

export function strings({ all }: Facts, keyword: string): string[] {
  return all.flatMap((schema) => (typeof schema[keyword] === 'string' ? [schema[keyword]] : []))
}

/** What the schemas say under one keyword, each in its turn. */
export function said<T>({ all }: Facts, keyword: string): T[] {
  return all.flatMap((schema) => (schema[keyword] === undefined ? [] : [schema[keyword] as T]))
}

function gatherValues(all: readonly JsonSchemaObject[], none: readonly JsonSchema[]): unknown[] | undefined {
  let values: unknown[] | undefined
  for (const schema of all) {
    for (const options of valuesOf(schema)) {
      values = values === undefined ? [...options] : values.filter((value) => options.some((one) => equal(one, value)))
    }
  }
  const excluded = none.flatMap((schema) => (isObject(schema) && isOnlyValues(schema) ? valuesOf(schema).flat() : []))
  return values?.filter((value) => !excluded.some((one) => equal(one, value)))
}

function valuesOf(schema: JsonSchemaObject): (readonly unknown[])[] {
  return [
    ...('const' in schema ? [[schema['const']]] : []),
    ...(Array.isArray(schema['enum']) ? [schema['enum'] as readonly unknown[]] : []),
  ]
}

function isOnlyValues(schema: JsonSchemaObject): boolean {
  return Object.keys(schema).length === 1 && ('const' in schema || 'enum' in schema)
}

function gatherTypes(all: readonly JsonSchemaObject[], none: readonly JsonSchema[]): Set<JsonType> {
  let types = new Set(ALL_TYPES)
  for (const { type } of all) {
    if (type !== undefined) types = intersect(types, widen([type].flat() as JsonType[]))
  }
  for (const schema of none) {
    if (!isObject(schema) || Object.keys(schema).join() !== 'type') continue
    const excluded = widen([schema['type']].flat() as JsonType[])
    types = new Set([...types].filter((type) => !excluded.has(type)))
  }
  return types
}

/** A number may be whole: `number` says `integer` too. */
function widen(types: readonly JsonType[]): Set<JsonType> {
  return new Set(types.includes('number') ? [...types, 'integer'] : types)
}

function intersect<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): Set<T> {
  return new Set([...a].filter((item) => b.has(item)))
}

/** `not: { required: ['x'] }` keeps x out. */
function forbiddenBy(schema: JsonSchema): string[] {
  if (!isObject(schema) || Object.keys(schema).some((keyword) => keyword !== 'required' && keyword !== 'type'))
    return []
  const required = schema['required']
  return Array.isArray(required) && required.length === 1 ? [required[0] as string] : []
}

/** The types that the keywords are about, most telling first; where they say nothing, all that are allowed. */
export function likelyTypes(facts: Facts): JsonType[] {
  const allowed = [...facts.types].filter((type) => type !== 'integer' || !facts.types.has('number'))
  if (facts.all.some(({ type }) => type !== undefined)) return allowed
  const about = new Set(facts.all.flatMap((schema) => Object.keys(schema).flatMap((keyword) => ABOUT[keyword] ?? [])))
  const likely = allowed.filter((type) => about.has(type))
  if (likely.length > 0) return likely
  return allowed.includes('string') ? ['string'] : allowed.slice(0, 1)
}

const ABOUT: Readonly<Record<string, JsonType>> = Object.fromEntries([
  ...['properties', 'required', 'patternProperties', 'additionalProperties', 'propertyNames', 'minProperties']
    .concat(['maxProperties', 'dependentRequired', 'dependentSchemas', 'unevaluatedProperties'])
    .map((keyword) => [keyword, 'object']),
  ...['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'minContains', 'unevaluatedItems'].map(
    (keyword) => [keyword, 'array'],
  ),
  ...['minLength', 'maxLength', 'pattern', 'format', 'contentEncoding'].map((keyword) => [keyword, 'string']),
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].map((keyword) => [keyword, 'number']),
]) as Record<string, JsonType>

export function isContradiction(facts: Facts | Contradiction): facts is Contradiction {
  return 'keyword' in facts
}

/** Whether a type of JSON Schema covers a value. */
export function allows(types: ReadonlySet<JsonType>, value: unknown): boolean {
  const type = typeOf(value)
  return types.has(type) || (type === 'integer' && types.has('number'))
}
