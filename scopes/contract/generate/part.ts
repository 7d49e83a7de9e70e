import type { ContractDocument } from '@tessera/contract.define/document'

/** What is generated from a contract. */
export type Part = 'types' | 'mocks' | 'client' | 'server'

/** The sources of one part: a component of its own. */
export interface GeneratedPart {
  readonly part: Part
  /** `acme.orders/orders-api/types` */
  readonly id: string
  /** `@acme/orders.orders-api.types` */
  readonly packageName: string
  /** Path in the component's folder to text with LF line ends; `derived.json` is among them. */
  readonly files: Readonly<Record<string, string>>
}

/** The parts of a contract, in the order they depend on each other. One without a pattern has no client and no server. */
export function partsOf(document: Pick<ContractDocument, 'pattern'>): readonly Part[] {
  return document.pattern === 'schemas' ? ['types', 'mocks'] : ['types', 'mocks', 'client', 'server']
}
