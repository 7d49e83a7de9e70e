import { expect, test } from 'vitest'
import { fromSchemaFiles } from './index.ts'

const folder = (files: Readonly<Record<string, unknown>>) =>
  fromSchemaFiles(Object.keys(files), {
    id: 'acme.shared/things',
    read: (path) => JSON.stringify(files[path]),
  })

test('each file is shared, and refs between files are joined', () => {
  const { document, diagnostics } = folder({
    'order-line.schema.json': {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { price: { $ref: 'money.schema.json' }, unit: { $ref: './money.schema.json#/definitions/Unit' } },
      required: ['price'],
    },
    'money.schema.json': {
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'https://acme.example/schemas/money.schema.json',
      title: 'Money',
      type: 'object',
      definitions: { Unit: { enum: ['EUR', 'USD'] } },
      properties: {
        amount: { type: 'integer', minimum: 0 },
        unit: { $ref: '#/definitions/Unit' },
        pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }], additionalItems: false },
      },
      dependencies: { unit: ['amount'] },
    },
  })
  expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
  expect(document).toMatchObject({ id: 'acme.shared/things', pattern: 'schemas', exports: ['Money', 'OrderLine'] })
  expect(document.$defs).toMatchInlineSnapshot(`
    {
      "Money": {
        "dependentRequired": {
          "unit": [
            "amount",
          ],
        },
        "properties": {
          "amount": {
            "minimum": 0,
            "type": "integer",
          },
          "pair": {
            "items": false,
            "maxItems": 2,
            "prefixItems": [
              {
                "type": "string",
              },
              {
                "type": "integer",
              },
            ],
            "type": "array",
          },
          "unit": {
            "$ref": "#/$defs/Unit",
          },
        },
        "title": "Money",
        "type": "object",
      },
      "OrderLine": {
        "properties": {
          "price": {
            "$ref": "#/$defs/Money",
          },
          "unit": {
            "$ref": "#/$defs/Unit",
          },
        },
        "required": [
          "price",
        ],
        "type": "object",
      },
      "Unit": {
        "enum": [
          "EUR",
          "USD",
        ],
        "type": "string",
      },
    }
  `)
})

test('files may call each other by $id, whatever their order', () => {
  const { document, diagnostics } = folder({
    'a-order.schema.json': {
      $id: 'https://acme.example/schemas/order',
      properties: { total: { $ref: 'https://acme.example/schemas/money' }, fee: { $ref: 'money#/$defs/Fee' } },
    },
    'money.schema.json': {
      $id: 'https://acme.example/schemas/money',
      type: 'integer',
      $defs: { Fee: { type: 'integer', minimum: 1 } },
    },
  })
  expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
  expect(document.$defs).toMatchObject({
    AOrder: { properties: { total: { $ref: '#/$defs/Money' }, fee: { $ref: '#/$defs/Fee' } } },
    Money: { type: 'integer' },
    Fee: { minimum: 1 },
  })
})

test('a file that a $ref names and the folder does not have', () => {
  const missing = () =>
    fromSchemaFiles(['a.schema.json'], {
      id: 'acme.shared/things',
      read: (path) => {
        if (path === 'a.schema.json') return '{ "items": { "$ref": "b.schema.json" } }'
        throw new Error('no such file')
      },
    })
  expect(missing).toThrow(expect.objectContaining({ code: 'REF_NOT_FOUND' }))
  const remote = () => folder({ 'a.schema.json': { $ref: 'https://elsewhere.example/b.json' } })
  expect(remote).toThrow(expect.objectContaining({ code: 'REMOTE_REF' }))
})
