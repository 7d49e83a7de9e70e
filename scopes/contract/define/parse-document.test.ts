import { describe, expect, test } from 'vitest'
import { parseDocument, toDocument } from './index.ts'
import { ordersApi } from './orders-api.fixture.ts'

const document = JSON.stringify(toDocument(ordersApi).document)

/** The text of a document with the value at a pointer replaced, or removed where `undefined`. */
function changed(pointer: string, value: unknown): string {
  const path = pointer.split('/').slice(1)
  const draft = JSON.parse(document) as Record<string, unknown>
  let at = draft
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>
  at[path.at(-1) as string] = value
  return JSON.stringify(draft)
}

describe('what is no document is refused, with the place', () => {
  test.each<[string, unknown, string, RegExp]>([
    ['/formatVersion', 2, '/formatVersion', /newer than this Tessera/],
    ['/formatVersion', undefined, '', /has no "formatVersion"/],
    ['/id', 5, '/id', /must be a string, is 5/],
    ['/pattern', 'soap', '/pattern', /must be "http" or/],
    ['/line', 0, '/line', /whole number from 1/],
    ['/slots', {}, '/slots', /must be a list, is an object/],
    ['/slots/0/schema', 'x', '/slots/0/schema', /must be a schema/],
    ['/slots/0/sentBy', 'nobody', '/slots/0/sentBy', /must be "provider"/],
    ['/slots/1/at', 'createOrder/request/headers', '/slots/1/at', /there twice/],
    ['/slotz', [], '/slotz', /did you mean "slots"/],
    ['/operations', undefined, '', /no "operations"/],
    ['/operations/getOrder/method', 'FETCH', '/operations/getOrder/method', /must be "GET"/],
    ['/operations/getOrder/request/body', 'x', '/operations/getOrder/request/body', /not there/],
    ['/operations/getOrder/responses/200/body', 'x', '/operations/getOrder/responses/200/body', /not there/],
    ['/exports', ['Nope'], '/exports/0', /not in \$defs/],
    ['/$defs/Item', { $ref: '#/$defs/Gone' }, '/$defs/Item/$ref', /leads nowhere/],
    [
      '/$defs/Item',
      { properties: { default: { $ref: '#/$defs/Gone' } } },
      '/$defs/Item/properties/default/$ref',
      /nowhere/,
    ],
    ['/$defs/Item', { items: { $ref: 'https://x.test' } }, '/$defs/Item/items/$ref', /leads nowhere/],
  ])('%s = %j', (pointer, value, place, message) => {
    const error = { code: 'INVALID_CONTRACT_DOCUMENT', location: { file: 'contract.json', pointer: place } }
    expect(() => parseDocument(changed(pointer, value), 'contract.json')).toThrow(expect.objectContaining(error))
    expect(() => parseDocument(changed(pointer, value), 'contract.json')).toThrow(message)
  })
})

test('what is no JSON, or no object, is refused', () => {
  expect(() => parseDocument('{', 'contract.json')).toThrow(/contract\.json: not JSON/)
  expect(() => parseDocument('[]', 'contract.json')).toThrow(/must be an object, is a list/)
})

test('examples and defaults may say $ref', () => {
  const text = changed('/$defs/Item', { examples: [{ $ref: 'x' }], default: { $ref: 'y' } })
  expect(parseDocument(text, 'contract.json').$defs['Item']).toHaveProperty('default')
})
