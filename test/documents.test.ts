import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { compareContracts, type ContractVerdict } from '@tessera/contract.compare'
import { fromDocument } from '@tessera/contract.exchange'
import { expect, test } from 'vitest'
import { test as rigTest } from './rig.ts'

const folder = join(import.meta.dirname, '..', '..', 'shared', 'data', 'adyen')
const isThere = existsSync(folder)
if (!isThere) console.warn(`skipped: the documents of Adyen are not in ${folder}`)
const isSkipped = !isThere && process.env['TESSERA_REQUIRE_SERVICES'] !== '1'

function verdictOf(old: string, now: string): ContractVerdict {
  const [before, after] = [old, now].map((name) => {
    const file = `${name}.json`
    return fromDocument(readFileSync(join(folder, file), 'utf8'), { file }).document
  })
  return compareContracts(before as never, after as never, { timeoutMs: 60_000 })
}

function counting({ findings }: ContractVerdict): readonly string[] {
  return findings.filter(({ severity }) => severity !== 'info').map(({ rule, at }) => `${rule} ${at}`)
}

// What docs/verdicts.md explains under "Read by hand".
test.skipIf(isSkipped)('BinLookup 52 to 53 breaks those who read and those who send', () => {
  const verdict = verdictOf('BinLookupService-v52', 'BinLookupService-v53')
  expect(counting(verdict)).toEqual(['property-added-optional ThreeDS2CardRangeDetail#/properties/threeDS2Versions'])
  expect([verdict.bump, verdict.deployOrder]).toEqual(['major', 'together'])
  expect(verdict.findings[0]?.witness).toEqual({ threeDS2CardRangeDetails: [{ threeDS2Versions: [] }] })
})

test.skipIf(isSkipped)('Recurring 49 to 67 breaks nobody, 67 to 68 does', () => {
  const verdict = verdictOf('RecurringService-v49', 'RecurringService-v67')
  expect([verdict.level, verdict.bump, verdict.deployOrder]).toEqual(['compatible', 'minor', 'provider first'])
  expect(counting(verdictOf('RecurringService-v67', 'RecurringService-v68'))).toEqual([
    'property-added-optional RecurringDetail#/properties/networkTxReference',
    'property-added-optional RecurringDetail#/properties/transactionLinkId',
  ])
})

test.skipIf(isSkipped)('TransferNotification 3 to 4 says nothing of a rule that no message holds', () => {
  const findings = counting(
    verdictOf('BalancePlatformTransferNotification-v3', 'BalancePlatformTransferNotification-v4'),
  )
  expect(findings).toHaveLength(6)
  expect(findings).toContain('property-added-optional TransferData#/properties/categoryData')
  expect(findings.filter((finding) => finding.includes('TransactionRuleReference'))).toEqual([])
})

test('a document that closes what its provider sends is told of it', () => {
  const schema = { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false }
  const get = { responses: { 200: { description: 'fine', content: { 'application/json': { schema } } } } }
  const document = { openapi: '3.1.0', info: { title: 'Closed', version: '1' }, paths: { '/x': { get } } }
  const { diagnostics } = fromDocument(JSON.stringify(document), { file: 'closed.json' })
  expect(diagnostics).toMatchObject([{ code: 'STRICT_READERS', severity: 'info' }])
})

const data = join(folder, '..')
const files = isThere
  ? ['adyen', 'asyncapi'].flatMap((kind) => readdirSync(join(data, kind)).map((file) => join(data, kind, file)))
  : []

// Where the documents are missing and must not be, this fails for want of components.
rigTest.skipIf(isSkipped)('every document becomes components that build, and mocks', async ({ rig }) => {
  await rig.workspace('work', 'acme.real')
  const names = files.filter((file) => /\.(json|ya?ml)$/.test(file)).map((file) => [file, nameOf(file)] as const)
  for (const [file, name] of names) {
    await rig.json('work', 'contract', 'import', file, '--name', name, '--skip-dependency-installation')
  }
  await rig.json('work', 'link')
  const { ok, nodes } = await rig.json<{ ok: boolean; nodes: { status: string }[] }>('work', 'build')
  expect([ok, nodes.filter(({ status }) => status === 'built').length]).toEqual([true, names.length * 5])
  expect(names.length).toBeGreaterThan(10)
  for (const [, name] of names.slice(0, 3)) {
    expect(Object.keys(await rig.json<object>('work', 'mock', `${name}/contract`)).length).toBeGreaterThan(0)
  }
})

function nameOf(file: string): string {
  return basename(file).replace(/\..*$/, '').toLowerCase().replaceAll('_', '-')
}
