import { type ContractException, type ContractFinding, counts } from '@tessera/contract.compare'
import type { Diagnostic } from '@tessera/core.model'
import type { ContractChange } from './contract-change.ts'

/** Findings over a contract as diagnostics of its component; those that were accepted are only told. */
export function findingDiagnostics({ contract, verdict, expired, unused }: ContractChange): readonly Diagnostic[] {
  return [
    ...withoutEchoes(verdict.findings).map((finding) => findingDiagnostic(finding, contract)),
    ...expired.map(({ rule, at, expires }): Diagnostic => ({
      ...{ severity: 'warning', code: 'EXCEPTION_EXPIRED', node: contract },
      message: `the exception for ${rule} at ${at} held until ${expires}`,
      hint: 'mend the finding, or set a later day in exceptions.json',
    })),
    ...unused.map((exception): Diagnostic => ({
      ...{ severity: 'warning', code: 'EXCEPTION_UNUSED', node: contract },
      message: `the exception for ${exception.rule} at ${exception.at} covers nothing${meant(exception, verdict.findings)}`,
      hint: 'take it out of exceptions.json, or write the rule and the place as the finding has them',
    })),
  ]
}

/** The finding that an exception may have been written for: one of its rule, or at its place. */
export function meant({ rule, at }: ContractException, findings: readonly ContractFinding[]): string {
  const counting = findings.filter(counts)
  const near =
    counting.find((finding) => finding.at === at || finding.pointer === at) ??
    counting.find((finding) => finding.rule === rule)
  return near === undefined ? '' : `; did you mean ${near.rule} at ${near.at}?`
}

/** Without what is told of already: a schema that goes both ways breaks one of them, and says the same of the other. */
export function withoutEchoes(findings: readonly ContractFinding[]): readonly ContractFinding[] {
  const placeOf = ({ rule, pointer }: ContractFinding): string => `${rule} ${pointer}`
  const told = new Set(findings.filter(({ severity }) => severity !== 'info').map(placeOf))
  return findings.filter((finding) => finding.severity !== 'info' || !told.has(placeOf(finding)))
}

/** A rule is a finding's code. */
export function findingDiagnostic(finding: ContractFinding, contract: string): Diagnostic {
  const { rule, severity, wayOut, accepted, location } = finding
  const isWarning = severity !== 'info' && accepted === undefined
  const note = accepted === undefined ? '' : `; accepted until ${accepted.expires}: ${accepted.reason}`
  return {
    ...{ severity: isWarning ? 'warning' : 'info', code: rule, node: contract },
    message: `${severity === 'info' ? '' : `${severity}: `}${sentenceOf(finding)}${example(finding)}${note}`,
    ...(wayOut === undefined || accepted !== undefined ? {} : { hint: wayOut }),
    ...(location === undefined ? {} : { location }),
  }
}

/** What a finding says and where, in one line. */
export function sentenceOf({ at, message }: Pick<ContractFinding, 'at' | 'message'>): string {
  return message.startsWith(`${at} `) ? message : `${at}: ${message}`
}

/** What a finding's value shows, in words; undefined where it has none. */
export function exampleOf({ witness, witnessIs }: ContractFinding, longest = Infinity): string | undefined {
  if (witness === undefined) return undefined
  const text = JSON.stringify(witness)
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text
  return `e.g. ${shown} ${witnessIs === 'new' ? 'may come now, and deployed readers refuse it' : 'was fine, and is refused now'}`
}

const LONGEST = 160

function example(finding: ContractFinding): string {
  const text = exampleOf(finding, LONGEST)
  return text === undefined ? '' : `; ${text}`
}
