import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonSchema } from '@tessera/contract.define/document'
import { expect, test } from 'vitest'
import { compareSchemas } from '../schemas/index.ts'
import { SCHEMA_RULES } from '../schemas/rules.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/rules/schemas.md'), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line.split(/(?<!\\)\|/).map((cell) =>
      cell
        .trim()
        .replaceAll('`', '')
        .replaceAll(String.raw`\|`, '|'),
    ),
  )
  .map(([, rule = '', what, before = '', after = '', request, response]) => ({
    ...{ rule, what, before, after, request, response },
  }))

test('docs/rules/schemas.md has a row for each rule of schemas', () => {
  expect(Object.fromEntries(rows.map(({ rule, what }) => [rule, what]))).toEqual(SCHEMA_RULES)
  expect(rows).toHaveLength(Object.keys(SCHEMA_RULES).length)
})

const LEVELS = { compatible: 'fine', breaking: 'breaks', risky: 'risky' }

test.each(rows.filter(({ before }) => before !== ''))('the example of $rule shows exactly that', (row) => {
  const [before, after] = [row.before, row.after].map((text) => JSON.parse(text) as JsonSchema) as [
    JsonSchema,
    JsonSchema,
  ]
  const [sent, received] = [compareSchemas(before, after), compareSchemas(after, before)]
  expect(sent.findings.map(({ rule }) => rule)).toEqual([row.rule])
  expect([LEVELS[sent.level], LEVELS[received.level]]).toEqual([row.request, row.response])
})

test('few rules have no example: no two small schemas show them alone', () => {
  expect(rows.filter(({ before }) => before === '').map(({ rule }) => rule)).toEqual([
    ...['property-names-changed', 'reference-changed', 'narrowed', 'undecided', 'timeout'],
  ])
})
