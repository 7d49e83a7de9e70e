import type { ContractDocument } from '@tessera/contract.define/document'
import type { Bump, ContractException, ContractFinding, PartName } from './finding.ts'

export interface CompareContractsOptions {
  /** Which values count: `lenient` (default) those without undeclared properties, which is what writers send. */
  readonly policy?: 'strict' | 'lenient' | undefined
  /** Milliseconds for each pair of schemas; 1000 where nothing is said. */
  readonly timeoutMs?: number | undefined
  /** Findings that no longer count. */
  readonly allow?: readonly ContractException[] | undefined
  /** The day that exceptions are held against, `2027-03-01`; the current one (UTC) where nothing is said. */
  readonly today?: string | undefined
}

/**
 * `together`: the new provider breaks deployed consumers and new consumers break on the old provider, so that no order
 * is safe; run both lines side by side.
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

/**
 * What a change of a contract does to the consumers that are deployed, and which version it asks for. Pure.
 * @example compareContracts(parseDocument(before, 'old.json'), parseDocument(after, 'new.json')).level
 */
export function compareContracts(
  _oldDocument: ContractDocument,
  _newDocument: ContractDocument,
  _options: CompareContractsOptions = {},
): ContractVerdict {
  throw new Error('not yet')
}
