import { expect, test } from 'vitest'
import { documentsOf, ruleSections } from './examples.fixture.ts'
import { compareContracts, RULES } from './index.ts'

const sections = ruleSections()

test('docs/rules has a section for each rule, on the page of its family, with its way out', () => {
  const documented = sections.filter(({ rule }) => Object.hasOwn(RULES, rule))
  const summary = documented.map(({ rule, family, wayOut }) => [rule, { family, wayOut }] as const)
  const rules = Object.entries(RULES).map(([rule, { family, wayOut }]) => [rule, { family, wayOut }] as const)
  expect(Object.fromEntries(summary)).toEqual(Object.fromEntries(rules))
  expect(documented).toHaveLength(rules.length)
})

const examples = sections.flatMap(({ rule, severity, diff }) =>
  diff === undefined ? [] : [[rule, severity, diff] as const],
)

test.each(examples)('the example of %s shows exactly that: %s', (rule, severity, diff) => {
  const { findings } = compareContracts(...documentsOf(diff))
  expect(findings.map((finding) => finding.rule)).toEqual([rule])
  const said = severity.split(/[ ,;]/)[0]?.toLowerCase()
  expect(findings[0]?.severity).toBe(said)
})

test.each(examples)('without a change, nothing is found: %s', (_rule, _severity, diff) => {
  for (const document of documentsOf(diff)) {
    expect(compareContracts(document, document)).toMatchObject({
      ...{ level: 'compatible', bump: 'none', findings: [], deployOrder: 'any' },
    })
  }
})
