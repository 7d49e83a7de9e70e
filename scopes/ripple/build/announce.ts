import type { Diagnostic, Emit } from '@tessera/core.model'
import type { Unit } from '@tessera/ripple.plan'
import type { Outcome } from './check.ts'

/** Says what becomes of units in the check, each thing once. */
export interface Announcer {
  underWay(unit: Unit, status: 'queued' | 'running', reason: string): void
  settled(unit: Unit, outcome: Outcome): void
}

export function announcer(emit: Emit): Announcer {
  const announced = new Set<string>()
  // A finding about a whole program is found at each of its units.
  const said = new Set<Diagnostic>()
  return {
    underWay(unit, status, reason) {
      const id = `${status} ${unit.id}`
      if (announced.has(id)) return
      announced.add(id)
      for (const node of unit.nodes) emit({ type: 'node', node: node.key, status, phase: 'check', reason })
    },
    settled(unit, { status, reason, ms, by, diagnostics = [] }) {
      for (const diagnostic of diagnostics) {
        if (!said.has(diagnostic)) emit({ type: 'diagnostic', diagnostic })
        said.add(diagnostic)
      }
      if (status === 'untouched') return
      for (const node of unit.nodes) {
        emit({
          ...{ type: 'node', node: node.key, status, phase: 'check' },
          ...(reason === undefined ? {} : { reason }),
          ...(ms === undefined ? {} : { ms }),
          ...(by === undefined || status !== 'blocked' ? {} : { by }),
        })
      }
    },
  }
}
