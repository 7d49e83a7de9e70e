/* oxlint-disable unicorn/no-thenable */
import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import fc from 'fast-check'

/** Names and values are few, so that what is drawn meets what is drawn elsewhere. */
const NAMES = ['a', 'b', 'ab', 'c']
const PATTERNS = ['^a', 'b$', '^[ab]+$', '^.$', 'a|c', '^a{2,3}$', '^$']
const FORMATS = ['date', 'ipv4', 'uuid', 'email']
const SCALARS = [null, true, false, 0, 1, 2, -1, 0.5, 3, '', 'a', 'b', 'ab', 'aab']

export const smallValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'value' },
    { weight: 4, arbitrary: fc.constantFrom<unknown>(...SCALARS) },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 2, arbitrary: fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3 }) },
  ),
})).value

const small = fc.integer({ min: 0, max: 3 })
const bound = fc.constantFrom(-1, 0, 0.5, 1, 2, 3)
const name = fc.constantFrom(...NAMES)

/** Schemas of every keyword that is proved, over few names and small numbers. */
export function schemaOf(depth: number): fc.Arbitrary<JsonSchema> {
  if (depth === 0) return fc.oneof({ weight: 5, arbitrary: scalar }, { weight: 1, arbitrary: fc.boolean() })
  const inner = schemaOf(depth - 1)
  return fc.oneof(
    { weight: 3, arbitrary: scalar },
    { weight: 4, arbitrary: objectOf(inner) },
    { weight: 3, arbitrary: arrayOf(inner) },
    { weight: 3, arbitrary: combined(inner) },
    { weight: 1, arbitrary: fc.boolean() },
  )
}

const type = fc.constantFrom('null', 'boolean', 'number', 'integer', 'string', 'array', 'object')

const scalar: fc.Arbitrary<JsonSchemaObject> = fc.oneof(
  fc.record({ type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })) }),
  fc.record({
    enum: fc.uniqueArray(smallValue, { minLength: 1, maxLength: 3, selector: (value) => JSON.stringify(value) }),
  }),
  fc.record({ const: smallValue }),
  sparse({
    type: fc.constantFrom('number', 'integer'),
    minimum: bound,
    maximum: bound,
    exclusiveMinimum: bound,
    exclusiveMaximum: bound,
    multipleOf: fc.constantFrom(0.5, 1, 1.5, 2, 3),
  }),
  sparse({
    type: fc.constant('string'),
    minLength: small,
    maxLength: small,
    pattern: fc.constantFrom(...PATTERNS),
    format: fc.constantFrom(...FORMATS),
  }),
)

function objectOf(inner: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchemaObject> {
  return sparse({
    type: fc.constant('object'),
    properties: fc.dictionary(name, inner, { maxKeys: 3 }),
    required: fc.uniqueArray(name, { maxLength: 2 }),
    additionalProperties: inner,
    patternProperties: fc.dictionary(fc.constantFrom(...PATTERNS), inner, { maxKeys: 2 }),
    propertyNames: sparse({ pattern: fc.constantFrom(...PATTERNS), maxLength: small, enum: fc.constant(NAMES) }),
    minProperties: small,
    maxProperties: small,
    dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 2 }),
    dependentSchemas: fc.dictionary(name, inner, { maxKeys: 1 }),
    unevaluatedProperties: inner,
  })
}

function arrayOf(inner: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchemaObject> {
  return sparse({
    type: fc.constant('array'),
    items: inner,
    prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }),
    minItems: small,
    maxItems: small,
    uniqueItems: fc.boolean(),
    contains: inner,
    minContains: small,
    maxContains: small,
  })
}

function combined(inner: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchemaObject> {
  const list = fc.array(inner, { minLength: 1, maxLength: 3 })
  return fc
    .tuple(
      sparse({ allOf: list, anyOf: list, oneOf: list, not: inner, if: inner, then: inner, else: inner }),
      fc.oneof(fc.constant({}), scalar, objectOf(inner)),
    )
    .map(([branches, own]) => ({ ...own, ...branches }))
}

/** Records with at least one of the keywords, mostly few. */
function sparse(keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<JsonSchemaObject> {
  const names = Object.keys(keywords)
  return fc
    .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((key) => [key, keywords[key] as fc.Arbitrary<unknown>]))),
    )
}

/** Pairs of which the second is the first with one place drawn anew, as people change schemas. */
export function changedPair(depth: number): fc.Arbitrary<readonly [JsonSchema, JsonSchema]> {
  return fc
    .tuple(schemaOf(depth), schemaOf(depth), schemaOf(1), fc.nat(), fc.nat({ max: 3 }))
    .map(([first, second, other, place, kind]) => {
      if (kind === 0) return [first, second]
      const changed = replaceAt(first, other, { left: place % 12 })
      return kind === 1 ? [changed, first] : [first, changed]
    })
}

/** Walks through the schema and puts the other in the place that is counted down to. */
function replaceAt(schema: unknown, other: JsonSchema, count: { left: number }): JsonSchema {
  if (count.left-- === 0) return other
  if (typeof schema !== 'object' || schema === null) return schema as JsonSchema
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (['properties', 'patternProperties', 'dependentSchemas'].includes(keyword)) {
      const inner = Object.entries(value as object).map(([key, item]) => [key, replaceAt(item, other, count)])
      return [keyword, Object.fromEntries(inner)]
    }
    if (['allOf', 'anyOf', 'oneOf', 'prefixItems'].includes(keyword)) {
      return [keyword, (value as unknown[]).map((item) => replaceAt(item, other, count))]
    }
    if (!['items', 'additionalProperties', 'not', 'contains', 'if', 'then', 'else'].includes(keyword))
      return [keyword, value]
    return [keyword, replaceAt(value, other, count)]
  })
  return Object.fromEntries(entries)
}
