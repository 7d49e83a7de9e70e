import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonSchema } from './index.ts'
import { type Outcome, oracle, outcome } from './oracle.fixture.ts'

// Mostly coherent: schemas at odds with themselves in every part would only test the proofs.
const few = fc.nat(2)
const many = fc.integer({ min: 1, max: 5 })
const low = fc.integer({ min: -4, max: 2 })
const high = fc.integer({ min: 0, max: 6 })
const key = fc.constantFrom('a', 'b', 'c', 'email')
const scalar = fc.constantFrom<unknown>('a', 'b', 'ab', 0, 1, 2, 1.5, true, false, null)
const some = (model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  fc.record(model, { requiredKeys: [], noNullPrototype: true })

/**
 * Keywords of all kinds together, often at odds with each other. Without `unevaluated…`: beside branches, ajv makes code
 * of it that does not run.
 */
const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => {
  const sub = tie('schema')
  const keys = fc.uniqueArray(key, { maxLength: 2 })
  const text = fc
    .oneof(
      some({ minLength: few, maxLength: many, pattern: fc.constantFrom('^a', 'b$', '^[ab]*$', '\\d', '^x{2,3}$') }),
      some({ minLength: few, format: fc.constantFrom('email', 'date', 'uuid', 'ipv4') }),
    )
    .map((rest) => ({ type: 'string', ...rest }))
  const number = some({
    minimum: low,
    maximum: high,
    exclusiveMinimum: low,
    exclusiveMaximum: high,
    multipleOf: fc.constantFrom(1, 2, 3, 0.5, 0.1),
  }).chain((rest) => fc.constantFrom('integer', 'number').map((type) => ({ type, ...rest })))
  // Not both in one: ajv lets an empty array pass `contains` beside `prefixItems`.
  const items = fc.oneof(some({ contains: sub }), some({ prefixItems: fc.array(sub, { minLength: 1, maxLength: 2 }) }))
  const list = fc
    .tuple(items, some({ items: sub, minItems: few, maxItems: many, uniqueItems: fc.boolean() }))
    .map(([first, rest]) => ({ type: 'array', ...first, ...rest }))
  const object = some({
    properties: fc.dictionary(key, sub, { maxKeys: 3, noNullPrototype: true }),
    required: keys,
    additionalProperties: sub,
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'c$'), sub, {
      minKeys: 1,
      maxKeys: 1,
      noNullPrototype: true,
    }),
    propertyNames: fc.constantFrom({ maxLength: 1 }, { pattern: '^[a-c]' }, { enum: ['a', 'b'] }),
    minProperties: few,
    maxProperties: many,
    dependentRequired: fc.dictionary(key, keys, { maxKeys: 1, noNullPrototype: true }),
    dependentSchemas: fc.dictionary(key, sub, { minKeys: 1, maxKeys: 1, noNullPrototype: true }),
  }).map((rest) => ({ type: 'object', ...rest }))
  const branches = some({
    type: fc.constantFrom<unknown>('string', 'integer', 'object', ['string', 'null'], ['integer', 'array']),
    anyOf: fc.array(sub, { minLength: 1, maxLength: 3 }),
    oneOf: fc.array(sub, { minLength: 1, maxLength: 2 }),
    allOf: fc.array(sub, { minLength: 1, maxLength: 2 }),
    not: sub,
    if: sub,
    // oxlint-disable-next-line unicorn/no-thenable
    then: sub,
    else: sub,
  })
  const leaf = fc.oneof(
    fc.record({ const: scalar }, { noNullPrototype: true }),
    fc.record({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }) }, { noNullPrototype: true }),
    text,
    number,
    fc.boolean(),
  )
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'xsmall', withCrossShrink: true },
      leaf,
      list,
      object,
      branches,
    ) as fc.Arbitrary<JsonSchema>,
  }
})

/** Where a schema is said to be empty, none of these may satisfy it. */
const WITNESSES: readonly unknown[] = [
  ...['', 'a', 'b', 'ab', 'aab', 'xx', 'xxx', '1', 'a1b', 'a@b.co', '2020-01-01', '1.2.3.4', 'zz'],
  ...[-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 0.5, 1.5, 2.5, 1e3, true, false, null],
  ...[[], [1], ['a'], [null], [true], [1, 2], ['a', 1], [0, 1, 2], [{}], [[]], [1, 1], ['a', 'b', 'ab', 1]],
  ...[{}, { a: 1 }, { a: 'a' }, { b: 1 }, { c: null }, { a: {} }, { a: [] }, { a: 1, b: 2 }, { email: 'x', a: 'a' }],
  ...[{ a: 1, b: 1, c: 1, email: 1 }, { a: 'a', b: 'b', c: 'ab' }, { z: 1 }, { z: 'a', y: 'b' }],
]

test(
  'of any schema: a valid value, or proof that there is none, or the keyword that was too hard',
  { timeout: 30_000 },
  () => {
    const counts: Record<Verdict, number> = { ok: 0, empty: 0, 'gave-up': 0, missed: 0, wrong: 0 }
    fc.assert(
      fc.property(schema, fc.nat(1000), fc.constantFrom('all', 'some', 'none'), (one, seed, optionals) => {
        const valid = oracle(one)
        const result = outcome(one, { seed, optionals })
        expect(outcome(one, { seed, optionals })).toEqual(result)
        const witnesses = WITNESSES.filter((value) => valid(value) === true)
        const verdict = judge(result, valid, witnesses)
        counts[verdict]++
        expect({ result, witnesses, verdict }).not.toMatchObject({ verdict: 'wrong' })
      }),
      { numRuns: 150 },
    )
    expect(counts.ok).toBeGreaterThan(40)
    expect(counts.missed).toBeLessThan(5)
  },
)

type Verdict = 'ok' | 'empty' | 'gave-up' | 'missed' | 'wrong'

function judge(result: Outcome, valid: (value: unknown) => boolean | 'unsure', witnesses: unknown[]): Verdict {
  if (result.ok) return valid(result.value) === false ? 'wrong' : 'ok'
  if (result.reason === 'empty') return witnesses.length > 0 || result.keyword === '' ? 'wrong' : 'empty'
  return witnesses.length > 0 ? 'missed' : 'gave-up'
}
