import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import fc from 'fast-check'

const KEYS = ['a', 'b', 'c/d', 'x1', 'constructor']

const scalar = fc.oneof(
  fc.constantFrom('', 'a', 'abc', 'x', '😀', '😀b', '2020-02-30', '2020-02-29', 'zzzzzz'),
  fc.integer({ min: -3, max: 6 }),
  fc.constantFrom(0.5, -1.5, 1e3),
  fc.boolean(),
  fc.constant(null),
)

/** Small values of every type, over few keys, so that many are near to what a schema wants. */
export const someValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value

const bound = fc.nat(3)
const rules = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(shape, { requiredKeys: [], noNullPrototype: true })

const stringRules = rules({
  minLength: bound,
  maxLength: fc.integer({ min: 1, max: 4 }),
  pattern: fc.constantFrom('^[a-z]*$', 'b', '^.$', '/|`\\$\\{'),
  format: fc.constantFrom('date', 'no-format-that-is-known'),
})
const numberRules = rules({
  minimum: fc.integer({ min: -3, max: 3 }),
  maximum: fc.integer({ min: -1, max: 5 }),
  exclusiveMinimum: fc.integer({ min: -3, max: 3 }),
  exclusiveMaximum: fc.integer({ min: -1, max: 5 }),
  multipleOf: fc.integer({ min: 1, max: 3 }),
})

interface Tied {
  readonly schema: JsonSchema
}

/** Schemas over every keyword that validators hold, named ones among them. `plain`: without branches and conditions. */
export function someSchema(plain = false): fc.Arbitrary<JsonSchema> {
  return fc.letrec<Tied>((tie) => {
    const inner = tie('schema') as fc.Arbitrary<JsonSchema>
    const properties = fc.dictionary(fc.constantFrom(...KEYS), inner, { maxKeys: 3, noNullPrototype: true })
    const names = fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 2 })
    const plainObject = { properties, required: names, additionalProperties: fc.oneof(fc.boolean(), inner) }
    const objectRules = plain
      ? fc.record(
          { type: fc.constant('object'), ...plainObject },
          { requiredKeys: ['type', 'properties'], noNullPrototype: true },
        )
      : rules({
          ...plainObject,
          patternProperties: fc.dictionary(fc.constantFrom('^x', '^.$', '/'), inner, { noNullPrototype: true }),
          propertyNames: fc.constantFrom(false, { maxLength: 1 }, { enum: ['a', 'b', 1] }, { const: 5 }),
          minProperties: bound,
          maxProperties: bound,
          dependentRequired: fc.dictionary(fc.constantFrom(...KEYS), names, { maxKeys: 2, noNullPrototype: true }),
          dependentSchemas: fc.dictionary(fc.constantFrom(...KEYS), inner, { maxKeys: 1, noNullPrototype: true }),
          unevaluatedProperties: fc.oneof(fc.constant(false), inner),
        })
    const arrayRules = rules({
      items: inner,
      prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }),
      minItems: bound,
      maxItems: bound,
      uniqueItems: fc.boolean(),
      ...(plain ? {} : { contains: inner, minContains: bound, maxContains: bound, unevaluatedItems: inner }),
    })
    const typed = fc.oneof(
      stringRules.map((keywords) => ({ type: 'string', ...keywords })),
      numberRules.map((keywords) => ({ type: 'number', ...keywords })),
      numberRules.map((keywords) => ({ type: 'integer', ...keywords })),
      objectRules.map((keywords) => ({ ...keywords, type: 'object' })),
      arrayRules.map((keywords) => ({ ...besidePrefix(keywords), type: 'array' })),
      fc.constantFrom<JsonSchema>({ type: 'boolean' }, { type: 'null' }, { type: ['string', 'null'] }, true),
    )
    const reference = fc.constantFrom({ $ref: '#/$defs/Tree' }, { $ref: '#/$defs/Leaf' })
    const values = fc.array(someValue, { minLength: 1, maxLength: 3 })
    const joins = fc.constantFrom('allOf', 'anyOf', 'oneOf')
    const branches = fc.array(inner, { minLength: 1, maxLength: 3 })
    const wild = fc.oneof(
      fc
        .tuple(stringRules, numberRules, objectRules, arrayRules)
        .map(([text, number, object, array]) => ({ ...text, ...number, ...object, ...besidePrefix(array) })),
      fc
        .tuple(
          fc.uniqueArray(fc.constantFrom('string', 'integer', 'object', 'array', 'null')),
          stringRules,
          objectRules,
        )
        .filter(([types]) => types.length > 0)
        .map(([type, ...keywords]) => Object.assign({ type }, ...keywords)),
      fc.record({ enum: values, type: fc.constantFrom('string', 'integer', 'object') }, { requiredKeys: ['enum'] }),
      someValue.map((value) => ({ const: value })),
      branches.map((anyOf) => ({ anyOf })),
      branches.map((oneOf) => ({ oneOf })),
      branches.map((allOf) => ({ allOf })),
      fc.tuple(branches, objectRules).map(([anyOf, keywords]) => ({ ...keywords, anyOf })),
      fc
        .tuple(branches, joins, arrayRules)
        .map(([list, keyword, keywords]) => ({ ...besidePrefix(keywords), [keyword]: list })),
      fc
        .tuple(branches, joins, inner)
        .map(([list, keyword, rest]) => ({ [keyword]: list, unevaluatedProperties: rest })),
      fc.tuple(branches, joins, inner).map(([list, keyword, rest]) => ({ [keyword]: list, unevaluatedItems: rest })),
      fc
        .tuple(inner, inner, inner, inner)
        .map(([test, yes, no, rest]) => ({ ...conditions(test, yes, no), unevaluatedProperties: rest })),
      fc.tuple(reference, inner).map(([ref, rest]) => ({ ...ref, unevaluatedProperties: rest })),
      inner.map((not) => ({ not })),
      fc.tuple(inner, inner, inner).map(([test, yes, no]) => conditions(test, yes, no)),
      fc.tuple(inner, inner).map(([test, no]) => Object.fromEntries(zip(['if', 'else'], [test, no]))),
      fc.tuple(reference, objectRules).map(([ref, keywords]) => ({ ...keywords, ...ref })),
      tagged(inner, 'anyOf'),
      tagged(inner, 'oneOf'),
      fc.constant(false),
    )
    const all = plain ? [typed, reference] : [typed, typed, reference, wild]
    return {
      schema: fc.oneof(
        { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
        ...(all as [fc.Arbitrary<JsonSchema>, ...fc.Arbitrary<JsonSchema>[]]),
      ),
    }
  }).schema
}

/**
 * Where ajv is no oracle: stopping at the first error it skips what follows `prefixItems` for an empty array, in a
 * branch it forgets `prefixItems` beside `unevaluatedItems`, and it takes `contains` to have seen every item.
 */
function besidePrefix(keywords: Record<string, unknown>): Record<string, unknown> {
  if (keywords['prefixItems'] === undefined) {
    const { unevaluatedItems: _, ...plain } = keywords
    return keywords['contains'] === undefined ? keywords : plain
  }
  const { contains: _, minItems: __, unevaluatedItems: ___, ...others } = keywords
  return others
}

/** Not as an object literal: one with a `then` is taken for a promise. */
export function conditions(test: JsonSchema, yes: JsonSchema, no: JsonSchema): Record<string, JsonSchema> {
  return Object.fromEntries(zip(['if', 'then', 'else'], [test, yes, no]))
}

function zip(keys: readonly string[], values: readonly JsonSchema[]): (readonly [string, JsonSchema])[] {
  return keys.map((key, index) => [key, values[index] ?? true])
}

/** A union told apart by a property. */
function tagged(inner: fc.Arbitrary<JsonSchema>, keyword: 'anyOf' | 'oneOf'): fc.Arbitrary<JsonSchema> {
  const branch = (tag: unknown) =>
    fc.record({ b: inner }, { requiredKeys: [], noNullPrototype: true }).map((properties) => ({
      type: 'object',
      properties: { ...properties, a: { const: tag } },
      required: ['a'],
    }))
  return fc.tuple(branch('x'), branch(1)).map((branches) => ({ [keyword]: branches }))
}

/** What the references of `someSchema` lead to. */
export const DEFS: ContractDocument['$defs'] = {
  Tree: {
    type: 'object',
    properties: { a: { $ref: '#/$defs/Leaf' }, b: { $ref: '#/$defs/Tree' } },
    additionalProperties: { $ref: '#/$defs/Tree' },
  },
  Leaf: { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'integer' }, { type: 'null' }] },
}

/** A contract with one operation for each schema: its request body. */
export function documentOf(schemas: readonly JsonSchema[], $defs: ContractDocument['$defs']): ContractDocument {
  return {
    formatVersion: 1,
    id: 'acme.test/samples',
    pattern: 'http',
    line: 1,
    operations: Object.fromEntries(
      schemas.map((_schema, index) => [
        `op${index}`,
        {
          method: 'POST',
          path: `/${index}`,
          idempotent: false,
          request: { body: `op${index}/request/body` },
          responses: { 204: {} },
        },
      ]),
    ),
    slots: schemas.map((schema, index) => ({ at: `op${index}/request/body`, sentBy: 'consumer', schema })),
    exports: [],
    $defs,
  }
}
