import { afterEach, expect, test, vi } from 'vitest'
import { createRig, findings, statuses } from './rig.ts'
import type { Rig } from './rig.ts'

// Real compilers, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let rig: Rig

afterEach(async () => rig?.dispose())

function contract(field: string): string {
  return `import { httpContract } from '@tessera/contract.define'
import { z } from 'zod'

export const orders = httpContract({
  id: 'acme.x/orders',
  operations: {
    getOrder: {
      method: 'GET',
      path: '/orders/{id}',
      params: { id: z.string() },
      responses: { 200: z.object({ id: z.string(), ${field}: z.int() }).meta({ id: 'Order' }) },
    },
  },
})
`
}

function system(): Rig {
  return createRig(
    {
      'acme.x/orders/contract': 'orders/contract',
      'acme.x/orders/types': 'orders/types',
      'acme.x/other': 'other',
    },
    {
      'components/orders/contract/contract.ts': contract('total'),
      'components/other/index.ts': 'export const other = 1\n',
      'consumers/shop/package.json': '{ "name": "shop", "type": "module" }',
      'consumers/shop/src/shop.ts': `import type { Order } from '@acme/x.orders.types'

export function sum(orders: readonly Order[]): number {
  return orders.reduce((sum, order) => sum + order.total, 0)
}
`,
    },
    { packages: ['zod', '@tessera/contract.define'] },
  )
}

const TYPES = 'components/orders/types/index.ts'

test('a contract, its parts, and who uses them', async () => {
  rig = system()
  const first = await rig.build()
  expect(findings(first.diagnostics)).toEqual([])
  expect(statuses(first)).toEqual([
    'acme.x/orders/contract built',
    'acme.x/other built',
    'acme.x/orders/types built',
    'shop built',
  ])
  expect(statuses(await rig.build())).toEqual([])
})

test('a renamed field breaks the consumer that reads it, and the contract is named', async () => {
  rig = system()
  await rig.build()
  rig.write({ 'components/orders/contract/contract.ts': contract('amount') })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/orders/contract built', 'acme.x/orders/types built', 'shop failed'])
  expect(result.nodes.map((node) => node.reason)).toEqual([
    'own sources',
    undefined,
    'acme.x/orders/contract changed',
    'acme.x/orders/types changed',
  ])
  expect(findings(result.diagnostics)).toEqual([
    "consumers/shop/src/shop.ts:4 TS2339 Property 'total' does not exist on type 'Order'.",
  ])
  expect(result.diagnostics[0]?.because).toBe(
    "acme.x/orders/contract: getOrder response 200 renamed 'total' to 'amount'",
  )
  const again = await rig.build()
  expect(again.diagnostics[0]?.because).toBe(result.diagnostics[0]?.because)
})

test('generated source that was edited by hand is not overwritten', async () => {
  rig = system()
  await rig.build()
  rig.write({ [TYPES]: `${rig.read(TYPES)}// mine\n` })
  const warned = await rig.build()
  expect(warned.ok).toBe(true)
  expect(findings(warned.diagnostics)).toEqual([
    `${TYPES} HAND_EDITED this generated file was edited by hand; the next change of its contract would overwrite it`,
  ])
  rig.write({ 'components/orders/contract/contract.ts': contract('amount') })
  const refused = await rig.build()
  expect(statuses(refused)).toEqual(['acme.x/orders/contract built', 'acme.x/orders/types failed', 'shop blocked'])
  expect(findings(refused.diagnostics)).toEqual([
    `${TYPES} HAND_EDITED this generated file was edited by hand; it was not overwritten`,
  ])
  expect(rig.read(TYPES)).toContain('// mine')
  const overwritten = await rig.generate({ overwrite: true })
  expect(overwritten.written.map((item) => item.key)).toEqual(['acme.x/orders/types', 'acme.x/orders/contract'])
  expect(rig.read(TYPES)).toContain('amount')
  expect(rig.read(TYPES)).not.toContain('// mine')
})

test('a generated file that is gone is generated again', async () => {
  rig = system()
  await rig.build()
  const was = rig.read(TYPES)
  rig.write({ [TYPES]: undefined })
  expect((await rig.build()).ok).toBe(true)
  expect(rig.read(TYPES)).toBe(was)
})

test('a failed contract blocks its parts and who uses them', async () => {
  rig = system()
  await rig.build()
  rig.write({ 'components/orders/contract/contract.ts': 'throw new Error("no")\n' })
  const result = await rig.build()
  expect(result.nodes.map(({ key, status, by }) => [key, status, by])).toEqual([
    ['acme.x/orders/contract', 'failed', undefined],
    ['acme.x/other', 'untouched', undefined],
    ['acme.x/orders/types', 'blocked', 'acme.x/orders/contract'],
    ['shop', 'blocked', 'acme.x/orders/contract'],
  ])
})

test('because names what broke the line, not what changed long before or beside it', async () => {
  rig = system()
  await rig.build()
  const tightened = contract('total').replace('params: { id: z.string() }', 'params: { id: z.string().max(9) }')
  rig.write({ 'components/orders/contract/contract.ts': tightened })
  expect(statuses(await rig.build())).not.toContain('shop failed')
  const other = tightened.replace('total: z.int()', 'amount: z.int(), note: z.string().optional()')
  rig.write({ 'components/orders/contract/contract.ts': other })
  expect((await rig.build()).diagnostics.map((item) => item.because)).toEqual([
    "acme.x/orders/contract: getOrder response 200 renamed 'total' to 'amount'",
  ])
  rig.write({
    'components/orders/contract/contract.ts': contract('total').replace('z.int()', 'z.int(), note: z.string()'),
    'consumers/shop/src/shop.ts': "export const wrong: number = 'text'\n",
  })
  expect((await rig.build()).diagnostics).toMatchObject([{ code: 'TS2322', node: 'shop' }])
  expect((await rig.build()).diagnostics[0]?.because).toBeUndefined()
})

test('what cannot be said in JSON Schema is told whenever its contract is looked at', async () => {
  rig = system()
  const lossy = contract('total').replace(
    'z.object({ id: z.string(),',
    "z.object({ id: z.string().refine((id) => id !== ''),",
  )
  rig.write({ 'components/orders/contract/contract.ts': lossy })
  const codes = (): readonly string[] =>
    rig.events.splice(0).flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic.code] : []))
  const generated = await rig.generate()
  expect(generated.diagnostics.map((item) => item.code)).toEqual(['LOSSY'])
  expect(codes()).toEqual([])
  const built = await rig.build()
  expect(built.diagnostics.map((item) => item.code)).toEqual(['LOSSY'])
  expect(codes()).toEqual(['LOSSY'])
  expect((await rig.build()).diagnostics).toEqual([])
})
