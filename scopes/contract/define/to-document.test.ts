import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { formatDocument, httpContract, isContract, parseDocument, schemas, toDocument } from './index.ts'
import { Currency, Money, money, ordersApi } from './orders-api.fixture.ts'

function documentOf(contract: Parameters<typeof toDocument>[0]) {
  const { document, diagnostics } = toDocument(contract)
  expect(diagnostics).toEqual([])
  if (document === undefined) throw new Error('no document')
  return document
}

const answering = (schema: z.ZodType) =>
  httpContract({
    id: 'acme.test/api',
    operations: { get: { method: 'GET', path: '/', responses: { 200: schema } } },
  })

const schemaOf = (schema: z.ZodType) => documentOf(answering(schema)).slots[0]?.schema

test('a realistic contract', async () => {
  await expect(formatDocument(documentOf(ordersApi))).toMatchFileSnapshot('orders-api.document.snap')
})

test('shared schemas are a contract without a pattern', () => {
  expect(documentOf(money)).toMatchInlineSnapshot(`
    {
      "$defs": {
        "Currency": {
          "description": "ISO 4217",
          "enum": [
            "EUR",
            "USD",
            "GBP",
          ],
          "type": "string",
        },
        "Money": {
          "properties": {
            "amount": {
              "description": "In minor units",
              "minimum": 0,
              "type": "integer",
            },
            "currency": {
              "$ref": "#/$defs/Currency",
              "default": "EUR",
            },
          },
          "required": [
            "amount",
          ],
          "type": "object",
        },
      },
      "exports": [
        "Currency",
        "Money",
      ],
      "formatVersion": 1,
      "id": "acme.shared/money",
      "line": 1,
      "pattern": "schemas",
      "slots": [],
      "summary": "Amounts of money",
    }
  `)
})

test('documents read back are what was written', () => {
  for (const contract of [ordersApi, money]) {
    const document = documentOf(contract)
    const text = formatDocument(document)
    expect(parseDocument(text, 'contract.json')).toEqual(document)
    expect(formatDocument(parseDocument(text, 'contract.json'))).toBe(text)
  }
})

test('contracts are known by their mark', () => {
  expect(isContract(ordersApi)).toBe(true)
  expect(isContract(money)).toBe(true)
  expect(isContract({ ...ordersApi })).toBe(false)
  expect(isContract(undefined)).toBe(false)
})

test('every schema compiles under a strict ajv', () => {
  const { slots, $defs } = documentOf(ordersApi)
  const ajv = new Ajv2020({ strict: true, strictRequired: false, validateFormats: false, allowUnionTypes: true })
  ajv.addKeyword('x-origin')
  for (const { schema } of slots) expect(() => ajv.compile({ ...(schema as object), $defs })).not.toThrow()
})

describe('shared schemas', () => {
  test('carry their origin where they are used, wrapped or not', () => {
    const { $defs } = documentOf(
      answering(z.object({ a: Money.optional(), b: z.array(Money), c: Currency.nullable() })),
    )
    expect($defs).toMatchObject({
      Money: { 'x-origin': 'acme.shared/money/contract#Money' },
      Currency: { 'x-origin': 'acme.shared/money/contract#Currency' },
    })
  })

  test('keep their origin under a description of their own', () => {
    expect(schemaOf(z.object({ a: Money.describe('What it costs') }))).toMatchObject({
      properties: { a: { $ref: '#/$defs/Money', description: 'What it costs' } },
    })
  })

  test('lose it when they are extended: that is another schema', () => {
    expect(documentOf(answering(Money.extend({ vat: z.int() }))).$defs).not.toHaveProperty('Money')
  })
})

test('equal contracts give equal bytes, however they were written down', () => {
  const one = z.object({ a: z.string().min(1).max(5).meta({ title: 'A', description: 'a' }) })
  const other = z.object({ a: z.string().max(5).min(1).meta({ description: 'a', title: 'A' }) })
  const B = z.string().meta({ id: 'B' })
  const C = z.int().meta({ id: 'C' })
  const text = (first: z.ZodType, second: z.ZodType, statuses: number[]) =>
    formatDocument(
      documentOf(
        httpContract({
          id: 'acme.test/api',
          operations: {
            get: {
              method: 'GET',
              path: '/',
              responses: Object.fromEntries(statuses.map((status) => [status, z.tuple([first, second])])),
            },
          },
        }),
      ),
    )
  expect(text(one, B, [200, 404])).toBe(text(other, B, [404, 200]))
  expect(Object.keys(documentOf(answering(z.union([C, B]))).$defs)).toEqual(['B', 'C'])
})

test('what Zod adds of its own is left out, what the author said stays', () => {
  const schema = z.object({
    int: z.int(),
    bounded: z.int().min(1),
    int32: z.int32(),
    email: z.email(),
    work: z.email().regex(/@acme\.org$/),
    ownEmail: z.email({ pattern: /^.+@.+$/ }),
    uuid: z.uuid(),
    uuid7: z.uuidv7(),
    utc: z.iso.datetime(),
    offset: z.iso.datetime({ offset: true }),
    millis: z.iso.datetime({ precision: 3 }),
    date: z.iso.date(),
    ipv4: z.ipv4(),
    url: z.url(),
    code: z
      .string()
      .regex(/^[A-Z]+$/)
      .min(2),
    prefixed: z.string().startsWith('a').endsWith('z'),
    map: z.record(z.string(), z.int()),
    nullable: z.string().nullable(),
    loose: z.looseObject({ a: z.string() }),
    strict: z.strictObject({ a: z.string() }),
  })
  expect((schemaOf(schema) as { properties: unknown }).properties).toMatchInlineSnapshot(`
    {
      "bounded": {
        "minimum": 1,
        "type": "integer",
      },
      "code": {
        "minLength": 2,
        "pattern": "^[A-Z]+$",
        "type": "string",
      },
      "date": {
        "format": "date",
        "type": "string",
      },
      "email": {
        "format": "email",
        "type": "string",
      },
      "int": {
        "type": "integer",
      },
      "int32": {
        "maximum": 2147483647,
        "minimum": -2147483648,
        "type": "integer",
      },
      "ipv4": {
        "format": "ipv4",
        "type": "string",
      },
      "loose": {
        "additionalProperties": {},
        "properties": {
          "a": {
            "type": "string",
          },
        },
        "required": [
          "a",
        ],
        "type": "object",
      },
      "map": {
        "additionalProperties": {
          "type": "integer",
        },
        "type": "object",
      },
      "millis": {
        "format": "date-time",
        "pattern": "\\.\\d{3}Z$",
        "type": "string",
      },
      "nullable": {
        "type": [
          "string",
          "null",
        ],
      },
      "offset": {
        "format": "date-time",
        "type": "string",
      },
      "ownEmail": {
        "format": "email",
        "pattern": "^.+@.+$",
        "type": "string",
      },
      "prefixed": {
        "allOf": [
          {
            "pattern": "^a.*",
          },
          {
            "pattern": ".*z$",
          },
        ],
        "type": "string",
      },
      "strict": {
        "additionalProperties": false,
        "properties": {
          "a": {
            "type": "string",
          },
        },
        "required": [
          "a",
        ],
        "type": "object",
      },
      "url": {
        "format": "uri",
        "type": "string",
      },
      "utc": {
        "format": "date-time",
        "pattern": "Z$",
        "type": "string",
      },
      "uuid": {
        "format": "uuid",
        "type": "string",
      },
      "uuid7": {
        "format": "uuid",
        "pattern": "^.{14}7",
        "type": "string",
      },
      "work": {
        "format": "email",
        "pattern": "@acme\\.org$",
        "type": "string",
      },
    }
  `)
})

test('a strict object closes its slot', () => {
  const slots = documentOf(answering(z.strictObject({ a: z.string() }))).slots
  expect(slots[0]).toMatchObject({ strict: true, schema: { additionalProperties: false } })
  expect(documentOf(answering(z.object({ a: z.string() }))).slots[0]).not.toHaveProperty('strict')
})

test('names within a contract without a pattern are its exports', () => {
  const Inner = z.object({ a: z.string() }).meta({ id: 'Inner' })
  const document = documentOf(schemas({ id: 'acme.shared/x', schemas: { Outer: z.object({ inner: Inner }) } }))
  expect(document.exports).toEqual(['Outer'])
  expect(Object.keys(document.$defs)).toEqual(['Inner', 'Outer'])
})

test('a named schema that is described again is a reference and the description, whatever it is', () => {
  const named = [
    z.string().regex(/a/).regex(/b/),
    z.email(),
    z.literal(0.5),
    z.intersection(z.record(z.string(), z.int()), z.looseObject({})),
  ]
  for (const [index, one] of named.entries()) {
    const Named = one.meta({ id: 'Named' })
    const document = documentOf(
      schemas({ id: `acme.shared/x${index}`, schemas: { List: z.array(Named.describe('Again')) } }),
    )
    expect(document.$defs['List']).toEqual({ type: 'array', items: { $ref: '#/$defs/Named', description: 'Again' } })
  }
})

test('a document says nothing of dates, places or Zod', () => {
  expect(formatDocument(documentOf(ordersApi))).not.toMatch(/\$schema|~standard|\.ts|9007199254740991/)
})
