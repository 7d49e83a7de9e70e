import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import {
  eventContract,
  formatDocument,
  httpContract,
  messagingContract,
  parseDocument,
  readDocument,
  schemas,
  socketContract,
  toDocument,
  wireHash,
  type Contract,
} from './index.ts'

// Many cases, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const read = (contract: Contract) => {
  const { document, diagnostics } = toDocument(contract)
  expect(diagnostics).toEqual([])
  if (document === undefined) throw new Error('no document')
  const text = formatDocument(document)
  expect(parseDocument(text, 'contract.json')).toEqual(document)
  expect(readDocument(text, 'contract.json').diagnostics).toEqual([])
  expect(wireHash(document)).toMatch(/^[0-9a-f]{16}$/)
  return document
}
const codes = (contract: Contract) =>
  toDocument(contract).diagnostics.map(({ code, location }) => `${code} ${location?.pointer}`)

/** Of prototypes, of languages, and of people who write in other scripts. */
const NAMES = [
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'class',
  'delete',
  'größe',
  '注文',
  'naïve',
]
const record = <T>(value: (name: string) => T) => Object.fromEntries(NAMES.map((name) => [name, value(name)]))

describe('names of prototypes, reserved words and other scripts', () => {
  test('as properties', () => {
    const shape = Object.fromEntries([...NAMES, '__proto__', 'a/b', '~', '', '"', '\n'].map((name) => [name, z.int()]))
    const { $defs } = read(schemas({ id: 'acme.test/it', schemas: { All: z.object(shape) } }))
    const { properties, required } = $defs['All'] as { properties: object; required: string[] }
    expect(Object.keys(properties)).toEqual(Object.keys(shape))
    expect(required).toEqual(Object.keys(shape))
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype)
  })

  test('as schemas', () => {
    const { $defs, exports } = read(
      schemas({ id: 'acme.test/it', schemas: record((name) => z.object({ [name]: z.int() })) }),
    )
    expect(exports).toEqual(NAMES.toSorted())
    expect(Object.keys($defs)).toEqual(NAMES.toSorted())
  })

  test('as operations and parameters', () => {
    const operations = record((name) => ({
      method: 'GET' as const,
      path: `/${encodeURIComponent(name)}/{${name}}`,
      params: { [name]: z.string() },
      query: { [`${name}-q`]: z.string().optional() },
      responses: { 200: z.string() },
    }))
    const contract = httpContract({ id: 'acme.test/it', operations: operations as Record<never, never> })
    expect(Object.keys(read(contract).operations ?? {})).toEqual(NAMES)
  })

  test('as messages, channels, items and events', () => {
    const channels = record((name) => ({ sentBy: 'consumer' as const, message: name, delivery: 'one-of-all' as const }))
    const messages = record((name) => ({ payload: z.object({ [name]: z.string() }) }))
    const jobs = messagingContract({ id: 'acme.test/it', messages, channels })
    expect(Object.keys(read(jobs).channels ?? {})).toEqual(NAMES)
    const items = record(() => ({ sentBy: 'either' as const, payload: z.string() }))
    expect(Object.keys(read(socketContract({ id: 'acme.test/it', items })).items ?? {})).toEqual(NAMES)
    const events = record((name) => ({ data: z.object({ [name]: z.string() }), orderBy: name }))
    const contract = eventContract({ id: 'acme.test/it', events: events as Record<never, never> })
    expect(Object.keys(read(contract).events ?? {})).toEqual(NAMES)
  })

  test('__proto__ names nothing but properties', () => {
    const proto = <T>(value: T) => Object.fromEntries([['__proto__', value]])
    const operation = { method: 'GET', path: '/', responses: { 204: null } } as const
    expect(codes(httpContract({ id: 'acme.test/it', operations: proto(operation) as Record<never, never> }))).toEqual([
      'INVALID_OPERATION_NAME /operations/__proto__',
    ])
    expect(
      codes(socketContract({ id: 'acme.test/it', items: proto({ sentBy: 'either' as const, payload: z.string() }) })),
    ).toEqual(['INVALID_NAME /items/__proto__'])
    expect(codes(schemas({ id: 'acme.test/it', schemas: proto(z.string()) }))).toEqual([
      'INVALID_SCHEMA_NAME /$defs/__proto__',
    ])
    expect(({} as Record<string, unknown>)['type']).toBeUndefined()
  })
})

describe('names that are one name in generated code', () => {
  const get = { method: 'GET', responses: { 204: null } } as const

  test('operations, with both places', () => {
    const { diagnostics } = toDocument(
      httpContract({
        id: 'acme.test/it',
        operations: { getOrder: { ...get, path: '/a' }, get_order: { ...get, path: '/b' } },
      }),
    )
    expect(diagnostics).toMatchObject([
      {
        code: 'COLLIDING_NAMES',
        message: '"get_order" is the same as "getOrder" in generated code, at /operations/getOrder',
        location: { pointer: '/operations/get_order' },
      },
    ])
  })

  test('schemas and messages', () => {
    const shared = { order_item: z.object({ a: z.string() }), OrderItem: z.object({ b: z.string() }) }
    expect(codes(schemas({ id: 'acme.test/it', schemas: shared }))).toEqual(['COLLIDING_NAMES /$defs/OrderItem'])
    const channel = { sentBy: 'consumer', delivery: 'one-of-all' } as const
    const jobs = messagingContract({
      id: 'acme.test/it',
      messages: { job_done: { payload: z.string() }, jobDone: { payload: z.int() } },
      channels: { a: { ...channel, message: 'job_done' }, b: { ...channel, message: 'jobDone' } },
    })
    expect(codes(jobs)).toEqual(['COLLIDING_NAMES /messages/jobDone'])
  })
})

describe('recursion', () => {
  test('without an end is refused, through every way there is', () => {
    const Direct = z.object({
      get self() {
        return Direct
      },
    })
    const List: z.ZodType = z.array(z.lazy(() => List)).min(1)
    const Pair: z.ZodType = z.tuple([z.string(), z.lazy(() => Pair)])
    const Either: z.ZodType = z.union([z.object({ a: z.lazy(() => Either) }), z.array(z.lazy(() => Either)).min(1)])
    expect(codes(schemas({ id: 'acme.test/it', schemas: { Direct, List, Pair, Either } }))).toEqual(
      ['Direct', 'List', 'Pair', 'Either'].map((name) => `ENDLESS_SCHEMA /$defs/${name}`),
    )
  })

  test('with an end is fine', () => {
    const Tree = z.object({
      get kids() {
        return z.array(Tree)
      },
    })
    const Chain = z.object({
      get next() {
        return Chain.nullable()
      },
    })
    const Maybe = z.object({
      get more() {
        return Maybe.optional()
      },
    })
    const Value: z.ZodType = z.union([z.string(), z.array(z.lazy(() => Value)).min(1)])
    expect(read(schemas({ id: 'acme.test/it', schemas: { Tree, Chain, Maybe, Value } })).exports).toHaveLength(4)
  })
})

describe('what is very large', () => {
  const wide = (value: () => z.ZodType) =>
    z.object(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, value()])))

  test('10,000 properties', () => {
    const { $defs } = read(schemas({ id: 'acme.test/it', schemas: { Wide: wide(() => z.string().optional()) } }))
    expect(Object.keys(($defs['Wide'] as { properties: object }).properties)).toHaveLength(10_000)
  })

  test('10,000 findings', () => {
    const { diagnostics } = toDocument(
      schemas({ id: 'acme.test/it', schemas: { Wide: wide(() => z.string().trim()) } }),
    )
    expect(diagnostics).toHaveLength(10_000)
  })

  test('5,000 operations', () => {
    const operations = Array.from({ length: 5000 }, (_, index) => [
      `get${index}`,
      { method: 'GET', path: `/${index}/{id}`, params: { id: z.string() }, responses: { 200: z.string() } } as const,
    ])
    const contract = httpContract({
      id: 'acme.test/it',
      operations: Object.fromEntries(operations) as Record<never, never>,
    })
    expect(read(contract).slots).toHaveLength(10_000)
  })

  test('50 levels, and 2,000 named schemas in a row', () => {
    let deep: z.ZodType = z.string()
    for (let level = 0; level < 50; level++) deep = z.object({ inner: deep })
    let last: z.ZodType = z.string()
    const chained: Record<string, z.ZodType> = {}
    for (let level = 0; level < 2000; level++) chained[`Link${level}`] = last = z.object({ next: last })
    expect(read(schemas({ id: 'acme.test/it', schemas: { Deep: deep, ...chained } })).exports).toHaveLength(2001)
  })
})
