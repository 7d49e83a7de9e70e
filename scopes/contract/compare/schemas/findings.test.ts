import { expect, test } from 'vitest'
import { compareSchemas } from './compare-schemas.ts'

const text = { type: 'string' }
const line = { type: 'object', properties: { sku: text, count: { type: 'integer' } }, required: ['sku'] }

const old = {
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 8 },
    count: { type: 'integer', minimum: 1, maximum: 100 },
    status: { enum: ['new', 'paid', 'gone'] },
    lines: { type: 'array', items: { $ref: '#/$defs/Line' }, minItems: 1 },
    pay: {
      oneOf: [
        { type: 'object', properties: { by: { const: 'card' }, pan: text }, required: ['by'] },
        { type: 'object', properties: { by: { const: 'cash' } }, required: ['by'] },
      ],
    },
    note: text,
  },
  required: ['id', 'count'],
  $defs: { Line: line },
}

const now = {
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 8 },
    count: { type: 'integer', minimum: 1, maximum: 50 },
    status: { enum: ['new', 'paid', 'sent'] },
    lines: { type: 'array', items: { $ref: '#/$defs/Line' } },
    pay: {
      oneOf: [
        { type: 'object', properties: { by: { const: 'cash' } }, required: ['by'] },
        { type: 'object', properties: { by: { const: 'card' }, pan: { ...text, minLength: 12 } }, required: ['by'] },
        { type: 'object', properties: { by: { const: 'wire' } }, required: ['by'] },
      ],
    },
    extra: text,
  },
  required: ['id', 'status'],
  $defs: { Line: { ...line, required: ['sku', 'count'] } },
}

const listed = (...schemas: Parameters<typeof compareSchemas>) =>
  compareSchemas(...schemas).findings.map(({ severity, rule, oldPointer, pointer, message, witness }) =>
    [severity, rule, oldPointer === pointer ? pointer : `${oldPointer} → ${pointer}`, message, JSON.stringify(witness)]
      .filter((part) => part !== undefined)
      .join(' | '),
  )

test('each change is named where it is, with a whole value that it breaks', () => {
  expect(listed(old, now)).toMatchInlineSnapshot(`
    [
      "breaking | maximum-lowered | /properties/count/maximum | maximum was 100, now it is 50 | {"count":51,"id":"a"}",
      "breaking | enum-value-removed | /properties/status/enum | "gone" was removed | {"status":"gone","count":1,"id":"a"}",
      "breaking | required-added | /$defs/Line/required | "count" became required | {"lines":[{"sku":"a"}],"count":1,"id":"a"}",
      "breaking | min-length-raised | /properties/pay/oneOf/0/properties/pan/minLength → /properties/pay/oneOf/1/properties/pan/minLength | minLength was none, now it is 12 | {"pay":{"pan":"a","by":"card"},"count":1,"id":"a"}",
      "breaking | required-added | /required | "status" became required | {"count":1,"id":"a"}",
      "info | enum-value-added | /properties/status/enum | "sent" was added",
      "info | min-items-lowered | /properties/lines/minItems | minItems was 1, now it is none",
      "info | one-of-branch-added | /properties/pay/oneOf/2 | alternative 2 was added",
      "info | property-added-optional | /properties/extra | optional property "extra" was added",
      "info | property-removed | /properties/note | property "note" was removed",
      "info | required-removed | /required | "count" is no longer required",
    ]
  `)
})

test('the other way round the same places are named', () => {
  const places = (findings: ReturnType<typeof compareSchemas>['findings']) =>
    findings.map(({ pointer, oldPointer }) => [pointer, oldPointer].join(' ')).toSorted()
  const turned = compareSchemas(now, old).findings.map((finding) => ({
    ...finding,
    pointer: finding.oldPointer,
    oldPointer: finding.pointer,
  }))
  expect(places(turned)).toEqual(places(compareSchemas(old, now).findings))
})

test('what is compatible as a whole has only remarks, wherever a constraint went', () => {
  const moved = { allOf: [{ properties: { id: { maxLength: 3 } } }], type: 'object', properties: { id: text } }
  expect(listed(moved, { type: 'object', properties: { id: { ...text, maxLength: 3 } } })).toMatchInlineSnapshot(`
    [
      "info | max-length-lowered | /properties/id/maxLength | maxLength was none, now it is 3",
      "info | all-of-changed | /allOf | what has to hold together changed",
    ]
  `)
})

test('what no place explains by itself is said of the whole', () => {
  expect(listed({ enum: [1, 'a'] }, { oneOf: [{ type: 'integer' }, { enum: [1, 'a'] }] })).toMatchInlineSnapshot(`
    [
      "breaking | one-of-changed | /oneOf | the alternatives changed | 1",
      "info | enum-removed | /enum | values are no longer limited to a list",
    ]
  `)
})

test('what cannot be decided names the keyword', () => {
  expect(listed({ type: 'string', pattern: '^abx$' }, { type: 'string', pattern: '^a(?!bc)bx$' }))
    .toMatchInlineSnapshot(`
    [
      "risky | string-pattern-changed | /pattern | pattern was "^abx$", now it is "^a(?!bc)bx$"; pattern keeps it from being decided whether that breaks anything",
    ]
  `)
})

test('equal schemas have no findings', () => {
  expect(compareSchemas(old, structuredClone(old))).toEqual({ level: 'compatible', findings: [] })
})
