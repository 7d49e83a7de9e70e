import type { ContractException, ContractFinding, ContractVerdict } from '@tessera/contract.compare'
import { exampleOf, meant, sentenceOf, type ContractReport } from '@tessera/ripple.release'
import { counted, type Style } from '@tessera/ui.terminal'
import { countingOf, fails, harmlessOf } from './breaking-counts.ts'

/** For a person: each contract that changed, what breaks first. */
export function reportsText(reports: readonly ContractReport[]): (style: Style) => string {
  return (style) => {
    const changed = reports.filter(({ verdict }) => verdict === undefined || verdict.findings.length > 0)
    const same = reports.length - changed.length
    const rest = same === 0 ? [] : [`${counted(same, 'contract')} without changes`]
    return [...changed.map((report) => reportText(report, style)), ...rest].join('\n\n') || 'there are no contracts'
  }
}

/** What to do now; nothing where nothing changed. */
export function nextStep(reports: readonly ContractReport[]): string | undefined {
  const failing = reports.find(fails)
  if (failing === undefined) return reports.some(({ verdict }) => verdict?.findings.length) ? 'tessera tag' : undefined
  const accept = `accept a finding in ${failing.rootDir}/exceptions.json`
  return isLineRaised(failing)
    ? `tessera tag, for the higher \`line\` keeps old and new peers apart; or take a way out; or ${accept}`
    : `take a way out; or ${accept}; or write a higher \`line\` in contract.ts and tag`
}

function isLineRaised({ verdict }: ContractReport): boolean {
  return verdict?.findings.some(({ rule, severity }) => rule === 'line-changed' && severity === 'info') ?? false
}

function reportText(report: ContractReport, style: Style): string {
  const { contract, against, verdict, expired, unused } = report
  if (verdict === undefined) return `${style.bold(contract)} is new: there is nothing to compare it with`
  const counting = countingOf(report)
  const [level, order] = [LEVELS[verdict.level], ORDERS[verdict.deployOrder]]
  const head = `${style.bold(contract)} against ${against}: ${level}; asks for ${ASKS[verdict.bump]}${order}`
  return [
    head,
    ...counting.map((finding) => findingText(finding, style)),
    ...expired.map((exception) => expiredText(exception, style)),
    ...unused.map((exception) => `${style.yellow('⚠')} ${unusedText(exception, verdict)}`),
    ...harmlessOf(report).map((finding) => harmlessText(finding, style)),
  ].join('\n')
}

const LEVELS = {
  breaking: 'breaks deployed consumers',
  risky: 'may break deployed consumers',
  compatible: 'breaks nobody',
}
const ASKS = { major: 'a major version', minor: 'a minor version', patch: 'a patch', none: 'no version' }
const ORDERS = {
  any: '',
  'provider first': '; deploy the provider first',
  'consumer first': '; deploy the consumers first',
  together: '; no order of deployment is safe: run the old line beside the new one',
}

function findingText(finding: ContractFinding, style: Style): string {
  const { severity, at, rule, message, wayOut, location } = finding
  const symbol = severity === 'breaking' ? style.red('✖ breaking') : style.yellow('⚠ risky')
  const example = exampleOf(finding, LONGEST)
  return [
    `${symbol}  ${at}  ${style.dim(rule)}`,
    ...(location === undefined ? [] : [`  ${style.cyan(`${location.file}:${location.line}`)}`]),
    `  ${message}`,
    ...(example === undefined ? [] : [`  ${example}`]),
    ...(wayOut === undefined ? [] : [`  ${style.dim('way out:')} ${wayOut}`]),
  ].join('\n')
}

const LONGEST = 200

function expiredText({ rule, at, expires }: ContractException, style: Style): string {
  return `${style.yellow('⚠')} the exception for ${rule} at ${at} held until ${expires}: it counts again`
}

/** An exception that covers nothing, and what it may have been meant for. */
export function unusedText(exception: ContractException, verdict: ContractVerdict): string {
  return `the exception for ${exception.rule} at ${exception.at} covers nothing${meant(exception, verdict.findings)}`
}

function harmlessText(finding: ContractFinding, style: Style): string {
  const { accepted } = finding
  if (accepted === undefined) return `${style.green('+')} ${sentenceOf(finding)}`
  return `${style.cyan('ℹ')} ${sentenceOf(finding)}; accepted until ${accepted.expires}: ${accepted.reason}`
}
