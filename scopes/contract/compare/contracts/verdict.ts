import type { Bump, ContractFinding, PartName } from './finding.ts'
import { isOfWords } from './rules.ts'

/**
 * `together`: the new provider breaks deployed consumers and new consumers break on the old provider, so that no order
 * is safe: run both lines side by side.
 */
export type DeployOrder = 'provider first' | 'consumer first' | 'any' | 'together'

export interface ContractVerdict {
  /** Of the new provider against the consumers already deployed. Accepted findings do not count. */
  readonly level: 'compatible' | 'risky' | 'breaking'
  /** What the contract's version asks for from 1.0.0 on. */
  readonly bump: Bump
  /** The same for the contract and each of its parts: what their own declarations did counts too. */
  readonly bumps: Readonly<Record<PartName, Bump>>
  /** Every change, the gravest first. */
  readonly findings: readonly ContractFinding[]
  readonly deployOrder: DeployOrder
}

/** What all findings come to. */
export function verdictOf(findings: readonly ContractFinding[]): ContractVerdict {
  const bump = findings.map(bumpOf).reduce(higher, 'none')
  return {
    level: levelOf(findings),
    bump,
    bumps: partBumps(findings, bump),
    findings: findings.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]),
    deployOrder: deployOrder(findings),
  }
}

/** The greater of two. */
export function higher(one: Bump, other: Bump): Bump {
  return BUMPS.indexOf(one) >= BUMPS.indexOf(other) ? one : other
}

const BUMPS: readonly Bump[] = ['none', 'patch', 'minor', 'major']
const ORDER = { breaking: 0, risky: 1, info: 2 }
const PARTS = ['contract', 'types', 'mocks', 'client', 'server'] as const satisfies readonly PartName[]

/** Whether a finding stands in the way: it breaks or may break somebody, and nobody accepted that. */
export function counts({ severity, accepted }: ContractFinding): boolean {
  return severity !== 'info' && accepted === undefined
}

function bumpOf(finding: ContractFinding): Bump {
  if (counts(finding)) return 'major'
  return isOfWords(finding.rule) ? 'patch' : 'minor'
}

function levelOf(findings: readonly ContractFinding[]): ContractVerdict['level'] {
  const counting = findings.filter(counts)
  if (counting.some(({ severity }) => severity === 'breaking')) return 'breaking'
  return counting.length > 0 ? 'risky' : 'compatible'
}

function partBumps(findings: readonly ContractFinding[], wire: Bump): Readonly<Record<PartName, Bump>> {
  const bumpOfPart = (part: PartName): Bump => findings.map(({ parts }) => parts?.[part] ?? 'none').reduce(higher, wire)
  return Object.fromEntries(PARTS.map((part) => [part, bumpOfPart(part)])) as Record<PartName, Bump>
}

function deployOrder(findings: readonly ContractFinding[]): DeployOrder {
  const harmsOld = findings.some(({ severity }) => severity !== 'info')
  const harmsNew = findings.some(({ needsNewProvider }) => needsNewProvider === true)
  if (harmsOld) return harmsNew ? 'together' : 'consumer first'
  return harmsNew ? 'provider first' : 'any'
}
