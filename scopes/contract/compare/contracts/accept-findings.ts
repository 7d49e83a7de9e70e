import type { ContractException, ContractFinding } from './finding.ts'

/** The findings, those that an exception covers marked so. One whose last day is over covers nothing. */
export function acceptFindings(
  findings: readonly ContractFinding[],
  exceptions: readonly ContractException[],
  today: string,
): readonly ContractFinding[] {
  const holding = exceptions.filter((exception) => !isExpired(exception, today))
  return findings.map((finding) => {
    const exception = finding.severity === 'info' ? undefined : holding.find((each) => covers(each, finding))
    if (exception === undefined) return finding
    return { ...finding, accepted: { reason: exception.reason, expires: exception.expires } }
  })
}

/** Whether an exception is about a finding, in time or not. */
export function covers({ rule, at }: ContractException, finding: ContractFinding): boolean {
  return rule === finding.rule && [finding.at, finding.pointer, finding.oldPointer].includes(at)
}

/** Whether its last day is over. Dates are text that sorts. */
export function isExpired({ expires }: ContractException, today: string): boolean {
  return expires < today
}
