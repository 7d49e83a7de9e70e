import { afterEach, expect, test, vi } from 'vitest'
import { httpDocument } from '@tessera/contract.define/fixtures'
import { createRig, findings, statuses } from './rig.ts'
import type { Rig } from './rig.ts'

// Real compilers, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let rig: Rig

afterEach(async () => rig?.dispose())

const FILE = 'components/orders/contract/contract.json'

function written(document: object): Rig {
  return createRig(
    { 'acme.orders/orders-api/contract': 'orders/contract', 'acme.orders/orders-api/types': 'orders/types' },
    { [FILE]: JSON.stringify(document, null, 2), 'components/orders/types/index.ts': '' },
  )
}

test('a contract.json written by hand has parts, and stays as it is', async () => {
  rig = written(httpDocument)
  const before = rig.read(FILE)
  const result = await rig.generate()
  expect(findings(result.diagnostics)).toEqual([])
  expect(result.written.map(({ key }) => key)).toEqual(['acme.orders/orders-api/types'])
  expect(rig.read('components/orders/types/index.ts')).toContain('OrderW')
  expect(rig.read(FILE)).toBe(before)
  rig.events.length = 0
  expect((await rig.generate()).written).toEqual([])
  expect(rig.events).toEqual([])
})

test('what is wrong with it is said at its lines, and fails its node', async () => {
  rig = written({
    ...httpDocument,
    id: 'acme.orders/orders',
    operations: {
      ...httpDocument.operations,
      listOrders: { ...httpDocument.operations?.['listOrders'], method: 'HEAD' },
    },
  })
  const result = await rig.build()
  expect(findings(result.diagnostics)).toEqual([
    `${FILE}:70 INVALID_CONTRACT_DOCUMENT "method" must be "GET" or "PUT" or "POST" or "PATCH" or "DELETE", is "HEAD"`,
  ])
  expect(statuses(result)).toEqual(['acme.orders/orders-api/contract failed', 'acme.orders/orders-api/types built'])
  rig.write({ [FILE]: JSON.stringify({ ...httpDocument, id: 'acme.orders/orders' }, null, 2) })
  expect(findings((await rig.generate()).diagnostics)).toEqual([
    `${FILE}:3 CONTRACT_ID the contract of acme.orders/orders-api/contract calls itself "acme.orders/orders"`,
  ])
  rig.write({ [FILE]: '{\n  "formatVersion": 1,\n  oops\n}' })
  const [broken] = (await rig.generate()).diagnostics
  expect(broken).toMatchObject({ code: 'INVALID_CONTRACT_DOCUMENT', location: { file: FILE, line: 3 } })
})

const SCHEMAS = {
  'order-line.schema.json': {
    type: 'object',
    properties: { price: { $ref: 'money.schema.json' }, count: { type: 'integer' } },
    required: ['price'],
  },
  'money.schema.json': {
    $schema: 'http://json-schema.org/draft-07/schema#',
    definitions: { Unit: { enum: ['EUR', 'USD'] } },
    type: 'object',
    properties: { amount: { type: 'integer' }, unit: { $ref: '#/definitions/Unit', default: 'EUR' } },
    required: ['amount'],
  },
}

function plain(files: Readonly<Record<string, object>>): Rig {
  const texts = Object.entries(files).map(([path, schema]) => [
    `components/money/contract/${path}`,
    JSON.stringify(schema, null, 2),
  ])
  return createRig(
    { 'acme.shared/money/contract': 'money/contract', 'acme.shared/money/types': 'money/types' },
    { ...(Object.fromEntries(texts) as Record<string, string>), 'components/money/types/index.ts': '' },
    { main: { 'money/contract': 'money.schema.json' } },
  )
}

test('a folder of JSON Schema files is a contract of shared schemas', async () => {
  rig = plain(SCHEMAS)
  const result = await rig.generate()
  expect(findings(result.diagnostics.filter(({ severity }) => severity !== 'info'))).toEqual([])
  const document = JSON.parse(rig.read('components/money/contract/contract.json')) as object
  expect(document).toMatchObject({ id: 'acme.shared/money', pattern: 'schemas', exports: ['Money', 'OrderLine'] })
  expect(rig.read('components/money/types/index.ts')).toContain('OrderLineW')
  rig.events.length = 0
  expect((await rig.generate()).written).toEqual([])
  expect(rig.events).toEqual([])

  rig.write({ 'components/money/contract/contract.json': JSON.stringify({ ...document, line: 3, summary: 'Money' }) })
  rig.write({ 'components/money/contract/money.schema.json': JSON.stringify({ title: 'Money', type: 'integer' }) })
  rig.write({ 'components/money/contract/order-line.schema.json': '{ "$ref": "money.schema.json" }' })
  await rig.generate()
  expect(JSON.parse(rig.read('components/money/contract/contract.json'))).toMatchObject({
    line: 3,
    summary: 'Money',
    exports: ['Money'],
    $defs: { Money: { type: 'integer' } },
  })
})

test('what is wrong with JSON Schema files is said at their lines', async () => {
  rig = plain({ 'money.schema.json': { type: 'object', properties: { unit: { $ref: '../unit.schema.json' } } } })
  const [outside] = (await rig.generate()).diagnostics
  expect(outside).toMatchObject({
    code: 'REF_NOT_FOUND',
    location: { file: 'components/money/contract/money.schema.json', line: 5 },
  })
  rig.write({ 'components/money/contract/money.schema.json': '{\n  "type": \n}' })
  const [broken] = (await rig.generate()).diagnostics
  expect(broken).toMatchObject({
    code: 'INVALID_SYNTAX',
    location: { file: 'components/money/contract/money.schema.json', line: 3 },
  })
})
