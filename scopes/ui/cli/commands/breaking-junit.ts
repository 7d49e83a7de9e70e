import type { ContractFinding } from '@tessera/contract.compare'
import { exampleOf, type ContractReport } from '@tessera/ripple.release'
import { countingOf, placeOf } from './breaking-counts.ts'

/** One suite for each contract; a finding that counts is a failed case, a contract without one a case that passed. */
export function junitText(reports: readonly ContractReport[]): string {
  const all = reports.map((report) => countingOf(report).length)
  const failures = all.reduce((sum, count) => sum + count, 0)
  const tests = all.reduce((sum, count) => sum + Math.max(count, 1), 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tessera breaking" tests="${tests}" failures="${failures}" errors="0">`,
    ...reports.map(suite),
    '</testsuites>',
  ].join('\n')
}

function suite(report: ContractReport): string {
  const counting = countingOf(report)
  const name = escape(report.contract)
  const passed = `    <testcase classname="${name}" name="breaks nobody"/>`
  const cases = counting.length === 0 ? [passed] : counting.map((finding) => failedCase(report, finding))
  const numbers = `tests="${cases.length}" failures="${counting.length}" errors="0" skipped="0"`
  return [`  <testsuite name="${name}" ${numbers}>`, ...cases, '  </testsuite>'].join('\n')
}

function failedCase(report: ContractReport, finding: ContractFinding): string {
  const { rule, at, severity, message, wayOut } = finding
  const { file, line } = placeOf(report, finding)
  const example = exampleOf(finding)
  const text = [
    `${file}:${line}`,
    ...(example === undefined ? [] : [example]),
    ...(wayOut === undefined ? [] : [`way out: ${wayOut}`]),
  ].join('\n')
  return [
    `    <testcase classname="${escape(report.contract)}" name="${escape(`${rule} at ${at}`)}">`,
    `      <failure type="${severity}" message="${escape(message)}">${escape(text)}</failure>`,
    '    </testcase>',
  ].join('\n')
}

/** Control characters and halves of pairs, which XML cannot hold, are replaced. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll(/\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/gu, '\ufffd')
}
