import { counts, type ContractFinding } from '@tessera/contract.compare'
import { withoutEchoes, type ContractReport } from '@tessera/ripple.release'

/** Whether something in it stands in the way. */
export function fails(report: ContractReport): boolean {
  return countingOf(report).length > 0
}

/** Findings that break or may break somebody and were not accepted. */
export function countingOf({ verdict }: ContractReport): readonly ContractFinding[] {
  return verdict?.findings.filter(counts) ?? []
}

/** The rest: what breaks nobody, and what was accepted. */
export function harmlessOf({ verdict }: ContractReport): readonly ContractFinding[] {
  return withoutEchoes(verdict?.findings ?? []).filter((finding) => !counts(finding))
}

/** Where a finding stands: in the source as far as that is known, else in the document. */
export function placeOf({ rootDir }: ContractReport, { location }: ContractFinding): { file: string; line: number } {
  return { file: location?.file ?? `${rootDir}/contract.json`, line: location?.line ?? 1 }
}
