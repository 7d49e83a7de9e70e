import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import type { ContractReport } from '@tessera/ripple.release'
import { styleFor } from '@tessera/ui.terminal'
import { githubText } from './breaking-github.ts'
import { junitText } from './breaking-junit.ts'
import { raised, reports } from './breaking-reports.fixture.ts'
import { sarifText } from './breaking-sarif.ts'
import { nextStep, reportsText } from './breaking-text.ts'

test('text: what breaks first, each with where, why, an example and a way out', () => {
  expect(reportsText(reports)(styleFor({}, {}))).toMatchInlineSnapshot(`
    "acme.shop/shop-api/contract against 1.0.0: breaks deployed consumers; asks for a major version; deploy the consumers first
    ✖ breaking  addItem/request/body#/properties/count  maximum-lowered
      components/shop api/contract/contract.ts:7
      it is 50 at most now, was 99; "<&>" is fine
    in text
      e.g. {"count":51,"note":"a % b"} was fine, and is refused now
      way out: Keep the bound.
    ⚠ risky  addItem  deadline-lowered
      addItem ends after 300 ms now, was 1000 ms
    ⚠ the exception for maximum-lowered at addItem held until 2020-01-01: it counts again
    ⚠ the exception for deadline-lowered at addItems covers nothing; did you mean deadline-lowered at addItem?
    ℹ listItems is gone; accepted until 2999-01-01: nobody calls it
    + getItem is new

    acme.shop/stock/contract against 1.0.0: breaks nobody; asks for a minor version; deploy the provider first
    + getItem is new

    acme.shop/prices/contract is new: there is nothing to compare it with

    1 contract without changes"
  `)
  expect(nextStep(reports)).toMatchInlineSnapshot(
    `"take a way out; or accept a finding in components/shop-api/contract/exceptions.json; or write a higher \`line\` in contract.ts and tag"`,
  )
  expect(nextStep([raised])).toMatchInlineSnapshot(
    `"tessera tag, for the higher \`line\` keeps old and new peers apart; or take a way out; or accept a finding in components/shop-api/contract/exceptions.json"`,
  )
  expect(nextStep(reports.slice(1))).toBe('tessera tag')
  expect(nextStep(reports.slice(2))).toBeUndefined()
})

test('github: one annotation a finding, escaped as the runner reads it', () => {
  expect(githubText(reports)).toMatchInlineSnapshot(`
    "::error file=components/shop api/contract/contract.ts,line=7,title=maximum-lowered in acme.shop/shop-api/contract::addItem/request/body#/properties/count: it is 50 at most now, was 99; "<&>" is fine%0Ain text%0Ae.g. {"count":51,"note":"a %25 b"} was fine, and is refused now%0AWay out: Keep the bound.
    ::warning file=components/shop-api/contract/contract.json,line=1,title=deadline-lowered in acme.shop/shop-api/contract::addItem ends after 300 ms now, was 1000 ms
    ::notice file=components/shop-api/contract/contract.json,line=1,title=operation-removed in acme.shop/shop-api/contract::listItems is gone
    ::notice file=components/shop-api/contract/contract.json,line=1,title=operation-added in acme.shop/shop-api/contract::getItem is new
    ::warning file=components/shop-api/contract/exceptions.json,line=1,title=EXCEPTION_UNUSED::the exception for deadline-lowered at addItems covers nothing; did you mean deadline-lowered at addItem?
    ::notice file=components/stock/contract/contract.json,line=1,title=operation-added in acme.shop/stock/contract::getItem is new"
  `)
})

test('junit: well-formed, and its numbers are those of its cases', () => {
  const text = junitText(reports)
  expect(XMLValidator.validate(text)).toBe(true)
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => ['testsuite', 'testcase'].includes(name) })
  const { testsuites } = parser.parse(text) as { testsuites: Suites }
  const cases = testsuites.testsuite.flatMap((suite) => suite.testcase)
  expect([testsuites['@_tests'], testsuites['@_failures']]).toEqual([
    String(cases.length),
    String(cases.filter((one) => one.failure !== undefined).length),
  ])
  for (const suite of testsuites.testsuite) expect(suite['@_tests']).toBe(String(suite.testcase.length))
  expect(text).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="tessera breaking" tests="5" failures="2" errors="0">
      <testsuite name="acme.shop/shop-api/contract" tests="2" failures="2" errors="0" skipped="0">
        <testcase classname="acme.shop/shop-api/contract" name="maximum-lowered at addItem/request/body#/properties/count">
          <failure type="breaking" message="it is 50 at most now, was 99; &quot;&lt;&amp;&gt;&quot; is fine&#10;in text">components/shop api/contract/contract.ts:7&#10;e.g. {&quot;count&quot;:51,&quot;note&quot;:&quot;a % b&quot;} was fine, and is refused now&#10;way out: Keep the bound.</failure>
        </testcase>
        <testcase classname="acme.shop/shop-api/contract" name="deadline-lowered at addItem">
          <failure type="risky" message="addItem ends after 300 ms now, was 1000 ms">components/shop-api/contract/contract.json:1</failure>
        </testcase>
      </testsuite>
      <testsuite name="acme.shop/stock/contract" tests="1" failures="0" errors="0" skipped="0">
        <testcase classname="acme.shop/stock/contract" name="breaks nobody"/>
      </testsuite>
      <testsuite name="acme.shop/money/contract" tests="1" failures="0" errors="0" skipped="0">
        <testcase classname="acme.shop/money/contract" name="breaks nobody"/>
      </testsuite>
      <testsuite name="acme.shop/prices/contract" tests="1" failures="0" errors="0" skipped="0">
        <testcase classname="acme.shop/prices/contract" name="breaks nobody"/>
      </testsuite>
    </testsuites>"
  `)
})

test('junit: what XML cannot hold is replaced', () => {
  const [first] = reports as [ContractReport, ...ContractReport[]]
  const report = { ...first, contract: 'a\u0000b\ud800c\uffff' }
  expect(XMLValidator.validate(junitText([report]))).toBe(true)
  expect(junitText([report])).toContain('name="a\ufffdb\ufffdc\ufffd"')
})

interface Suites {
  readonly '@_tests': string
  readonly '@_failures': string
  readonly testsuite: readonly {
    readonly '@_tests': string
    readonly testcase: readonly { readonly failure?: unknown }[]
  }[]
}

test('sarif: valid against the schema of SARIF 2.1.0', () => {
  const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
  // Its draft 4 says nothing here that draft 7 would read differently.
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)
  const log = JSON.parse(sarifText(reports)) as {
    runs: [{ tool: { driver: { rules: object[] } }; results: { level: string; suppressions?: unknown }[] }]
  }
  expect(log.runs[0].tool.driver.rules[1]).toEqual({
    id: 'maximum-lowered',
    shortDescription: { text: 'The largest number went down.' },
    help: { text: 'Keep the bound. See docs/rules/schemas.md of Tessera.' },
    properties: { tags: ['compatibility', 'schemas'] },
  })
  validate(log)
  expect(validate.errors).toBeNull()
  expect(log.runs[0].results.map(({ level, suppressions }) => [level, suppressions !== undefined])).toEqual([
    ['error', false],
    ['error', true],
    ['warning', false],
    ['note', false],
    ['note', false],
  ])
  expect((JSON.parse(sarifText([])) as typeof log).runs[0].results).toEqual([])
})
