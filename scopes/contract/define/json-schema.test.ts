import { expect, test } from 'vitest'
import { z } from 'zod'
import { httpContract, jsonSchema, schemas, toDocument, type JsonSchema } from './index.ts'

function converted(shared: Record<string, z.ZodType>): Readonly<Record<string, JsonSchema>> | undefined {
  const { document, diagnostics } = toDocument(schemas({ id: 'acme.shared/things', schemas: shared }))
  expect(diagnostics).toEqual([])
  return document?.$defs
}

test('stands in the document exactly as it was written', () => {
  const source = { anyOf: [{ type: 'string' }, { type: 'null' }], if: { const: 'a' }, else: false, 'x-note': [1] }
  expect(converted({ Odd: jsonSchema(source), All: jsonSchema(true), None: jsonSchema(false) })).toEqual({
    Odd: source,
    All: true,
    None: false,
  })
})

test('takes Zod schemas where $refs would stand, itself included', () => {
  const Money = z.object({ amount: z.int() }).meta({ id: 'Money' })
  const Tree: z.ZodType = jsonSchema({
    properties: { total: Money, fee: Money.describe('Ours.'), note: z.string().max(9) },
    patternProperties: { '^x-': z.lazy(() => Tree) },
    not: { required: ['total', 'note'] },
  })
  expect(converted({ Tree })).toEqual({
    Money: { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] },
    Tree: {
      properties: {
        total: { $ref: '#/$defs/Money' },
        fee: { $ref: '#/$defs/Money', description: 'Ours.' },
        note: { type: 'string', maxLength: 9 },
      },
      patternProperties: { '^x-': { $ref: '#/$defs/Tree' } },
      not: { required: ['total', 'note'] },
    },
  })
})

test('can be named, described, optional, nullable, defaulted and closed like any other', () => {
  const Odd = jsonSchema({ not: { const: 0 } }).meta({ id: 'Odd', description: 'Anything but 0' })
  const Holder = z.object({
    one: Odd.describe('one of them'),
    two: Odd.optional(),
    three: jsonSchema({ minLength: 1 }).nullable().default(null),
    four: jsonSchema(false).describe('never'),
  })
  expect(converted({ Holder })).toEqual({
    Holder: {
      type: 'object',
      properties: {
        one: { $ref: '#/$defs/Odd', description: 'one of them' },
        two: { $ref: '#/$defs/Odd' },
        three: { anyOf: [{ minLength: 1 }, { type: 'null' }], default: null },
        four: { description: 'never', not: {} },
      },
      required: ['one', 'four'],
    },
    Odd: { not: { const: 0 }, description: 'Anything but 0' },
  })
})

test('another name of a named one, described again, is a reference and says nothing twice', () => {
  const List = jsonSchema({ type: 'array' }).meta({ id: 'List' })
  const Alias = List.meta({ id: 'Alias' })
  expect(converted({ Holder: z.object({ all: Alias.describe('all of them') }) })).toEqual({
    Holder: {
      type: 'object',
      properties: { all: { $ref: '#/$defs/Alias', description: 'all of them' } },
      required: ['all'],
    },
    Alias: { $ref: '#/$defs/List' },
    List: { type: 'array' },
  })
})

test('what Zod inside it loses is reported where it stands', () => {
  const Late = jsonSchema({ properties: { at: z.date() } })
  const { diagnostics } = toDocument(schemas({ id: 'acme.shared/things', schemas: { Late } }))
  expect(diagnostics).toMatchObject([{ code: 'UNREPRESENTABLE', location: { pointer: '/$defs/Late/properties/at' } }])
})

test('a $ref in it leads nowhere: the Zod schema belongs there', () => {
  const Lost = jsonSchema({ allOf: [{ $ref: '#/$defs/Money' }], enum: [{ $ref: 'a value' }] })
  const { diagnostics } = toDocument(schemas({ id: 'acme.shared/things', schemas: { Lost } }))
  expect(diagnostics).toMatchObject([
    { severity: 'error', code: 'UNREPRESENTABLE', message: '"$ref": "#/$defs/Money" leads nowhere in jsonSchema()' },
  ])
})

test('names of properties are data', () => {
  const source = JSON.parse(
    '{"properties":{"__proto__":{"type":"string"},"enum":{"type":"null"},"$ref":{"type":"null"}}}',
  ) as object
  const contract = httpContract({
    id: 'acme.orders/orders-api',
    operations: { get: { method: 'GET', path: '/', responses: { 200: jsonSchema({ ...source }) } } },
  })
  expect(toDocument(contract).document?.slots[0]?.schema).toEqual(source)
  const inside = toDocument(schemas({ id: 'a.b/c', schemas: { X: jsonSchema({ properties: { enum: z.int() } }) } }))
  expect(inside.document?.$defs['X']).toEqual({ properties: { enum: { type: 'integer' } } })
  expect(({} as Record<string, unknown>)['type']).toBeUndefined()
})
