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
