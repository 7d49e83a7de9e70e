import type { ContractDocument, JsonSchema, JsonSchemaObject, Slot } from '@tessera/contract.define'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  documents,
  httpDocument,
  messagingDocument,
  schemasDocument,
  socketsDocument,
} from '../../define/documents.fixture.ts'
import { documentOf } from './examples.fixture.ts'
import { compareContracts } from './index.ts'
import type { ContractFinding, ContractVerdict } from './index.ts'

const order = (fields: string): ContractDocument =>
  documentOf(`httpContract({ id: 'acme.orders/orders-api', operations: {
    placeOrder: { method: 'POST', path: '/orders', body: { ${fields} }, responses: { 204: null } } } })`)
const answer = (fields: string): ContractDocument =>
  documentOf(`httpContract({ id: 'acme.orders/orders-api', operations: {
    getOrder: { method: 'GET', path: '/order', responses: { 200: { ${fields} } } } } })`)
const event = (fields: string): ContractDocument =>
  documentOf(`eventContract({ id: 'acme.orders/order-events', events: { placed: { data: { ${fields} } } } })`)
const item = (sentBy: string, fields: string): ContractDocument =>
  documentOf(`socketContract({ id: 'acme.x/link', items: { chat: { sentBy: '${sentBy}', payload: { ${fields} } } } })`)
const shared = (fields: string): ContractDocument =>
  documentOf(`schemas({ id: 'acme.shared/money', schemas: { Money: z.object({ ${fields} }) } })`)

const summary = ({ level, bump, deployOrder }: ContractVerdict): readonly string[] => [level, bump, deployOrder]

const SKU = 'sku: z.string()'
const NOTE = 'note: z.string()'

describe('the new provider against the consumers that are deployed', () => {
  test.each([
    [
      'a request with an optional field more',
      order(SKU),
      order(`${SKU}, ${NOTE}.optional()`),
      'compatible',
      'minor',
      'any',
    ],
    [
      'a request with a required field more',
      order(SKU),
      order(`${SKU}, ${NOTE}`),
      'breaking',
      'major',
      'consumer first',
    ],
    ['a request with a field less', order(`${SKU}, ${NOTE}`), order(SKU), 'compatible', 'minor', 'provider first'],
    [
      'a request with a field that may be left out',
      order(SKU),
      order(`${SKU}.optional()`),
      'compatible',
      'minor',
      'provider first',
    ],
    [
      'an answer with a required field more',
      answer(SKU),
      answer(`${SKU}, ${NOTE}`),
      'compatible',
      'minor',
      'provider first',
    ],
    [
      'an answer with an optional field more',
      answer(SKU),
      answer(`${SKU}, ${NOTE}.optional()`),
      'compatible',
      'minor',
      'any',
    ],
    [
      'an answer with a required field less',
      answer(`${SKU}, ${NOTE}`),
      answer(SKU),
      'breaking',
      'major',
      'consumer first',
    ],
    [
      'an event with an optional field more',
      event(SKU),
      event(`${SKU}, ${NOTE}.optional()`),
      'compatible',
      'minor',
      'any',
    ],
    [
      'an event with a required field more, which old events lack',
      event(SKU),
      event(`${SKU}, ${NOTE}`),
      'breaking',
      'major',
      'together',
    ],
    [
      'an item of the consumer with a bound less',
      item('consumer', 'n: z.int().max(9)'),
      item('consumer', 'n: z.int()'),
      'compatible',
      'minor',
      'provider first',
    ],
    [
      'an item of the provider with a bound less',
      item('provider', 'n: z.int().max(9)'),
      item('provider', 'n: z.int()'),
      'breaking',
      'major',
      'consumer first',
    ],
    [
      'an item of either with a bound less',
      item('either', 'n: z.int().max(9)'),
      item('either', 'n: z.int()'),
      'breaking',
      'major',
      'together',
    ],
    [
      'a shared schema with an optional field more',
      shared(SKU),
      shared(`${SKU}, ${NOTE}.optional()`),
      'compatible',
      'minor',
      'any',
    ],
    [
      'a shared schema with a bound less: somebody may read it',
      shared('n: z.int().max(9)'),
      shared('n: z.int()'),
      'breaking',
      'major',
      'together',
    ],
  ] as const)('%s', (_what, before, after, ...expected) => {
    expect(summary(compareContracts(before, after))).toEqual(expected)
  })

  test('what is renamed is neither sent nor understood', () => {
    const { level, findings, deployOrder } = compareContracts(answer('total: z.int()'), answer('amount: z.int()'))
    expect([level, deployOrder]).toEqual(['breaking', 'together'])
    expect(findings.some(({ witness, witnessIs }) => witness !== undefined && witnessIs === 'new')).toBe(true)
  })

  test('a protocol line is raised because of a change, or for nothing', () => {
    const [before, after] = [order(SKU), order(`${SKU}, ${NOTE}`)]
    const lines = (now: ContractDocument): unknown =>
      compareContracts(before, now).findings.map(({ rule, severity }) => [rule, severity])
    expect(lines({ ...after, line: 2 })).toEqual([
      ['property-added-required', 'breaking'],
      ['line-changed', 'info'],
    ])
    expect(lines({ ...before, line: 2 })).toEqual([['line-changed', 'breaking']])
  })

  test('of what the provider sends, findings say what happened from the old contract to the new', () => {
    const { findings } = compareContracts(
      answer(`${SKU}, total: z.int(), k: z.enum(['a'])`),
      answer(`${SKU}.optional(), amount: z.int(), k: z.enum(['a', 'b'])`),
    )
    expect(findings.map(({ rule, severity, at }) => [rule, severity, at.split('#')[1]])).toEqual([
      ['enum-value-added', 'breaking', '/properties/k/enum'],
      ['property-removed', 'breaking', '/properties/total'],
      ['required-removed', 'breaking', '/required'],
      ['property-added-required', 'info', '/properties/amount'],
    ])
  })

  test('undeclared properties count only under the strict policy', () => {
    const open = order(SKU)
    const closed = { ...open, slots: open.slots.map(close) }
    expect(compareContracts(open, closed).level).toBe('compatible')
    expect(compareContracts(open, closed, { policy: 'strict' }).level).toBe('breaking')
  })
})

function close(slot: Slot): Slot {
  return { ...slot, strict: true, schema: { ...(slot.schema as JsonSchemaObject), additionalProperties: false } }
}

test('names that an attacker chose are names', () => {
  const text = (names: readonly string[]): string =>
    names.map((name) => `"${name}": { "sentBy": "provider", "payload": "${name}/message" }`).join(', ')
  const document = (names: readonly string[]): ContractDocument => ({
    ...socketsDocument,
    items: JSON.parse(`{ ${text(names)} }`) as NonNullable<ContractDocument['items']>,
    slots: names.map((name) => ({ at: `${name}/message`, sentBy: 'provider', schema: { type: 'string' } })),
  })
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  for (const name of names) {
    const [without, within] = [document(names.filter((each) => each !== name)), document(names)]
    expect(compareContracts(within, within).findings).toEqual([])
    expect(compareContracts(within, without).findings.map(({ rule, at }) => [rule, at])).toEqual([
      ['item-removed', name],
    ])
    expect(compareContracts(without, within).findings.map(({ rule, at }) => [rule, at])).toEqual([['item-added', name]])
  }
  const secured = (scheme: string): ContractDocument => ({
    ...httpDocument,
    security: [JSON.parse(`{ "${scheme}": ["read"] }`) as Record<string, string[]>],
  })
  expect(compareContracts(secured('token'), secured('constructor')).level).toBe('breaking')
})

describe('what a change asks of each part', () => {
  test('a required field in an answer is minor for who reads it, major for who writes it', () => {
    const { bumps } = compareContracts(answer(SKU), answer(`${SKU}, ${NOTE}`))
    expect(bumps).toEqual({ contract: 'minor', types: 'major', mocks: 'minor', client: 'minor', server: 'major' })
  })

  test('a bound that no type can say is minor for all', () => {
    const { bumps } = compareContracts(order('n: z.int().max(9)'), order('n: z.int().max(99)'))
    expect(bumps).toEqual({ contract: 'minor', types: 'minor', mocks: 'minor', client: 'minor', server: 'minor' })
  })

  test('the ends work with a Date where they did with a text: the wire is as it was, the declarations are not', () => {
    const [text, date] = [order('at: z.iso.datetime()'), order('at: dateTime()')]
    expect(compareContracts(text, date)).toMatchObject({
      level: 'compatible',
      bumps: { contract: 'minor', types: 'major', mocks: 'major', client: 'major', server: 'major' },
    })
    expect(compareContracts(date, text).bumps).toMatchObject({ contract: 'minor', client: 'major', server: 'major' })
  })

  test('one more member in a request is minor for who sends it, major for who handles all of them', () => {
    const { bumps } = compareContracts(order(`k: z.enum(['a'])`), order(`k: z.enum(['a', 'b'])`))
    expect([bumps.client, bumps.server]).toEqual(['minor', 'major'])
  })

  test('a default that is gone is a field that a reader may miss', () => {
    const [before, after] = [answer('n: z.int().default(1)'), answer('n: z.int().optional()')]
    const reason = { reason: 'nobody leaves it out', expires: '2999-01-01' }
    const at = 'getOrder/response/200/body#/properties/n'
    const { level, bumps } = compareContracts(before, after, { allow: [{ rule: 'default-removed', at, ...reason }] })
    expect(level).toBe('compatible')
    expect(bumps.client).toBe('major')
  })
})

describe('a named schema', () => {
  const document = (fields: string): ContractDocument =>
    documentOf(`(() => { const Order = z.object({ ${fields} }).meta({ id: 'Order' })
      return httpContract({ id: 'acme.orders/orders-api', operations: {
        getOrder: { method: 'GET', path: '/order', responses: { 200: Order } },
        listOrders: { method: 'GET', path: '/orders', responses: { 200: { orders: z.array(Order) } } } } }) })()`)

  test('is told of once, with the slots that use it', () => {
    const { findings } = compareContracts(document('n: z.int().default(1)'), document('n: z.int().default(2)'))
    expect(findings).toMatchObject([
      {
        ...{ rule: 'default-changed', at: 'Order#/properties/n', pointer: '/$defs/Order/properties/n' },
        slots: ['getOrder/response/200/body', 'listOrders/response/200/body'],
      },
    ])
  })
})

test('a schema within a named one is told of under its own name', () => {
  const document = (max: number): ContractDocument =>
    documentOf(`(() => { const Item = z.object({ count: z.int().max(${max}) }).meta({ id: 'Item' })
      const Order = z.object({ items: z.array(Item) }).meta({ id: 'Order' })
      return httpContract({ id: 'acme.orders/orders-api', operations: { placeOrder: {
        method: 'POST', path: '/orders', body: { items: z.array(Item) }, responses: { 201: Order } } } }) })()`)
  const { findings } = compareContracts(document(99), document(50))
  expect(findings.map(({ rule, at, severity, direction }) => [rule, at, severity, direction])).toEqual([
    ['maximum-lowered', 'Item#/properties/count/maximum', 'breaking', 'request'],
    ['maximum-lowered', 'Item#/properties/count/maximum', 'info', 'response'],
  ])
})

describe('exceptions', () => {
  const [before, after] = [order(SKU), order(`${SKU}, ${NOTE}`)]
  const [finding] = compareContracts(before, after).findings as [ContractFinding, ...ContractFinding[]]
  const exception = { rule: finding.rule, at: finding.at, reason: 'nobody sends it', expires: '2027-03-01' }

  test.each([
    ['until its last day', exception, '2027-03-01', 'compatible'],
    ['not after it', exception, '2027-03-02', 'breaking'],
    ['by pointer as well', { ...exception, at: finding.pointer }, '2027-01-01', 'compatible'],
    ['not of another rule', { ...exception, rule: 'operation-removed' }, '2027-01-01', 'breaking'],
    ['not at another place', { ...exception, at: 'getOrder' }, '2027-01-01', 'breaking'],
  ])('one holds %s', (_how, each, today, level) => {
    expect(compareContracts(before, after, { allow: [each], today }).level).toBe(level)
  })
})

// Many comparisons, on machines that may be busy.
describe('laws', { timeout: 60_000 }, () => {
  const anyDocument = fc.constantFrom(...documents)
  const anyEdit = fc.tuple(fc.nat(), fc.nat(), fc.nat())

  test.each(documents.map((document) => [document.pattern, document] as const))(
    'a %s contract is as it was',
    (_pattern, document) => {
      expect(compareContracts(document, structuredClone(document))).toMatchObject({
        ...{ level: 'compatible', bump: 'none', findings: [], deployOrder: 'any' },
      })
    },
  )

  test('no order of anything makes a difference', () => {
    fc.assert(
      fc.property(anyDocument, fc.nat(), (document, seed) => {
        expect(compareContracts(document, shuffled(document, seed)).findings).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('an example is what it says, whatever was edited', () => {
    fc.assert(
      fc.property(anyDocument, anyEdit, (document, seeds) => {
        const edited = edit(document, seeds)
        const { level, findings } = compareContracts(document, edited)
        expect(findings.some(({ severity }) => severity === 'breaking')).toBe(level === 'breaking')
        for (const finding of findings) checkWitness(document, edited, finding)
      }),
      { numRuns: 60 },
    )
  })

  test('what the lenient policy finds to break, the strict one does not find compatible', () => {
    fc.assert(
      fc.property(anyDocument, anyEdit, (document, seeds) => {
        const edited = edit(document, seeds)
        const [lenient, strict] = (['lenient', 'strict'] as const).map(
          (policy) => compareContracts(document, edited, { policy }).level,
        )
        expect([lenient, strict]).not.toEqual(['breaking', 'compatible'])
      }),
      { numRuns: 40 },
    )
  })
})

/** The same document with the keys of its records, and its slots, in another order. */
function shuffled(document: ContractDocument, seed: number): ContractDocument {
  let state = seed
  const next = (): number => (state = (state * 16807 + 11) % 2147483647)
  const shuffle = <T>(list: readonly T[]): T[] =>
    list
      .map((value) => [next(), value] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, value]) => value)
  const deep = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) {
      const items = value.map((each) => deep(each))
      return ['slots', 'required', 'exports'].includes(key) ? shuffle(items) : items
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(shuffle(Object.entries(value)).map(([name, each]) => [name, deep(each, name)]))
  }
  return deep(document) as ContractDocument
}

/** One slot's schema, or a named one, changed in one way. */
function edit(document: ContractDocument, [which, place, how]: readonly [number, number, number]): ContractDocument {
  const names = Object.keys(document.$defs)
  const total = document.slots.length + names.length
  const index = which % total
  if (index < document.slots.length) {
    const slots = document.slots.map((slot, at) =>
      at === index ? { ...slot, schema: editSchema(slot.schema, place, how) } : slot,
    )
    return { ...document, slots }
  }
  const name = names[index - document.slots.length] as string
  return {
    ...document,
    $defs: { ...document.$defs, [name]: editSchema(document.$defs[name] as JsonSchema, place, how) },
  }
}

function editSchema(schema: JsonSchema, place: number, how: number): JsonSchema {
  if (typeof schema !== 'object') return schema
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>)
  const [name, property] = properties[place % Math.max(properties.length, 1)] ?? []
  if (name === undefined || property === undefined) return { type: ['string', 'object'] }
  const required = (schema['required'] ?? []) as readonly string[]
  const rest = Object.fromEntries(properties.filter(([each]) => each !== name))
  const edits: readonly (() => JsonSchemaObject)[] = [
    () => ({ ...schema, properties: rest, required: required.filter((each) => each !== name) }),
    () => ({
      ...schema,
      required: required.includes(name) ? required.filter((each) => each !== name) : [...required, name],
    }),
    () => ({ ...schema, properties: { ...rest, [name]: { type: 'boolean' } } }),
    () => ({ ...schema, properties: { ...rest, [name]: { ...(property as object), maxLength: 12, maximum: 7 } } }),
    () => ({ ...schema, properties: { ...rest, [name]: property, extra: { type: 'string' } } }),
    () => ({
      ...schema,
      properties: { ...rest, [name]: property, extra: { type: 'integer' } },
      required: [...required, 'extra'],
    }),
    () => ({ ...schema, additionalProperties: false }),
  ]
  return (edits[how % edits.length] as () => JsonSchemaObject)()
}

/** Valid on the one side, invalid on the other. */
function checkWitness(old: ContractDocument, now: ContractDocument, finding: ContractFinding): void {
  if (finding.witness === undefined) return
  const places = finding.slots ?? [finding.at.split('#')[0] as string]
  const sides = places.map((at) => [validates(old, at, finding.witness), validates(now, at, finding.witness)] as const)
  const expected = finding.witnessIs === 'old' ? [true, false] : [false, true]
  expect(sides).toContainEqual(expected)
}

function validates(document: ContractDocument, at: string, value: unknown): boolean {
  const slot = document.slots.find((each) => each.at === at)
  const schema = slot?.schema ?? document.$defs[at]
  if (schema === undefined) throw new Error(`there is no ${at} in ${document.id}`)
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  return ajv.validate({ allOf: [schema], $defs: document.$defs }, value)
}

test('the same documents under other patterns have nothing to compare', () => {
  const { findings } = compareContracts(messagingDocument, { ...schemasDocument, id: messagingDocument.id })
  expect(findings.map(({ rule }) => rule)).toEqual(['pattern-changed', 'description-changed'])
})
