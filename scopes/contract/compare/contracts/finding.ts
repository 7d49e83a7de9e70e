import type { Location } from '@tessera/core.model'
import type { RuleId } from './rules.ts'

/** `risky`: it may break somebody, and nothing proves that it does not. */
export type Severity = 'breaking' | 'risky' | 'info'

/** Who sends what the finding is about: `request` the consumer, `response` the provider, `message` goes over a broker. */
export type Direction = 'request' | 'response' | 'message' | 'both' | 'none'

/** What a change asks of a version number from 1.0.0 on. */
export type Bump = 'major' | 'minor' | 'patch' | 'none'

/** The contract itself, and what is generated from it. */
export type PartName = 'contract' | 'types' | 'mocks' | 'client' | 'server'

/** One change of a contract, and what it does to those who rely on the old one. */
export interface ContractFinding {
  /** Stable: `operation-removed`, `enum-value-added`… Each has its section in docs/rules. */
  readonly rule: RuleId
  readonly severity: Severity
  readonly direction: Direction
  /** Place in words that stay when others move: `createOrder/request/body#/properties/note`, `getOrder`. */
  readonly at: string
  /** JSON pointer into the new document; of what is gone, to what held it. */
  readonly pointer: string
  /** JSON pointer into the old document, where the thing was there. */
  readonly oldPointer?: string
  /** Slots that a shared schema is used in, where the finding is about one. */
  readonly slots?: readonly string[]
  readonly message: string
  /** A value that shows it, of the whole slot or exported schema. */
  readonly witness?: unknown
  /** `old`: the value was fine and is refused now; `new`: it may come now, and deployed readers refuse it. */
  readonly witnessIs?: 'old' | 'new'
  /** What to do instead: an imperative sentence. */
  readonly wayOut?: string
  /** Set where a consumer of the new contract does not work with the provider of the old one. */
  readonly needsNewProvider?: true
  /** What it asks of each part, where that is more than the change on the wire does. */
  readonly parts?: Readonly<Partial<Record<PartName, Bump>>>
  /** Accepted in `exceptions.json`: it no longer counts. */
  readonly accepted?: Pick<ContractException, 'reason' | 'expires'>
  /** Where it stands in `contract.ts`, as far as it can be told. */
  readonly location?: Location
}

/** A finding that the owner of a contract accepts for a while. */
export interface ContractException {
  readonly rule: RuleId
  /** As the finding prints it; its `pointer` will do too. */
  readonly at: string
  readonly reason: string
  /** The last day it holds: `2027-03-01`. */
  readonly expires: string
}
