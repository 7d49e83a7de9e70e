import type { ContractDocument, JsonSchema, ParameterStyle } from '@tessera/contract.define/document'
import { expect, test } from 'vitest'
import { generateParts } from './index.ts'

const list: JsonSchema = { type: 'array', items: { type: 'string' } }
const range: JsonSchema = { type: 'object', properties: { from: { type: 'string' } } }
const text: JsonSchema = { type: 'string' }

interface Said {
  readonly key?: string
  readonly schema?: JsonSchema
  readonly style?: ParameterStyle
  readonly mediaType?: string
  readonly body?: JsonSchema
}

function contract({ key = 'query/q', schema = text, style, mediaType, body = text }: Said): ContractDocument {
  const [part = '', name = ''] = key.split('/')
  return {
    formatVersion: 1,
    id: 'acme.tea/tea-api',
    pattern: 'http',
    line: 1,
    operations: {
      find: {
        method: 'POST',
        path: part === 'params' ? `/teas/{${name}}` : '/teas',
        idempotent: false,
        request: { [part]: 'find/request/parameters', body: 'find/request/body' },
        ...(style === undefined ? {} : { styles: { [key]: style } }),
        responses: {},
      },
    },
    slots: [
      {
        at: 'find/request/parameters',
        sentBy: 'consumer',
        schema: { type: 'object', properties: { [name]: schema }, required: [name] },
      },
      { at: 'find/request/body', sentBy: 'consumer', schema: body, ...(mediaType === undefined ? {} : { mediaType }) },
    ],
    exports: [],
    $defs: {},
  }
}

test.each<[string, Said]>([
  ['deepObject', { schema: range, style: { style: 'deepObject' } }],
  ['an object as form', { schema: range, style: { style: 'form', explode: false } }],
  ['label', { key: 'params/q', style: { style: 'label' } }],
  ['matrix', { key: 'params/q', style: { style: 'matrix' } }],
  ['pipes, exploded', { schema: list, style: { style: 'pipeDelimited', explode: true } }],
  ['multipart', { mediaType: 'multipart/form-data', body: range }],
  ['a form', { mediaType: 'application/x-www-form-urlencoded', body: range }],
  ['bytes', { mediaType: 'application/octet-stream' }],
  ['a picture', { mediaType: 'image/png' }],
  ['a parameter of a media type', { mediaType: 'text/csv; header=absent' }],
])('%s is refused', async (_, said) => {
  await expect(generateParts(contract(said))).rejects.toEqual(
    expect.objectContaining({ code: 'UNSUPPORTED_WIRE_FORM', hint: expect.any(String) }),
  )
})

test.each<[string, Said]>([
  ['nothing said', {}],
  ['pipes', { schema: list, style: { style: 'pipeDelimited' } }],
  ['form', { schema: list, style: { style: 'form', explode: false } }],
  ['simple', { key: 'params/q', schema: list, style: { style: 'simple' } }],
  ['text', { mediaType: 'text/csv' }],
  ['JSON of a kind', { mediaType: 'application/merge-patch+json', body: range }],
])('%s is carried', async (_, said) => {
  expect(await generateParts(contract(said))).not.toEqual([])
})
