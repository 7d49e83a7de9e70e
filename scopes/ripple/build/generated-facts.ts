import { contractOf, hashOf } from '@tessera/ripple.plan'
import type { Unit } from '@tessera/ripple.plan'
import type { BuildState, UnitState } from './state.ts'

/** What of a unit was generated, and from what: empty where nothing was. */
export function generatedFacts(unit: Unit, state: BuildState): UnitState['generated'] {
  const parts = unit.nodes.flatMap((node) =>
    node.kind === 'component' && node.derived !== undefined ? [{ key: node.key, files: node.derived.files }] : [],
  )
  if (parts.length === 0) return { files: '', documents: '' }
  return {
    files: hashOf(parts.map(({ files }) => Object.entries(files))),
    documents: hashOf(parts.map(({ key }) => state.parts[key] ?? '')),
  }
}

/** Why the sources of a unit are not what they were: a person changed them, or the contract they are generated from. */
export function ownReason(unit: Unit, state: BuildState): string {
  const [was, now] = [state.units[unit.id]?.generated, generatedFacts(unit, state)]
  const contract = unit.nodes.map(contractOf).find((key) => key !== undefined)
  if (contract === undefined || was === undefined || was.files === now.files) return 'own sources'
  return was.documents === now.documents ? `generated again from ${contract}` : `${contract} changed`
}
