import { type ContractDocument, wireHash } from '@tessera/contract.define'
import { redactedSlots } from '@tessera/contract.generate'
import type { ContractDefinition } from '@tessera/runtime.core'

/** What is known of a contract whatever its pattern, made of the document itself. */
export function identityOf(document: ContractDocument): ContractDefinition {
  return { contract: document.id, line: document.line, hash: wireHash(document), redact: redactedSlots(document) }
}
