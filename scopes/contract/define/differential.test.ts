import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { bytes, dateTime, decimal, httpContract, int64, openEnum, toDocument } from './index.ts'

/** A schema, and values near it: some valid, some not. */
interface Sample {
  readonly schema: z.ZodType
  readonly value: fc.Arbitrary<unknown>
}

const anything = fc.oneof(fc.string({ maxLength: 4 }), fc.integer(), fc.boolean(), fc.constant(null), fc.constant({}))
const near = (value: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: anything })
const sample = (schema: z.ZodType, value: fc.Arbitrary<unknown>): Sample => ({ schema, value: near(value) })
const day = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })

/** Recursive, through a getter and a union. */
const Tree = z
  .object({
    value: z.int(),
    get kids() {
      return z.array(Tree).max(2).optional()
    },
    get next(): z.ZodNullable<z.ZodOptional<typeof Tree>> {
      return Tree.optional().nullable()
    },
  })
  .meta({ id: 'Tree' })
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.record(
    {
      value: fc.oneof({ weight: 9, arbitrary: fc.integer() }, { weight: 1, arbitrary: fc.string() }),
      kids: fc.array(tie('tree'), { maxLength: 3 }),
      next: fc.option(tie('tree'), { depthSize: 'small' }),
    },
    { requiredKeys: ['value'], noNullPrototype: true },
  ),
}))

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  fc.tuple(fc.nat(3), fc.nat(3)).map(([min, more]) =>
    sample(
      z
        .string()
        .min(min)
        .max(min + more),
      fc.string({ maxLength: 7 }),
    ),
  ),
  fc.tuple(fc.integer({ min: -5, max: 5 }), fc.nat(9)).map(([min, more]) =>
    sample(
      z
        .int()
        .min(min)
        .max(min + more),
      fc.oneof(fc.integer({ min: -6, max: 15 }), fc.constant(1.5)),
    ),
  ),
  fc
    .integer({ min: -5, max: 5 })
    .map((low) => sample(z.number().gt(low), fc.oneof(fc.constant(low), fc.integer({ min: -6, max: 6 })))),
  fc.integer({ min: 1, max: 4 }).map((step) => sample(z.int().multipleOf(step), fc.integer({ min: -9, max: 9 }))),
  fc.constant(sample(z.boolean(), fc.boolean())),
  fc.constant(sample(z.enum(['a', 'b']), fc.constantFrom('a', 'b', 'c'))),
  fc.constant(sample(z.literal([1, 'x', null]), fc.constantFrom(1, 'x', null, 2))),
  fc.constant(sample(z.string().regex(/^[a-c]+$/), fc.stringMatching(/^[a-d]{1,3}$/))),
  fc.constant(sample(z.uuid(), fc.oneof(fc.uuid(), fc.constant('not-a-uuid')))),
  fc.constant(sample(z.uuidv7(), fc.uuid({ version: [4, 7] }))),
  fc.constant(
    sample(
      z.iso.datetime(),
      fc.oneof(
        day.map((d) => d.toISOString()),
        fc.constantFrom('2020-01-01T00:00:00+01:00', '2020-13-01T00:00:00Z', '2020-01-01T00:00Z'),
      ),
    ),
  ),
  fc.constant(
    sample(
      z.iso.datetime({ offset: true, precision: 3 }),
      fc.constantFrom('2020-01-01T00:00:00.000+01:00', '2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00Z'),
    ),
  ),
  fc.constant(
    sample(z.iso.datetime({ precision: 0 }), fc.constantFrom('2020-01-01T00:00:00Z', '2020-01-01T00:00:00.0Z')),
  ),
  fc.constant(
    sample(z.iso.datetime({ local: true }), fc.constantFrom('2020-01-01T00:00:00', '2020-01-01T00:00:00Z', 'x')),
  ),
  fc.constant(
    sample(
      z.iso.date(),
      fc.oneof(
        day.map((d) => d.toISOString().slice(0, 10)),
        fc.constant('2021-02-29'),
      ),
    ),
  ),
  fc.constant(sample(z.iso.time(), fc.constantFrom('10:00', '10:00:01', '10:00:01.5', '25:00', '10:00:00Z'))),
  fc.constant(sample(z.ipv4(), fc.oneof(fc.ipV4(), fc.constant('1.2.3.256')))),
  fc.constant(sample(openEnum(['a', 'b']), fc.constantFrom('a', 'b', 'c', ''))),
  fc.constant(
    sample(
      int64(),
      fc.oneof(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String), fc.constantFrom('-0', '01', '1.0')),
    ),
  ),
  fc.constant(
    sample(decimal({ whole: 2, scale: 1 }), fc.constantFrom('0', '-1.5', '10', '99.9', '100', '1.25', '.5', '01')),
  ),
  fc.constant(sample(z.templateLiteral(['id-', z.int()]), fc.constantFrom('id-5', 'id--7', 'id-', 'id-x', 'xid-5'))),
  fc.constant(
    sample(dateTime(), fc.constantFrom('2020-02-29T00:00:00Z', '2021-02-29T00:00:00Z', '2020-02-29T00:00:00.5Z', 5)),
  ),
  fc.constant(sample(bytes(), fc.constantFrom('', 'AQID', 'AQ==', 'A-_=', '*'))),
  fc.constant(
    sample(
      z.codec(z.string().regex(/^-?\d+$/), z.bigint(), { decode: BigInt, encode: String }),
      fc.constantFrom('0', '-12', '1.5', ''),
    ),
  ),
  fc.constant(
    sample(z.record(z.enum(['a', 'b']), z.int()), fc.constantFrom({ a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2, c: 3 }, {})),
  ),
  fc.constant(
    sample(z.partialRecord(z.enum(['a', 'b']), z.int()), fc.constantFrom({ a: 1 }, {}, { c: 3 }, { a: 'x' })),
  ),
  fc.constant(sample(Tree, tree)),
  fc.constant(sample(z.e164(), fc.constantFrom('+4915112345678', '0151', '+0123456789'))),
)

const { node } = fc.letrec<{ node: Sample }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('node'), fc.nat(2))
      .map(([item, min]) => sample(z.array(item.schema).min(min).max(3), fc.array(item.value, { maxLength: 4 }))),
    fc
      .tuple(tie('node'), tie('node'))
      .map(([a, b]) => sample(z.tuple([a.schema, b.schema]), fc.oneof(fc.tuple(a.value, b.value), fc.tuple(a.value)))),
    fc
      .tuple(tie('node'), tie('node'))
      .map(([a, b]) => sample(z.union([a.schema, b.schema]), fc.oneof(a.value, b.value))),
    fc
      .tuple(tie('node'), tie('node'), fc.boolean())
      .map(([a, b, short]) =>
        sample(
          z.tuple([a.schema, short ? b.schema.optional() : b.schema]).rest(z.int()),
          fc.oneof(fc.tuple(a.value), fc.tuple(a.value, b.value), fc.tuple(a.value, b.value, fc.integer(), anything)),
        ),
      ),
    fc
      .tuple(tie('node'), tie('node'))
      .map(([a, b]) =>
        sample(
          z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('a'), a: a.schema }),
            z.strictObject({ kind: z.literal('b'), b: b.schema.optional() }),
          ]),
          fc.record(
            { kind: fc.constantFrom('a', 'b', 'c'), a: a.value, b: b.value },
            { requiredKeys: [], noNullPrototype: true },
          ),
        ),
      ),
    fc
      .tuple(tie('node'), tie('node'))
      .map(([a, b]) =>
        sample(
          z.intersection(z.object({ a: a.schema }), z.object({ b: b.schema.nullable() })),
          fc.record({ a: a.value, b: fc.option(b.value) }, { requiredKeys: [], noNullPrototype: true }),
        ),
      ),
    tie('node').map((inner) =>
      sample(
        z.object({ a: z.int().default(5), 'b/~c': z.string().prefault('x') }).catchall(inner.schema),
        fc.record(
          { a: fc.integer(), 'b/~c': fc.string(), d: inner.value },
          { requiredKeys: [], noNullPrototype: true },
        ),
      ),
    ),
    tie('node').map((inner) => sample(inner.schema.nullable(), fc.option(inner.value))),
    tie('node').map((inner) =>
      sample(
        z.record(z.string().max(2), inner.schema),
        fc.dictionary(fc.string({ maxLength: 3 }), inner.value, { maxKeys: 3, noNullPrototype: true }),
      ),
    ),
    fc.record({ a: tie('node'), b: tie('node'), c: tie('node'), strict: fc.boolean() }).map(objectSample),
  ),
}))

function objectSample({ a, b, c, strict }: { a: Sample; b: Sample; c: Sample; strict: boolean }): Sample {
  const shape = { a: a.schema, b: b.schema.optional(), c: c.schema.nullish() }
  const value = fc.record(
    { a: a.value, b: b.value, c: c.value, d: anything },
    { requiredKeys: [], noNullPrototype: true },
  )
  return sample(strict ? z.strictObject(shape) : z.object(shape), value)
}

/** One for all: a new one costs more than the schemas do. */
const ajv = formats.default(
  new Ajv2020({ strict: true, strictTypes: false, strictTuples: false, strictRequired: false }),
)
for (const keyword of ['x-extensible-enum', 'x-codec']) ajv.addKeyword(keyword)

function compile(schema: z.ZodType) {
  const contract = httpContract({
    id: 'acme.test/api',
    operations: { get: { method: 'GET', path: '/', responses: { 200: schema } } },
  })
  const { document, diagnostics } = toDocument(contract)
  expect(diagnostics).toEqual([])
  return ajv.compile({ ...(document?.slots[0]?.schema as object), $defs: document?.$defs })
}

test('a value is valid under Zod if and only if it is valid under the document', { timeout: 30_000 }, () => {
  let valid = 0
  let invalid = 0
  fc.assert(
    fc.property(
      node.chain(({ schema, value }) => fc.tuple(fc.constant(schema), fc.array(value, { minLength: 4, maxLength: 8 }))),
      ([schema, values]) => {
        const validate = compile(schema)
        for (const value of values) {
          const expected = schema.safeParse(value).success
          if (expected) valid++
          else invalid++
          expect({ value, valid: validate(value) }).toEqual({ value, valid: expected })
        }
      },
    ),
    { numRuns: 150 },
  )
  expect(Math.min(valid, invalid)).toBeGreaterThan(50)
})
