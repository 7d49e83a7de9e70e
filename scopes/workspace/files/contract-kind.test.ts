import { expect, test } from 'vitest'
import { contractKind } from './index.ts'
import { findMainFile } from './main-file.ts'

test.each([
  [['contract.ts', 'contract.json', 'money.schema.json'], 'contract.ts', 'source'],
  [['contract.json'], 'contract.json', 'document'],
  [['money.schema.json', 'contract.json'], 'money.schema.json', 'schemas'],
  [['money.schema.json', 'contract.json'], 'contract.json', 'schemas'],
  [['index.ts', 'settings.schema.json'], 'index.ts', undefined],
  [['index.ts', 'test/money.schema.json'], 'index.ts', undefined],
] as const)('%j with the main file %s: %s', (paths, main, kind) => expect(contractKind(paths, main)).toBe(kind))

test('what makes a contract of a folder is its main file, where it has no index', () => {
  expect(findMainFile('money/contract', ['contract.json', 'contract.ts'])).toBe('contract.ts')
  expect(findMainFile('money/contract', ['README.md', 'contract.json'])).toBe('contract.json')
  expect(findMainFile('money/contract', ['a.schema.json', 'b.schema.json'])).toBe('a.schema.json')
  expect(findMainFile('money/contract', ['a.json', 'b.json'])).toBeUndefined()
})
