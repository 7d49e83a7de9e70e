import type { ContractDocument } from '@tessera/contract.define/document'
import { documents } from '@tessera/contract.define/fixtures'
import { generateComponents } from '@tessera/contract.generate'
import { parseComponentId } from '@tessera/core.model'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contractFinder, isOfContract } from './contract-of.ts'
import { makeRig, type Rig } from './rig.ts'

const all: readonly ContractDocument[] = Object.values(documents)
const first = all.find(({ id }) => id === 'acme.orders/orders-api') as ContractDocument
const second: ContractDocument = { ...first, line: first.line + 1 }
const CONTRACT = 'acme.orders/orders-api/contract'

let rig: Rig
beforeEach(async () => {
  rig = await makeRig()
})
afterEach(() => rig.dispose())

const record = (name: string, tag: string, files: Readonly<Record<string, string>>, date: number) =>
  rig.record(name, tag, files, { date })

const contractFiles = (document: ContractDocument) => ({ 'contract.json': JSON.stringify(document) })

const finder = () => contractFinder(rig.fetcher)

test('a part is of the contract that gives it, not of the one next to it in time', async () => {
  await record(CONTRACT, '0.1.0', contractFiles(first), 1000)
  await record(CONTRACT, '0.2.0', contractFiles(second), 2000)
  const { client = {} } = await generateComponents(first)
  const { client: newer = {} } = await generateComponents(second)
  expect(newer['derived.json']).not.toBe(client['derived.json'])
  const find = finder()
  const late = await record('acme.orders/orders-api/client', '0.1.1', client, 2001)
  expect(isOfContract(late)).toBe(true)
  expect(await find(late)).toMatchObject({ id: { version: '0.1.0' }, part: 'client', document: { line: first.line } })
  const next = await record('acme.orders/orders-api/client', '0.2.0', newer, 2002)
  expect(await find(next)).toMatchObject({ id: { version: '0.2.0' }, document: { line: second.line } })
})

test('of a part that another generator made, it is the next in time', async () => {
  await record(CONTRACT, '0.1.0', contractFiles(first), 1000)
  await record(CONTRACT, '0.2.0', contractFiles(second), 2000)
  const derived = JSON.stringify({ contract: CONTRACT, part: 'client', files: { 'index.ts': '0'.repeat(64) } })
  const old = await record('acme.orders/orders-api/client', '0.1.0', { 'index.ts': '', 'derived.json': derived }, 1100)
  expect(await finder()(old)).toMatchObject({ id: { version: '0.1.0' }, part: 'client' })
})

test('a contract is its own, and what is none has none', async () => {
  const contract = await record(CONTRACT, '0.1.0', contractFiles(first), 1000)
  expect(await finder()(contract)).toEqual({ id: contract.id, document: first })
  const plain = await record('acme.orders/tools', '0.0.1', { 'index.ts': 'export {}\n' }, 1000)
  expect([isOfContract(plain), await finder()(plain)]).toEqual([false, undefined])
})

test('a part whose contract cannot be had says whose it is', async () => {
  const derived = JSON.stringify({ contract: 'acme.gone/api/contract', part: 'types', files: {} })
  const part = await record('acme.gone/api/types', '0.1.0', { 'index.ts': '', 'derived.json': derived }, 1000)
  const { TesseraError } = await import('@tessera/core.model')
  const find = contractFinder({
    ...rig.fetcher,
    open: () => Promise.reject(new TesseraError('UNKNOWN_REMOTE', 'no remote')),
  })
  expect(await find(part)).toEqual({ id: parseComponentId('acme.gone/api/contract'), part: 'types' })
})
