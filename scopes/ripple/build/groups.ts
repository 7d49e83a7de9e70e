import { hashOf } from '@tessera/ripple.plan'
import type { Unit } from '@tessera/ripple.plan'
import type { NodeFacts, WorkspaceFacts } from './node-facts.ts'

/** Everything the check of a unit depends on but the interfaces of what it imports. */
export function ownKey(unit: Unit, facts: WorkspaceFacts): string {
  return hashOf(unit.nodes.map((node) => [node.key, (facts.byKey.get(node.key) as NodeFacts).own]))
}

/**
 * Which units may share a program: those of equal compiler options. A unit that augments globals or modules, or imports
 * one that does, is alone, so that nobody passes by what another brought along.
 */
export function groupOf(units: readonly Unit[], facts: WorkspaceFacts): ReadonlyMap<string, string> {
  const groups = new Map<string, string>()
  const alone = new Set<string>()
  for (const unit of units) {
    const own = unit.nodes.map((node) => facts.byKey.get(node.key) as NodeFacts)
    if (own.some((item) => item.augments) || unit.imports.some((id) => alone.has(id))) alone.add(unit.id)
    groups.set(unit.id, alone.has(unit.id) ? `alone ${unit.id}` : (own[0] as NodeFacts).options.hash)
  }
  return groups
}
