import type { ContractFinding } from '@tessera/contract.compare'
import { exampleOf, sentenceOf, type ContractReport } from '@tessera/ripple.release'
import { countingOf, harmlessOf, placeOf } from './breaking-counts.ts'
import { unusedText } from './breaking-text.ts'

/** Workflow commands that GitHub shows as annotations of the lines they name. */
export function githubText(reports: readonly ContractReport[]): string {
  return reports.flatMap(annotations).join('\n')
}

function annotations(report: ContractReport): readonly string[] {
  return [
    ...countingOf(report).map((finding) =>
      annotation(report, finding, finding.severity === 'breaking' ? 'error' : 'warning'),
    ),
    ...harmlessOf(report).map((finding) => annotation(report, finding, 'notice')),
    ...unusedWarnings(report),
  ]
}

function unusedWarnings({ rootDir, verdict, unused }: ContractReport): readonly string[] {
  if (verdict === undefined) return []
  const file = property(`${rootDir}/exceptions.json`)
  return unused.map(
    (each) => `::warning file=${file},line=1,title=EXCEPTION_UNUSED::${escape(unusedText(each, verdict))}`,
  )
}

function annotation(report: ContractReport, finding: ContractFinding, command: 'error' | 'warning' | 'notice'): string {
  const { file, line } = placeOf(report, finding)
  const { rule, wayOut } = finding
  const example = exampleOf(finding)
  const text = [
    sentenceOf(finding),
    ...(example === undefined ? [] : [example]),
    ...(wayOut === undefined ? [] : [`Way out: ${wayOut}`]),
  ].join('\n')
  return `::${command} file=${property(file)},line=${line},title=${property(`${rule} in ${report.contract}`)}::${escape(text)}`
}

/** As the runner reads them back. */
function escape(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return escape(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
