import { canonicalJson, sha256 } from '@tessera/core.model'
import type { ContractDocument } from './document.ts'

/** 16 hex digits over what travels: equal where only descriptions, titles, examples or origins differ. */
export function wireHash(document: ContractDocument): string {
  return sha256(canonicalJson(document)).slice(0, 16)
}
