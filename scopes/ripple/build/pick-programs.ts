import type { Unit } from '@tessera/ripple.plan'
import type { Outcome } from './check.ts'
import type { BuildState } from './state.ts'

export interface PickOptions {
  /** Dependencies first. */
  readonly units: readonly Unit[]
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** Own key by unit. */
  readonly own: ReadonlyMap<string, string>
  readonly groups: ReadonlyMap<string, string>
  readonly state: BuildState
  readonly eager: boolean
}

/** Units that are compiled together. */
export interface Picked {
  readonly group: string
  readonly units: readonly Unit[]
}

/**
 * The programs to compile next: units whose key is known and has no result, and with them those above that certainly
 * have to be compiled too. A unit joins only if whatever it imports is settled or in the same program. Never empty
 * while a unit is unsettled.
 */
export function pickPrograms(options: PickOptions): readonly Picked[] {
  const { units, outcomes, groups } = options
  const picked = new Map<string, Pick>()
  for (const unit of units) {
    if (outcomes.has(unit.id)) continue
    const open = unit.imports.filter((id) => !outcomes.has(id))
    const group = groups.get(unit.id) as string
    if (!open.every((id) => picked.get(id)?.group === group)) continue
    if (
      open.length === 0
        ? unit.after.every((id) => outcomes.has(id) || picked.has(id))
        : isCertain(unit, picked, options)
    ) {
      picked.set(unit.id, { unit, group, moves: willMove(unit, picked, options) })
    }
  }
  const programs = new Map<string, Unit[]>()
  for (const { unit, group } of picked.values()) {
    const members = programs.get(group)
    if (members === undefined) programs.set(group, [unit])
    else members.push(unit)
  }
  return [...programs].map(([group, members]) => ({ group, units: members }))
}

interface Pick {
  readonly unit: Unit
  readonly group: string
  /** Its interface will not be what it was. */
  readonly moves: boolean
}

/** Whether its key will differ from the last one, though the interfaces it will see are not known yet. */
function isCertain(unit: Unit, picked: ReadonlyMap<string, Pick>, options: PickOptions): boolean {
  const last = options.state.units[unit.id]
  if (options.eager || last === undefined || last.own !== options.own.get(unit.id)) return true
  return unit.imports.some((id) => hasMoved(id, last.imports[id], picked, options))
}

/** Its declarations name a unit whose interface moved: its own interface holds that one's. */
function willMove(unit: Unit, picked: ReadonlyMap<string, Pick>, options: PickOptions): boolean {
  const last = options.state.units[unit.id]
  if (last === undefined) return true
  return last.facts.names.some((id) => hasMoved(id, last.imports[id], picked, options))
}

function hasMoved(
  id: string,
  was: string | undefined,
  picked: ReadonlyMap<string, Pick>,
  options: PickOptions,
): boolean {
  const now = options.outcomes.get(id)?.facts?.interface
  return now === undefined ? picked.get(id)?.moves === true : now !== was
}
