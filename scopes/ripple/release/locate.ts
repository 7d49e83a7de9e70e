import type { ContractFinding } from '@tessera/contract.compare'
import { contractPlaces, type ContractSource, type SourcePlace } from '@tessera/workspace.files'

type Finding = Pick<ContractFinding, 'at' | 'pointer'>

/**
 * Finds where in the sources of a contract stands what a finding is about: the operation, channel or schema that it
 * names, and the property in it as far as that stands there; of what is gone, what held it.
 * @param sources those whose schemas the contract may use, its `contract.ts` first
 */
export function findingPlaces(sources: readonly ContractSource[]): (finding: Finding) => SourcePlace | undefined {
  const placeOf = contractPlaces(sources)
  return (finding) => placeOf(authorPointer(finding))
}

/** Slots are numbered in the document; authors know them by where they stand. */
function authorPointer({ at, pointer }: Finding): string {
  const [slot = '', inner = ''] = at.split('#', 2)
  return pointer.startsWith('/slots/') ? `/${slot}${inner}` : pointer
}
