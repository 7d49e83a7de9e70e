import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { expect, test } from 'vitest'
import { generateParts } from './index.ts'

async function typesOf($defs: ContractDocument['$defs']): Promise<string> {
  const document: ContractDocument = {
    formatVersion: 1,
    id: 'acme.test/samples',
    pattern: 'schemas',
    line: 1,
    slots: [],
    exports: Object.keys($defs),
    $defs,
  }
  const [types] = await generateParts(document)
  return types?.files['index.ts']?.replace(/^\/\/.*\n/, '') ?? ''
}

test.each<[string, JsonSchema, string]>([
  [
    'a tuple',
    { prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 2, items: false },
    'readonly [string, number]',
  ],
  [
    'a tuple with a rest',
    { type: 'array', prefixItems: [{ type: 'string' }], minItems: 1, items: { type: 'null' } },
    'readonly [string, ...null[]]',
  ],
  ['a tuple that may be short', { prefixItems: [{ type: 'string' }], items: false }, 'readonly [] | readonly [string]'],
  [
    'a list of lists',
    { type: 'array', items: { type: 'array', items: { enum: ['[', ']'] } } },
    "readonly (readonly ('[' | ']')[])[]",
  ],
  ['a list that must be empty', { type: 'array', items: false }, 'readonly never[]'],
  [
    'many types',
    { type: ['string', 'array', 'null'], items: { type: 'integer' } },
    'string | readonly number[] | null',
  ],
  ['a union of which one branch says nothing', { type: 'string', anyOf: [{ minLength: 3 }, { const: 'a' }] }, 'string'],
  ['patterns in conjunction', { type: 'string', allOf: [{ pattern: 'a' }, { pattern: 'b' }] }, 'string'],
  [
    'a long list of bounded length',
    { type: 'array', items: { type: 'string' }, minItems: 3, maxItems: 20 },
    'readonly string[]',
  ],
  ['an anchor', { $anchor: 'here', type: 'string' }, 'string'],
  ['a list of draft-7', { items: [{ type: 'string' }], additionalItems: false, minItems: 1 }, 'readonly [string]'],
  ['anything', true, 'unknown'],
  ['nothing', false, 'never'],
  ['a constant', { const: { a: [1, null] } }, '{ a: [1, null] }'],
])('%s', async (_name, schema, expected) => {
  const text = await typesOf({ Sample: schema })
  expect(text.replaceAll(/\/\*\*[^]*?\*\//g, '').trim()).toBe(`export type Sample = ${expected}`)
})

test('what a type cannot say is told beside it', async () => {
  const text = await typesOf({
    Sample: {
      description: 'Ends a comment: */',
      type: 'object',
      properties: {
        tags: { type: 'array', items: { type: 'string', pattern: '^\\w+$' }, uniqueItems: true, maxItems: 3 },
        even: { type: 'integer', multipleOf: 2, not: { const: 4 }, deprecated: true, description: 'Old.' },
      },
      dependentRequired: { tags: ['even'] },
    },
  })
  await expect(text).toMatchInlineSnapshot(`
    "/**
     * Ends a comment: *\\/
     *
     * dependentRequired \`{"tags":["even"]}\`
     */
    export interface Sample {
      /** maxItems \`3\`, uniqueItems \`true\`, items: pattern \`^\\w+$\` */
      readonly tags?: readonly string[] | undefined
      /**
       * @deprecated
       * Old.
       *
       * integer, multipleOf \`2\`, not \`{"const":4}\`
       */
      readonly even?: number | undefined
    }
    "
  `)
})

test('an object with properties is closed, one without is open, and an index signature fits its properties', async () => {
  const text = await typesOf({
    Closed: { type: 'object', properties: { a: { type: 'string' } } },
    Empty: { type: 'object', properties: {} },
    Free: { type: 'object' },
    Loose: { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'number' } },
    Patterned: { type: 'object', patternProperties: { '^x-': { type: 'boolean' } }, additionalProperties: false },
  })
  await expect(text).toMatchInlineSnapshot(`
    "export interface Closed {
      readonly a?: string | undefined
    }

    export interface Empty {}

    export interface Free {
      readonly [k: string]: unknown
    }

    export interface Loose {
      readonly a?: string | undefined
      readonly [k: string]: number | string | undefined
    }

    export interface Patterned {
      readonly [k: string]: boolean
    }
    "
  `)
})

test('what is joined has no index signature, and what is shared is declared once', async () => {
  const text = await typesOf({
    Id: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
    Pair: {
      allOf: [
        { $ref: '#/$defs/Id' },
        { type: 'object', properties: { a: { $ref: '#/$defs/Id' }, b: { $ref: '#/$defs/Id' } } },
      ],
      unevaluatedProperties: false,
    },
  })
  await expect(text).toMatchInlineSnapshot(`
    "export interface Id {
      readonly id: string
    }

    /** unevaluatedProperties \`false\` */
    export type Pair = Id & {
      readonly a?: Id | undefined
      readonly b?: Id | undefined
    }
    "
  `)
})

test('names become identifiers, and none is taken twice', async () => {
  const string = { type: 'string' }
  const text = await typesOf({
    'order-item': string,
    OrderItem: string,
    été: string,
    '2nd': string,
    Split: { type: 'object', properties: { a: { default: 1 } } },
    SplitW: string,
    Handlers: string,
    '😀': string,
  })
  const names = [...text.matchAll(/export (?:type|interface) (\w+)/g)].map((match) => match[1])
  expect(names).toEqual([
    'OrderItem',
    'OrderItem2',
    'Ete',
    'Schema2Nd',
    'SplitW',
    'SplitR',
    'SplitW2',
    'Handlers2',
    'Schema',
  ])
})

test('an open enum is closed to who writes it; who reads it has to handle members to come', async () => {
  const text = await typesOf({
    Status: { type: 'string', 'x-extensible-enum': ['open', 'paid'], description: 'Where it stands.' },
    Order: {
      type: 'object',
      properties: {
        status: { $ref: '#/$defs/Status' },
        by: { anyOf: [{ 'x-extensible-enum': ['card'] }, { type: 'null' }] },
      },
      required: ['status'],
    },
    Plain: { type: 'object', properties: { kind: { enum: ['a'] } } },
  })
  await expect(text).toMatchInlineSnapshot(`
    "/** A member of an open enum that the contract did not know when this was generated. */
    export type Unknown = string & { readonly unknown__?: never }

    /**
     * Where it stands.
     *
     * open: a reader may be handed further members
     *
     * What a writer supplies: only members that the contract names.
     */
    export type StatusW = 'open' | 'paid'

    /**
     * Where it stands.
     *
     * open: a reader may be handed further members
     *
     * What a reader is handed: open enums may have further members.
     */
    export type StatusR = ('open' | 'paid') | Unknown

    /** What a writer supplies: only members that the contract names. */
    export interface OrderW {
      readonly status: StatusW
      readonly by?: ('card' | null) | undefined
    }

    /** What a reader is handed: open enums may have further members. */
    export interface OrderR {
      readonly status: StatusR
      readonly by?: ('card' | Unknown) | null
    }

    export interface Plain {
      readonly kind?: 'a' | undefined
    }
    "
  `)
})
