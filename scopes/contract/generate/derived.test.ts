import { expect, test } from 'vitest'
import { derivedRecord, findHandEdits, formatDerived } from './index.ts'

const files = { 'index.ts': 'export const a = 1\n', 'checks.ts': 'export const b = 2\n' }
const derived = derivedRecord('acme.orders/orders-api/contract', 'client', files)

test('untouched sources have no edits, whatever their line ends', () => {
  expect(findHandEdits(derived, files)).toEqual([])
  const windows = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]))
  expect(findHandEdits(derived, windows)).toEqual([])
})

test('edited and missing sources are named; added ones are not', () => {
  expect(findHandEdits(derived, { 'index.ts': 'export const a = 2\n', 'client.test.ts': '' })).toEqual([
    { path: 'checks.ts', kind: 'missing' },
    { path: 'index.ts', kind: 'edited' },
  ])
})

test('a file named like what every object has is missing like any other', () => {
  const strange = derivedRecord('a.b/c/contract', 'types', { ['constructor']: 'x' })
  expect(findHandEdits(strange, {})).toEqual([{ path: 'constructor', kind: 'missing' }])
})

test('the record does not depend on the order of files', () => {
  const turned = Object.fromEntries(Object.entries(files).toReversed())
  expect(formatDerived(derivedRecord(derived.contract, 'client', turned))).toBe(formatDerived(derived))
})
