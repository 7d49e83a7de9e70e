import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContractDocument } from '@tessera/contract.define/document'
import { documents } from '@tessera/contract.define/fixtures'
import { generateComponents } from '@tessera/contract.generate'
import { parseComponentId } from '@tessera/core.model'
import { sourceHash, versionHash, type VersionObject } from '@tessera/scope.objects'
import { initScope, openLocalScope, type Scope } from '@tessera/scope.store'
import type { LocalVersion } from '@tessera/workspace.transfer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contractFinder, isOfContract } from './contract-of.ts'

const all: readonly ContractDocument[] = Object.values(documents)
const first = all.find(({ id }) => id === 'acme.orders/orders-api') as ContractDocument
const second: ContractDocument = { ...first, line: first.line + 1 }
const CONTRACT = 'acme.orders/orders-api/contract'

let dir: string
let scope: Scope

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tessera-contract-of-'))
  await initScope(join(dir, '.bit'), { name: 'local' })
  scope = await openLocalScope(dir, 'local')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** Records one version after another of a component. */
async function record(name: string, tag: string, files: Readonly<Record<string, string>>, date: number) {
  const id = parseComponentId(`${name}@${tag}`)
  const sources = Object.values(files).map((text) => ({ hash: sourceHash(Buffer.from(text)), body: Buffer.from(text) }))
  const before = await scope.readComponent(id)
  const version: VersionObject = {
    files: Object.keys(files).map((path, at) => ({
      ...{ file: sources[at]?.hash as string, relativePath: path, name: path, test: false },
    })),
    mainFile: 'contract.json' in files ? 'contract.json' : 'index.ts',
    log: { message: '', date: String(date) },
    ...{ dependencies: [], devDependencies: [], flattenedDependencies: [], extensions: [] },
    ...{ packageDependencies: {}, devPackageDependencies: {}, peerPackageDependencies: {} },
    parents: before?.head === undefined ? [] : [before.head],
  }
  const hash = versionHash(version)
  const component = { name: id.name, scope: id.scope, versions: { ...before?.versions, [tag]: hash }, head: hash }
  await scope.write({ sources, versions: [{ hash, version }], components: [component] })
  return { id, hash, version } satisfies LocalVersion
}

const contractFiles = (document: ContractDocument) => ({ 'contract.json': JSON.stringify(document) })

const finder = () =>
  contractFinder({
    scope,
    open: () => {
      throw new Error('the local scope has it all')
    },
  })

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
  const find = contractFinder({ scope, open: () => Promise.reject(new TesseraError('UNKNOWN_REMOTE', 'no remote')) })
  expect(await find(part)).toEqual({ id: parseComponentId('acme.gone/api/contract'), part: 'types' })
})
