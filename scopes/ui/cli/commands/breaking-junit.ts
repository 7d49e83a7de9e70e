import type { ContractFinding } from '@tessera/contract.compare'
import { exampleOf, type ContractReport } from '@tessera/ripple.release'
import { countingOf, placeOf } from './breaking-counts.ts'
import { junit, type JunitCase } from './junit.ts'

/** One suite for each contract; a finding that counts is a failed case, a contract without one a case that passed. */
export function junitText(reports: readonly ContractReport[]): string {
  return junit(
    'tessera breaking',
    reports.map((report) => ({ name: report.contract, cases: casesOf(report) })),
  )
}

function casesOf(report: ContractReport): readonly JunitCase[] {
  const counting = countingOf(report)
  return counting.length === 0 ? [{ name: 'breaks nobody' }] : counting.map((finding) => failedCase(report, finding))
}

function failedCase(report: ContractReport, finding: ContractFinding): JunitCase {
  const { rule, at, severity, message, wayOut } = finding
  const { file, line } = placeOf(report, finding)
  const example = exampleOf(finding)
  const text = [
    `${file}:${line}`,
    ...(example === undefined ? [] : [example]),
    ...(wayOut === undefined ? [] : [`way out: ${wayOut}`]),
  ].join('\n')
  return { name: `${rule} at ${at}`, failure: { type: severity, message, text } }
}
