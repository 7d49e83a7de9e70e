import type { ContractDocument } from '@tessera/contract.define/document'
import { compareChannels } from './compare-channels.ts'
import { compareDocument, compareLine } from './compare-document.ts'
import { compareEvents } from './compare-events.ts'
import { compareExports } from './compare-exports.ts'
import { compareItems } from './compare-items.ts'
import { compareOperations } from './compare-operations.ts'
import { compareSecuritySchemes } from './compare-security.ts'
import { createPrepare } from '../schemas/comparison.ts'
import type { Comparison } from './comparison.ts'
import { acceptFindings } from './accept-findings.ts'
import type { ContractException, ContractFinding } from './finding.ts'
import { mergeFindings } from './merge-findings.ts'
import { counts, verdictOf } from './verdict.ts'
import type { ContractVerdict } from './verdict.ts'

export interface CompareContractsOptions {
  /** Which values count: `lenient` (default) those without undeclared properties, which is what writers send. */
  readonly policy?: 'strict' | 'lenient' | undefined
  /**
   * Milliseconds for the whole document, 10000 where nothing is said; no pair of schemas takes more than 1000 of them.
   * What is left when they are over is `risky`, under the rule `timeout`.
   */
  readonly timeoutMs?: number | undefined
  /** Findings that no longer count. */
  readonly allow?: readonly ContractException[] | undefined
  /** The day that exceptions are held against, `2027-03-01`; the current one (UTC) where nothing is said. */
  readonly today?: string | undefined
}

/**
 * What a change of a contract does to the consumers that are deployed, and which version it asks for.
 * @example compareContracts(parseDocument(before, 'old.json'), parseDocument(after, 'new.json')).level
 */
export function compareContracts(
  oldDocument: ContractDocument,
  newDocument: ContractDocument,
  options: CompareContractsOptions = {},
): ContractVerdict {
  const { policy = 'lenient', timeoutMs = 10_000, allow = [], today = new Date().toISOString().slice(0, 10) } = options
  const deadline = performance.now() + timeoutMs
  const comparison: Comparison = {
    ...{ old: oldDocument, now: newDocument, policy, deadline },
    ...{ known: new Map(), prepare: createPrepare() },
  }
  const findings = acceptFindings(mergeFindings(allFindings(comparison)), allow, today)
  const line = acceptFindings(compareLine(comparison, findings.some(counts)), allow, today)
  return verdictOf([...findings, ...line])
}

/** Of two patterns nothing else can be held against each other. */
function allFindings(comparison: Comparison): readonly ContractFinding[] {
  const document = compareDocument(comparison)
  if (comparison.old.pattern !== comparison.now.pattern) return document
  return [
    ...document,
    ...compareSecuritySchemes(comparison),
    ...compareOperations(comparison),
    ...compareChannels(comparison),
    ...compareItems(comparison),
    ...compareEvents(comparison),
    ...compareExports(comparison),
  ]
}
