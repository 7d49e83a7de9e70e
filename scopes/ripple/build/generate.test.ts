import { afterEach, expect, test, vi } from 'vitest'
import { openWorkspace } from '@tessera/workspace.files'
import { acceptDocuments } from './accept-documents.ts'
import { createRig, findings, statuses } from './rig.ts'
import type { Rig } from './rig.ts'

// Real compilers, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let rig: Rig

afterEach(async () => rig?.dispose())

const PACKAGES = { packages: ['zod', '@tessera/contract.define'] }

function money(bound: string): string {
  return `import { schemas } from '@tessera/contract.define'
import { z } from 'zod'

export const Money = z.object({ amount: z.int()${bound}, currency: z.string() })
export const money = schemas({ id: 'acme.shared/money', schemas: { Money } })
`
}

const ORDERS = `import { httpContract } from '@tessera/contract.define'
import { Money } from '@acme/shared.money.contract'
import { z } from 'zod'

export const orders = httpContract({
  id: 'acme.x/orders',
  operations: {
    getOrder: {
      method: 'GET',
      path: '/orders/{id}',
      params: { id: z.string() },
      responses: { 200: z.object({ total: Money }) },
    },
  },
})
`

function one(contract: string): Rig {
  return createRig(
    { 'acme.x/orders/contract': 'orders/contract' },
    { 'components/orders/contract/contract.ts': contract },
    PACKAGES,
  )
}

function two(): Rig {
  return createRig(
    { 'acme.shared/money/contract': 'money/contract', 'acme.x/orders/contract': 'orders/contract' },
    { 'components/money/contract/contract.ts': money('.min(0)'), 'components/orders/contract/contract.ts': ORDERS },
    PACKAGES,
  )
}

test('writes the documents of contracts, and executes none that did not change', async () => {
  rig = two()
  const first = await rig.generate()
  expect(findings(first.diagnostics)).toEqual([])
  expect(first.written).toEqual([
    { key: 'acme.shared/money/contract', files: ['components/money/contract/contract.json'] },
    { key: 'acme.x/orders/contract', files: ['components/orders/contract/contract.json'] },
  ])
  expect(JSON.parse(rig.read('components/orders/contract/contract.json'))).toMatchObject({
    id: 'acme.x/orders',
    $defs: { Money: { 'x-origin': 'acme.shared/money/contract#Money' } },
  })
  rig.events.length = 0
  expect((await rig.generate()).written).toEqual([])
  expect(rig.events).toEqual([])
})

test('a bound in a shared schema reaches the contracts that execute it, though its declarations are equal', async () => {
  rig = two()
  expect(findings((await rig.build()).diagnostics)).toEqual([])
  const declarations = rig.read('components/money/contract/dist/contract.d.ts')
  rig.write({ 'components/money/contract/contract.ts': money('.min(7)') })
  const result = await rig.build()
  expect(findings(result.diagnostics)).toEqual([])
  expect(rig.read('components/money/contract/dist/contract.d.ts')).toBe(declarations)
  expect(rig.read('components/orders/contract/contract.json')).toContain('"minimum": 7')
  expect(statuses(result)).toEqual(['acme.shared/money/contract built', 'acme.x/orders/contract built'])
})

test('a comment executes the contract again and stops there', async () => {
  rig = two()
  await rig.build()
  rig.events.length = 0
  rig.write({ 'components/orders/contract/contract.ts': `// Orders.\n${ORDERS}` })
  await rig.build()
  const generated = rig.events.flatMap((event) =>
    event.type === 'node' && event.phase === 'generate' ? [`${event.node} ${event.status}`] : [],
  )
  expect(generated).toEqual(['acme.x/orders/contract running', 'acme.x/orders/contract unchanged'])
})

test('a contract that does not compile', async () => {
  rig = one('export const a = 1\nexport const b = { c: \n')
  const result = await rig.build()
  expect(findings(result.diagnostics)).toEqual([
    'components/orders/contract/contract.ts:3 CONTRACT_COMPILE Unexpected token',
  ])
  expect(statuses(result)).toEqual(['acme.x/orders/contract failed'])
})

test('a contract that throws', async () => {
  rig = one('const limits: { max?: number[] } = {}\n\nexport const first: number = limits.max![0]!\n')
  const result = await rig.build()
  expect(findings(result.diagnostics)).toEqual([
    "components/orders/contract/contract.ts:3 CONTRACT_THROWS TypeError: Cannot read properties of undefined (reading '0')",
  ])
})

test('a contract that exports nothing that is one', async () => {
  rig = one('export const something = 1\nexport const other = 2\n')
  expect(findings((await rig.build()).diagnostics)).toEqual([
    'components/orders/contract/contract.ts CONTRACT_EXPORTS_NOTHING no export is a contract; it exports other, something',
  ])
})

test('a contract with the id of another', async () => {
  rig = one(
    ORDERS.replace("id: 'acme.x/orders'", "id: 'acme.y/orders'")
      .replace(/^.*shared.*\n/m, '')
      .replace('Money', 'z.int()'),
  )
  expect(findings((await rig.build()).diagnostics)).toEqual([
    'components/orders/contract/contract.ts CONTRACT_ID the contract of acme.x/orders/contract calls itself "acme.y/orders"',
  ])
})

test('contracts that never end are stopped, and the next is evaluated all the same', async () => {
  rig = two()
  rig.write({ 'components/money/contract/contract.ts': 'for (;;) {}\nexport {}\n' })
  rig.write({
    'components/orders/contract/contract.ts': ORDERS.replace(/^.*shared.*\n/m, '').replace('Money', 'z.int()'),
  })
  const result = await rig.build({ contractTimeoutMs: 700 })
  expect(findings(result.diagnostics)).toEqual([
    'components/money/contract/contract.ts CONTRACT_TIMEOUT it did not end within 700 ms and was stopped',
  ])
  expect(statuses(result)).toEqual(['acme.shared/money/contract failed', 'acme.x/orders/contract built'])
  rig.write({ 'components/money/contract/contract.ts': 'await new Promise(() => {})\nexport {}\n' })
  const waiting = await rig.build({ contractTimeoutMs: 700 })
  expect(waiting.diagnostics.map((item) => item.code)).toEqual(['CONTRACT_TIMEOUT'])
  rig.write({ 'components/money/contract/contract.ts': 'process.exit(3)\n' })
  expect(findings((await rig.build()).diagnostics)).toEqual([
    'components/money/contract/contract.ts CONTRACT_THROWS it ended its process (exit code 3)',
  ])
})

test('what a contract cannot say stands at its line', async () => {
  rig = one(`import { schemas } from '@tessera/contract.define'
import { z } from 'zod'

const Order = z
  .object({
    id: z.string().trim(),
    at: z.date(),
  })
  .meta({ id: 'Order' })
export const orders = schemas({ id: 'acme.x/orders', schemas: { Order } })
`)
  expect(findings((await rig.build()).diagnostics)).toEqual([
    'components/orders/contract/contract.ts:6 LOSSY .trim(), .toLowerCase() and other rewriting is not done on the wire',
    'components/orders/contract/contract.ts:7 UNREPRESENTABLE a date has no JSON form',
  ])
})

test('an import that is not there', async () => {
  rig = one("import { x } from './missing.ts'\nexport const y = x\n")
  const [finding] = findings((await rig.build()).diagnostics)
  expect(finding).toMatch(/^components\/orders\/contract\/contract.ts/)
})

test('a document that was accepted stands for its contract until that changes', async () => {
  rig = one('throw new Error("executed")\nexport {}\n')
  const document = {
    formatVersion: 1,
    id: 'acme.x/orders',
    pattern: 'schemas',
    line: 1,
    slots: [],
    exports: [],
    $defs: {},
  }
  rig.write({ 'components/orders/contract/contract.json': `${JSON.stringify(document)}\n` })
  await acceptDocuments(await openWorkspace(rig.root), ['acme.x/orders/contract'])
  expect(findings((await rig.generate()).diagnostics)).toEqual([])
  rig.write({ 'components/orders/contract/contract.ts': 'throw new Error("executed now")\nexport {}\n' })
  expect(findings((await rig.generate()).diagnostics)).toEqual([
    'components/orders/contract/contract.ts:1 CONTRACT_THROWS executed now',
  ])
})
