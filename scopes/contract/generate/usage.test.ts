import type { ContractDocument, HttpOperation } from '@tessera/contract.define/document'
import { documents } from '@tessera/contract.define/fixtures'
import { mockValue } from '@tessera/contract.mock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractTable, contractUsage, generateParts, partUsage, type Sample } from './index.ts'
import { createRig, type Rig } from './rig.fixture.ts'

let rig: Rig

beforeAll(() => {
  rig = createRig()
})
afterAll(() => rig.dispose())

const sampleOf =
  ({ $defs }: ContractDocument): Sample =>
  ({ schema }) =>
    mockValue(schema, { defs: $defs, seed: 1 })

const all = Object.values(documents) as readonly ContractDocument[]
const named = (id: string): ContractDocument => all.find((document) => document.id === id) as ContractDocument

test('the example of every part of every pattern compiles', { timeout: 60_000 }, async () => {
  for (const document of all) {
    const parts = await generateParts(document)
    const examples: Record<string, string> = {}
    for (const { part } of parts) {
      const name = document.id.replaceAll(/[./]/g, '-')
      examples[`examples/${name}-${part}.ts`] = (await partUsage(document, part, sampleOf(document))).code
      const none = await partUsage(document, part, () => undefined)
      examples[`examples/${name}-${part}-unsampled.ts`] = none.code
    }
    rig.write(parts, examples)
  }
  expect(rig.check({ isolatedDeclarations: false })).toBe('')
})

test('reads as a person would write it', async () => {
  const orders = named('acme.orders/orders-api')
  const { code, packages } = await partUsage(orders, 'client', sampleOf(orders))
  expect(code).toMatchInlineSnapshot(`
    "import { ordersApiClient } from '@acme/orders.orders-api.client'

    const client = ordersApiClient({ baseUrl: 'http://localhost:3000' })
    const reply = await client.call.createOrder({
      body: { sku: 'HWZ-2760', price: { amount: 916, currency: 'EUR' } },
    })
    console.log(reply.status)
    await client.drain()
    "
  `)
  expect(packages).toEqual([])
  const jobs = named('acme.payments/payment-jobs')
  expect((await partUsage(jobs, 'server', () => undefined)).packages).toEqual(['@tessera/runtime.broker-amqp'])
  expect(contractUsage(orders)).toContain("'@acme/orders.orders-api.contract/contract.json'")
})

test.each(all.map((document) => [document.id, document] as const))('%s at a glance', (_id, document) => {
  expect(contractTable(document)).toMatchSnapshot()
})

test('words of a stranger stay words in one cell', () => {
  const orders = named('acme.orders/orders-api')
  const [name, operation] = Object.entries(orders.operations ?? {})[0] as [string, HttpOperation]
  const summary = 'a | b\n\n<img src=x> [link](javascript:1) `code` **bold**'
  const document = { ...orders, operations: { [name]: { ...operation, summary } } }
  const rows = contractTable(document).trim().split('\n')
  expect(rows).toHaveLength(3)
  expect(rows[2]).toContain('a \\| b \\<img src=x\\> \\[link\\](javascript:1) \\`code\\` \\*\\*bold\\*\\*')
})
