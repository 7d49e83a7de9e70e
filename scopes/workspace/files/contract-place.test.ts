import { expect, test } from 'vitest'
import { contractPlaces } from './index.ts'

/** Where the source is marked with `#`. */
function marked(source: string): readonly string[] {
  const marks = [...source.matchAll(/#/g)].map(({ index }, at) => index - at)
  return marks.map((offset) => {
    const before = unmarked(source).slice(0, offset).split('\n')
    return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
  })
}

function places(source: string, pointers: readonly string[]): readonly string[] {
  const placeOf = contractPlaces([{ file: 'contract.ts', text: unmarked(source) }])
  return pointers.map((pointer) => {
    const place = placeOf(pointer)
    return `${place?.line}:${place?.column}`
  })
}

function unmarked(source: string): string {
  return source.replaceAll('#', '')
}

test.each<[string, string, readonly string[]]>([
  [
    'an HTTP contract',
    `
const Money = z.object({ #amount: z.bigint() })
const Item = z.object({ sku: Money, #'a/b': z.date() }).meta({ id: 'Item', sku: 5 })
export const api = httpContract({
  #id: 'a/b',
  operations: {
    get: {
      method: 'GET',
      #path: '/x',
      params: { #id: z.date() },
      responses: {
        200: z.object({ total: Money, #'list': z.array(z.union([z.string(), #z.date()])) }).describe('x'),
        #201: response(payload({ #a: z.date() }, {}), { headers: { #location: z.date() } }),
      },
    },
    #post: { method: 'POST', body: Item },
  },
})
`,
    [
      '/get/response/200/body/properties/total/properties/amount',
      '/$defs/Item/properties/a~1b',
      '/id',
      '/operations/get/path',
      '/get/request/params/properties/id',
      '/get/response/200/body/properties/list',
      '/get/response/200/body/properties/list/items/anyOf/1',
      '/operations/get/responses/201',
      '/get/response/201/body/properties/a',
      '/get/response/201/headers/properties/location',
      '/operations/post/nothing',
    ],
  ],
  [
    'messages and channels',
    `const charge = { payload: payload({ #at: z.date() }, { maxBytes: 5 }), headers: { #x: z.date() } }
messagingContract({ messages: { charge, done: { #payload: z.date() } },
  channels: { charges: { message: 'charge', replyWith: 'done', #orderBy: 'x' } } })
`,
    [
      '/charges/message/properties/at',
      '/charges/message/headers/properties/x',
      '/charges/reply',
      '/channels/charges/orderBy',
    ],
  ],
  [
    'items',
    `socketContract({ items: { a: { payload: { #b: z.date() }, reply: z.tuple([z.int(), #z.date()]) } } })`,
    ['/a/message/properties/b', '/a/reply/prefixItems/1'],
  ],
  [
    'events',
    `eventContract({ events: { a: { data: z.record(#z.date(), #z.date()) } } })`,
    ['/a/data/propertyNames', '/a/data/additionalProperties'],
  ],
  [
    'schemas',
    `schemas({ schemas: { A: z.intersection(z.object({ a: z.string() }), #z.date()).nullable() } })`,
    ['/schemas/A/anyOf/0/allOf/1'],
  ],
  [
    'recursion through getters, which ends',
    `const Tree = z.object({ #get kids() { return z.array(#Tree) } }).meta({ id: 'Tree' })
export const shared = schemas({ id: 'a/b', schemas: { Tree } })`,
    ['/$defs/Tree/properties/kids', '/$defs/Tree/properties/kids/items'],
  ],
  [
    'JSON Schema inside',
    `schemas({ schemas: { A: jsonSchema({ properties: { a: { #not: { const: 1 } }, b: z.object({ #c: z.date() }) } }) } })`,
    ['/schemas/A/properties/a/not', '/schemas/A/properties/b/properties/c'],
  ],
])('%s', (_name, source, pointers) => expect(places(source, pointers)).toEqual(marked(source)))

test('a source without a contract has no place', () => {
  expect(contractPlaces([{ file: 'contract.ts', text: 'export const a = 1' }])('/id')).toBeUndefined()
})

test('schemas of other files are found there', () => {
  const sources = [
    {
      file: 'contract.ts',
      text: `import { Item } from './item.ts'\nschemas({ schemas: { Order: z.object({ Item }) } })`,
    },
    {
      file: 'item.ts',
      text: `export const Item = z.object({\n  at: z.date() }).meta({ id: 'Item' })\nconst Order = 1`,
    },
  ]
  const placeOf = contractPlaces(sources)
  const item = { file: 'item.ts', line: 2, column: 3 }
  expect(placeOf('/$defs/Item/properties/at')).toEqual(item)
  expect(placeOf('/schemas/Order/properties/Item/properties/at')).toEqual(item)
  expect(placeOf('/schemas/Order')).toEqual({ file: 'contract.ts', line: 2, column: 22 })
})
